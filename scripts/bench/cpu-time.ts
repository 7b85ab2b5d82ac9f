import { readFileSync } from "node:fs";
import { unlessGone } from "./unless-gone.ts";

/** What the kernel counts CPU time in for user space, on every architecture that nstop runs on: a hundredth of a second. */
const MILLISECONDS_PER_TICK = 10;

/** Field of `/proc/PID/stat` that follows the name's closing parenthesis. */
const STATE_FIELD = 3;

/** utime, stime, cutime, cstime. */
const FIRST_TIME_FIELD = 14;
const LAST_TIME_FIELD = 17;

/**
 * CPU that a process used, with that of its children that it reaped, in milliseconds.
 *
 * Summed over a tree it only grows: what a child used moves to its parent when it is reaped.
 *
 * @param stat - The line of `/proc/PID/stat`.
 * @see proc_pid_stat(5)
 */
export function cpuMilliseconds(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (
    fields
      .slice(FIRST_TIME_FIELD - STATE_FIELD, LAST_TIME_FIELD - STATE_FIELD + 1)
      .reduce((sum, ticks) => sum + Number(ticks), 0) * MILLISECONDS_PER_TICK
  );
}

/** CPU that some processes used until now, in milliseconds; those that ended count no more. */
export function cpuOf(pids: readonly number[]): number {
  return pids
    .map((pid) => unlessGone(() => cpuMilliseconds(readFileSync(`/proc/${pid}/stat`, "utf8"))) ?? 0)
    .reduce((sum, milliseconds) => sum + milliseconds, 0);
}
