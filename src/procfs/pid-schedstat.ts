import { words } from "./lines.ts";
import { wholeNumber } from "./number.ts";

const FILE = "/proc/[pid]/schedstat";

/** `/proc/[pid]/schedstat` of a process's first thread, counted since it started. */
export interface PidSchedstat {
  readonly ranNanoseconds: number;
  /** Ready to run, while others had the CPUs. */
  readonly waitedNanoseconds: number;
}

/**
 * Parses `/proc/[pid]/schedstat`.
 *
 * @throws {SyntaxError} If it does not begin with two numbers.
 * @see https://docs.kernel.org/scheduler/sched-stats.html#proc-pid-schedstat
 */
export function parsePidSchedstat(text: string): PidSchedstat {
  const [ran, waited] = words(text.replace(/\n$/, ""));
  return { ranNanoseconds: wholeNumber(ran, FILE), waitedNanoseconds: wholeNumber(waited, FILE) };
}
