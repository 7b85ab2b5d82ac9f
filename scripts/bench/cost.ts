import { setTimeout as sleep } from "node:timers/promises";
import type { Bench } from "./bench.ts";
import { cpuOf } from "./cpu-time.ts";
import { processTree } from "./process-tree.ts";
import { mean } from "./statistics.ts";
import type { TerminalProgram } from "./terminal-program.ts";

/** What a program costs while it runs. */
export interface Cost {
  /** CPU of all of its processes, in milliseconds a second. */
  readonly cpu: number;
  /** What it writes to its terminal, in bytes a second. */
  readonly bytes: number;
}

/** Watches a program for the measuring window. */
export async function costOf(program: TerminalProgram, { seconds, signal }: Bench): Promise<Cost> {
  const before = look(program);
  await sleep(seconds * 1000, undefined, { signal });
  const after = look(program);
  const elapsed = (after.at - before.at) / 1000;
  return { cpu: (after.cpu - before.cpu) / elapsed, bytes: (after.bytes - before.bytes) / elapsed };
}

/** The mean of several rounds. */
export function meanCost(costs: readonly Cost[]): Cost {
  return { cpu: mean(costs.map(({ cpu }) => cpu)), bytes: mean(costs.map(({ bytes }) => bytes)) };
}

function look(program: TerminalProgram): Cost & { readonly at: number } {
  return { at: performance.now(), cpu: cpuOf(processTree(program.pid)), bytes: program.bytes };
}
