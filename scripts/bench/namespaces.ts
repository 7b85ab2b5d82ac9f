import { spawn } from "node:child_process";
import { once } from "node:events";
import { amount } from "./amount.ts";
import type { Bench, Measurement } from "./bench.ts";
import type { Budget } from "./budgets.ts";
import { nstop } from "./contestants.ts";
import { linkFloor } from "./floor.ts";
import type { Result } from "./result.ts";
import { median } from "./statistics.ts";
import { takeTurns } from "./take-turns.ts";
import type { CommandLine } from "./terminal-program.ts";

const RUNS = 5;

const OURS = nstop("namespaces", "--json", "--no-engine");
const THEIRS: CommandLine = ["lsns", "--json", "--list", "--output-all"];

/** B4: how long a list of all namespaces takes, against lsns with all of its columns. */
export function namespaces(budget: Budget): Measurement {
  return {
    budgets: [budget],
    needs: ["lsns"],
    measure: async (bench) => [await compare(budget, bench)],
  };
}

async function compare(budget: Budget, { signal }: Bench): Promise<Result> {
  await run(OURS, signal);
  const { ours, theirs } = await takeTurns(
    RUNS,
    () => wallClock(OURS, signal),
    () => wallClock(THEIRS, signal),
  );
  const milliseconds = median(ours);
  return {
    budget,
    nstop: amount(milliseconds, "ms"),
    peer: `lsns ${amount(median(theirs), "ms")}`,
    value: milliseconds / median(theirs),
    timesFloor: milliseconds / linkFloor(),
  };
}

async function wallClock(command: CommandLine, signal: AbortSignal): Promise<number> {
  const { status, milliseconds } = await run(command, signal);
  if (status !== 0) throw new Error(`${command.join(" ")} ended with ${status}`);
  return milliseconds;
}

async function run(
  [program, ...args]: CommandLine,
  signal: AbortSignal,
): Promise<{ readonly status: number | null; readonly milliseconds: number }> {
  const startedAt = performance.now();
  const child = spawn(program, args, { stdio: "ignore", signal });
  const [status] = await once(child, "exit");
  return { status, milliseconds: performance.now() - startedAt };
}
