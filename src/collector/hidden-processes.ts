import type { IssueLog } from "./issue-log.ts";

/**
 * Says so where `/proc` hides the processes of other users, which are no failed reads: every pid namespace has a first
 * process, and only `hidepid` keeps it out of the listing.
 *
 * @param pids - Those that are listed, in their order.
 * @see https://docs.kernel.org/filesystems/proc.html "Mount options"
 */
export function noteHidden(pids: Int32Array, issues: IssueLog): void {
  if (pids[0] === 1) return;
  issues.add("denied", "/proc", "Processes of other users are hidden: /proc is mounted with hidepid.");
}
