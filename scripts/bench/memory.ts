import { setTimeout as sleep } from "node:timers/promises";
import { amount } from "./amount.ts";
import type { Bench, Measurement } from "./bench.ts";
import { BUDGETS } from "./budgets.ts";
import { whileAllChurns } from "./churn.ts";
import { withNstop } from "./contestants.ts";
import { pssOfTree } from "./pss.ts";
import type { Measured } from "./result.ts";
import { type Point, trend } from "./statistics.ts";
import type { TerminalProgram } from "./terminal-program.ts";

/** When memory is looked at, after the start. */
const SETTLED_SECONDS = 60;

/** Looks at memory while all churns. */
const LOOKS = 60;

const MEGABYTE = 1e6;
const MILLISECONDS_PER_HOUR = 3_600_000;

/** B6: proportional memory of both processes after a minute, and how it grows while processes and namespaces come and go. */
export const memory: Measurement = {
  budgets: [BUDGETS.memory, BUDGETS.growth],
  needs: ["busybox", "unshare"],
  measure: (bench) =>
    withNstop([], { ...bench, warm: SETTLED_SECONDS }, async (program) => [
      settled(program),
      await whileAllChurns(bench.lab, () => growth(program, bench)),
    ]),
};

function settled({ pid }: TerminalProgram): Measured {
  const megabytes = pssOfTree(pid) / MEGABYTE;
  return {
    budget: BUDGETS.memory,
    nstop: amount(megabytes, "MB"),
    peer: "",
    value: megabytes,
    timesFloor: null,
  };
}

/**
 * The slope of the later half. Heaps grow and are collected in jerks, so that the slope of some minutes is known to within an
 * error only: what is held against the budget is the least that it may be, two standard errors below.
 */
async function growth({ pid }: TerminalProgram, { churnMinutes, signal }: Bench): Promise<Measured> {
  const looks: Point[] = [];
  for (let count = 0; count < LOOKS; count += 1) {
    await sleep((churnMinutes * 60_000) / LOOKS, undefined, { signal });
    looks.push({ x: performance.now() / MILLISECONDS_PER_HOUR, y: pssOfTree(pid) / MEGABYTE });
  }
  const { slope, error } = trend(looks.slice(LOOKS / 2));
  return {
    budget: BUDGETS.growth,
    nstop: `${amount(slope, "MB/h")} ± ${amount(2 * error, "MB/h")}`,
    peer: "",
    value: slope - 2 * error,
    timesFloor: null,
  };
}
