import { visible } from "../host/text.ts";
import type { Outcome } from "./actor.ts";
import { runCustomCommand } from "./custom-command-run.ts";
import { isHostFailure } from "./enter-failure.ts";
import { runEntered } from "./enter-run.ts";
import type { TerminalOrder } from "./order.ts";
import { subjectText } from "./subject.ts";

export { loadCommands } from "./custom-command-file.ts";

/** What came of something that had the terminal. */
export interface TerminalOutcome extends Outcome {
  /** `null` when it was not run. */
  readonly exitCode: number | null;
}

/** Runs it on the process's terminal until it ends; without a terminal, on the process's own input and output. */
export async function runInTerminal(order: TerminalOrder): Promise<TerminalOutcome> {
  const { subject } = order;
  try {
    if (order.action === "enter") {
      const exitCode = await runEntered(order);
      return { subject, done: true, exitCode, message: `back from ${subjectText(subject)}` };
    }
    const exitCode = await runCustomCommand(order);
    const message = `${order.command.name} on ${subjectText(subject)} ended with exit code ${exitCode}`;
    return { subject, done: true, exitCode, message };
  } catch (error) {
    if (!isHostFailure(error)) throw error;
    return { subject, done: false, exitCode: null, message: visible(error.message) };
  }
}
