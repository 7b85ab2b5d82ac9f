import { spawn } from "node:child_process";
import { once } from "node:events";
import { amount } from "./amount.ts";
import type { Measurement } from "./bench.ts";
import { BUDGETS } from "./budgets.ts";
import { nstop } from "./contestants.ts";
import { isFrame } from "./overview-lines.ts";
import { median } from "./statistics.ts";
import { takeTurns } from "./take-turns.ts";
import { TerminalProgram } from "./terminal-program.ts";

const STARTS = 10;

/** B5: from the start to the first complete frame, against a runtime that starts and does nothing. */
export const start: Measurement = {
  budgets: [BUDGETS.start],
  needs: [],
  async measure({ signal }) {
    const { ours, theirs } = await takeTurns(STARTS, () => firstFrame(signal), bareStart);
    return [
      {
        budget: BUDGETS.start,
        nstop: amount(median(ours), "ms"),
        peer: `runtime ${amount(median(theirs), "ms")}`,
        value: median(ours) / median(theirs),
        timesFloor: null,
      },
    ];
  },
};

/** @returns Milliseconds. */
async function firstFrame(signal: AbortSignal): Promise<number> {
  signal.throwIfAborted();
  const program = new TerminalProgram(nstop());
  try {
    return (await program.see(isFrame, signal)) - program.startedAt;
  } finally {
    await program.close();
  }
}

/** @returns Milliseconds. */
async function bareStart(): Promise<number> {
  const startedAt = performance.now();
  await once(spawn(process.execPath, ["-e", "0"], { stdio: "ignore" }), "exit");
  return performance.now() - startedAt;
}
