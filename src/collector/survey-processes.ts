import type { HostReader } from "../host/host-reader.ts";
import { decodeText } from "../host/text.ts";
import { type PidStat, parsePidStatBytes } from "../procfs/pid-stat.ts";
import type { LookedAtProcess } from "./deep-look.ts";
import { noteHidden } from "./hidden-processes.ts";
import type { IssueLog } from "./issue-log.ts";
import { pidsAmong } from "./pids-among.ts";
import { areSameNamespaces, readNamespaces, UNKNOWN_NAMESPACES } from "./read-namespaces.ts";
import { type ProcessCgroup, readProcessCgroup } from "./read-process-cgroup.ts";
import { StatFile } from "./stat-file.ts";

/** A process as one look finds it. */
export interface SurveyedProcess extends LookedAtProcess {
  readonly stat: PidStat;
  readonly cgroup: ProcessCgroup | null;
}

const MISSING = "A process is not shown";

/**
 * Reads who and where each process is, kernel threads as well. No descriptor is kept: the kernel waits
 * for all its processors whenever a table of descriptors grows, which takes longer than to open a file twice.
 *
 * @returns By pid, in the order of their pids.
 * @throws {import("../host/read-failure.ts").ReadFailure} If `/proc` itself cannot be listed.
 */
export function surveyProcesses(reader: HostReader, issues: IssueLog): ReadonlyMap<number, SurveyedProcess> {
  const buffer = StatFile.buffer();
  const processes = new Map<number, SurveyedProcess>();
  const cgroups = new Map<string, ProcessCgroup>();
  const pids = pidsAmong(reader.list("/proc"));
  noteHidden(pids, issues);
  for (const pid of pids) {
    const path = `/proc/${pid}/stat`;
    const stat = issues.attempt(path, MISSING, () =>
      parsePidStatBytes(buffer, reader.readStart(path, buffer), decodeText),
    );
    if (stat === null) continue;
    const parent = processes.get(stat.parentPid);
    const own = readNamespaces(reader, issues, pid, UNKNOWN_NAMESPACES);
    // One object stands for all who are in the same namespaces as their parent, as most are.
    const namespaces = parent && areSameNamespaces(own, parent.namespaces) ? parent.namespaces : own;
    const cgroup = readProcessCgroup(reader, issues, pid, (text) => cgroups.get(text));
    if (cgroup !== null) cgroups.set(cgroup.text, cgroup);
    processes.set(pid, { pid, stat, namespaces, cgroup });
  }
  return processes;
}
