import type { HostReader } from "../host/host-reader.ts";
import type { IssueLog } from "./issue-log.ts";

/**
 * Reads how long a process's first thread has run. As long as this is the same it has done nothing, and so it is in
 * the namespaces that it was in.
 *
 * @returns Nanoseconds; `null` where the kernel does not count them.
 * @see https://docs.kernel.org/scheduler/sched-stats.html#proc-pid-schedstat
 */
export function readRunTime(reader: HostReader, issues: IssueLog, pid: number): number | null {
  const path = `/proc/${pid}/schedstat`;
  const text = issues.attempt(path, "Whether a process has run is not known", () => reader.readText(path));
  return text === null ? null : Number.parseInt(text, 10) || null;
}
