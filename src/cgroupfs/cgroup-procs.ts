import { lines } from "../procfs/lines.ts";
import { wholeNumber } from "../procfs/number.ts";

/**
 * Parses `cgroup.procs`: the processes in a cgroup, those in the cgroups below it left out. One that the reader's pid namespace does
 * not show is 0.
 *
 * @returns Their pids.
 * @throws {SyntaxError} If a line is not a pid.
 * @see https://docs.kernel.org/admin-guide/cgroup-v2.html#core-interface-files
 */
export function parseCgroupProcs(text: string): ReadonlySet<number> {
  return new Set(lines(text).map((line) => wholeNumber(line, "cgroup.procs")));
}
