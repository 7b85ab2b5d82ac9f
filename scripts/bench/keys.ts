import { setTimeout as sleep } from "node:timers/promises";
import { amount } from "./amount.ts";
import type { Measurement } from "./bench.ts";
import { BUDGETS } from "./budgets.ts";
import { withNstop } from "./contestants.ts";
import { cursorLine, selectedName } from "./overview-lines.ts";
import { percentile } from "./statistics.ts";
import type { TerminalProgram } from "./terminal-program.ts";

const KEYS = 300;

const DOWN = "\x1b[B";
const UP = "\x1b[A";

/** Lines of the screen between which the cursor goes up and down: at the ends of the list a key would move nothing. */
const TOPMOST = 10;
const LOWEST = 40;

/** Keys are pressed this long after the start: a person does not wait until the program is warm. */
const SETTLED_SECONDS = 10;

/** Longest pause between two keys: at random, so that they fall anywhere into the second between two samples. */
const PAUSE_MILLISECONDS = 200;

/** B8: from a key to the output that moves the cursor, while 10,000 processes are sampled. */
export const keys: Measurement = {
  budgets: [BUDGETS.keys],
  needs: [],
  async measure(bench) {
    const times = await withNstop(["--no-engine"], { ...bench, warm: SETTLED_SECONDS }, (program) =>
      pressKeys(program, bench.signal),
    );
    const p99 = percentile(times, 99);
    return [
      {
        budget: BUDGETS.keys,
        nstop: `${amount(p99, "ms")}, median ${amount(percentile(times, 50), "ms")}`,
        peer: "",
        value: p99,
        timesFloor: null,
      },
    ];
  },
};

/** @returns How long each key took, in milliseconds. */
async function pressKeys(program: TerminalProgram, signal: AbortSignal): Promise<readonly number[]> {
  const times: number[] = [];
  let key = DOWN;
  for (let count = 0; count < KEYS; count += 1) {
    await sleep(Math.random() * PAUSE_MILLISECONDS, undefined, { signal });
    const before = selectedName(program.lines);
    key = nextKey(key, cursorLine(program.lines));
    const moved = program.see((lines) => ![null, before].includes(selectedName(lines)), signal);
    const pressedAt = performance.now();
    program.type(key);
    times.push((await moved) - pressedAt);
  }
  return times;
}

/** Keeps the direction until the cursor is near an end. */
function nextKey(key: string, line: number): string {
  if (line <= TOPMOST) return DOWN;
  return line >= LOWEST ? UP : key;
}
