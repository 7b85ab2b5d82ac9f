import type { HostPrograms } from "../host/host-programs.ts";
import type { HostReader } from "../host/host-reader.ts";
import { CgroupTable } from "./cgroup-table.ts";
import { DeepLook } from "./deep-look.ts";
import { HostWatch } from "./host-watch.ts";
import { IssueLog } from "./issue-log.ts";
import { namespaceFacts } from "./namespace-facts.ts";
import { readNamespaceRelations } from "./namespace-relations.ts";
import type { NamespaceFacts } from "./namespace-survey.ts";
import { readHostNamespaces } from "./read-host-namespaces.ts";
import { UNKNOWN_NAMESPACES } from "./read-namespaces.ts";
import type { ProcessSample, Sample } from "./sample.ts";
import { type SurveyedProcess, surveyProcesses } from "./survey-processes.ts";

const MISSING_RELATIONS = "Owners and parents of some namespaces are unknown";

/** Who is in which namespaces and what else keeps them alive: no counters. */
export interface HostSurvey
  extends Pick<Sample, "host" | "hostNamespaces" | "processes" | "takenAtMilliseconds" | "issues"> {
  readonly namespaces: readonly NamespaceFacts[];
}

export interface SurveyOptions {
  readonly reader: HostReader;
  readonly programs: HostPrograms;
  /** Up to so many processes `lsns` is asked for owners and parents, which takes its time. */
  readonly relationsUpTo: number;
  /** Up to so many processes every descriptor is looked at, which takes its time as well. */
  readonly descriptorsUpTo: number;
}

/**
 * Looks at the host once, in one go.
 *
 * @throws {import("../host/read-failure.ts").ReadFailure} If the processes cannot be listed.
 */
export async function surveyHost({ reader, programs, ...limits }: SurveyOptions): Promise<HostSurvey> {
  const issues = new IssueLog();
  const host = new HostWatch(reader, issues, null);
  const byPid = surveyProcesses(reader, issues);
  const processes = [...byPid.values()];
  const descriptors = processes.length <= limits.descriptorsUpTo;
  if (!descriptors) issues.add("skipped", "/proc/[pid]/fd", skipped(limits.descriptorsUpTo));
  const look = new DeepLook(reader, issues, processes, descriptors);
  look.goOn(() => false);
  const asks = processes.length <= limits.relationsUpTo;
  const told = asks
    ? await issues.attemptLater("lsns", MISSING_RELATIONS, () => readNamespaceRelations(programs))
    : null;
  return {
    takenAtMilliseconds: Date.now(),
    host: host.read(0, new CgroupTable(reader, issues).version),
    hostNamespaces: readHostNamespaces(reader, issues, byPid, UNKNOWN_NAMESPACES),
    processes: processes.map((process) => sampleOf(process, host.units.pageBytes)),
    namespaces: namespaceFacts(look.found(), told ?? []),
    issues: issues.list(),
  };
}

function skipped(limit: number): string {
  return `There are more than ${limit} processes, so what they have open was not looked at: --deep does.`;
}

function sampleOf({ pid, stat, namespaces, cgroup }: SurveyedProcess, pageBytes: number): ProcessSample {
  const { startTicks, parentPid, comm, state, kernelThread, cpuTicks, threads, residentPages } = stat;
  return {
    pid,
    startTicks,
    parentPid,
    comm,
    state,
    kernelThread,
    cpuTicks,
    unseenSeconds: 0,
    threads,
    residentBytes: residentPages * pageBytes,
    namespaces,
    cgroup: cgroup?.membership ?? null,
    io: null,
    resting: false,
  };
}
