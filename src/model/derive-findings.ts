import type { HostSample, ProcessSample, Sample, Suspect } from "../collector/sample.ts";
import { type ContainerFindings, findingsOfContainers, sameOr } from "./container-findings.ts";
import { findSuspects, type Misplaced } from "./find-suspects.ts";
import { knownHostNamespaces } from "./known-host-namespaces.ts";
import { lazily } from "./lazily.ts";
import { limitFindings } from "./namespace-findings.ts";
import { isSameSet } from "./namespace-sets.ts";
import { processFinding } from "./process-findings.ts";
import { type EarlierProcesses, earlier } from "./process-totals.ts";
import { processWithPid } from "./process-with-pid.ts";
import type { Finding, Group } from "./snapshot.ts";
import type { Structure } from "./structure.ts";

/** What findings are made of. */
export interface FindingsInput {
  readonly structure: Pick<Structure, "groups" | "sharing" | "namespaceCounts">;
  readonly shown: readonly Group[];
  readonly sample: Sample;
  readonly before: EarlierProcesses | null;
  /** What was found in the sample before. */
  readonly past: Findings | null;
}

/** Findings, and which processes must be looked at again before more can be said of them. */
export interface Findings {
  /** The same list as in the sample before where it says the same. */
  readonly findings: readonly Finding[];
  readonly ofContainers: ContainerFindings;
  readonly suspects: readonly Suspect[];
}

/**
 * Things that a person should look at. A process is told of once it has been seen out of its place in two samples in a
 * row: an engine moves each process that it starts through such a state.
 */
export function deriveFindings(input: FindingsInput): Findings {
  const { structure, shown, sample, before, past } = input;
  const { groups, sharing, namespaceCounts } = structure;
  const { host, engines } = sample;
  const hostNamespaces = knownHostNamespaces(sample.hostNamespaces);
  const byPid = lazily(() => new Map(sample.processes.map((process) => [process.pid, process])));
  const names = lazily(() => new Map(shown.map(({ id, name }) => [id, name])));
  const parentOf = ({ parentPid }: ProcessSample) => processWithPid(before ?? sample, parentPid);
  const misplaced = findSuspects({ groups, sharing, hostNamespaces, parentOf });
  const facts = {
    byPid,
    nameOf: (id: string) => names().get(id) ?? id,
    isExec: (pid: number) => sample.execs.get(pid) ?? null,
  };
  const known = past?.ofContainers ?? null;
  const ofContainers = findingsOfContainers(groups, hostNamespaces, engines.reports, known);
  const ofProcesses = misplaced
    .filter(({ process }) => hasStayed(process, before))
    .flatMap((each) => processFinding(each, facts) ?? []);
  const ofLimits = limitFindings(namespaceCounts, host.namespaceLimits);
  const findings =
    ofProcesses.length + ofLimits.length === 0
      ? ofContainers.findings
      : [...ofProcesses, ...ofContainers.findings, ...ofLimits];
  return {
    findings: past === null ? findings : sameOr(past.findings, findings),
    ofContainers,
    suspects: misplaced.map((each) => suspect(each, host)),
  };
}

/** A health check is over before anybody need ask an engine for it. */
const ASK_AFTER_SECONDS = 1;

function suspect({ kind, process, container }: Misplaced, host: HostSample): Suspect {
  const { pid, startTicks } = process;
  const age = (host.uptimeSeconds ?? Number.POSITIVE_INFINITY) - startTicks / host.clockTicksPerSecond;
  const isAsked = kind === "came-in" && age >= ASK_AFTER_SECONDS;
  return { pid, startTicks, containerId: isAsked ? (container.container?.id ?? null) : null };
}

/** Whether it was in the same cgroup and the same namespaces in the sample before. */
function hasStayed(process: ProcessSample, before: EarlierProcesses | null): boolean {
  const then = earlier(process, before);
  if (then === null || then.cgroup?.path !== process.cgroup?.path) return false;
  return then.namespaces === process.namespaces || isSameSet(then.namespaces, process.namespaces);
}
