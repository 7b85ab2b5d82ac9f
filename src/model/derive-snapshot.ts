import type { Sample } from "../collector/sample.ts";
import { containersByGroup, groupsWithoutProcesses } from "./container-facts.ts";
import { deriveGroup, type LedGroup } from "./derive-group.ts";
import { deriveHost } from "./derive-host.ts";
import { HOST_GROUP_ID } from "./group-id.ts";
import { networkOwners } from "./group-network.ts";
import { parentIds } from "./group-parents.ts";
import { groupProcesses, type ProcessGroup } from "./group-processes.ts";
import { leaderOf } from "./leader.ts";
import { NamespaceSharing } from "./namespace-sharing.ts";
import { earlierProcesses } from "./process-totals.ts";
import { secondsBetween } from "./rates.ts";
import { type Group, type GroupKind, SCHEMA_VERSION, type Snapshot } from "./snapshot.ts";
import { rfc3339 } from "./start-time.ts";

/** A snapshot, and which processes each of its groups is made of. */
export interface Derivation {
  readonly snapshot: Snapshot;
  /** Host pids by group id, in the order of the sample. */
  readonly membership: ReadonlyMap<string, readonly number[]>;
}

/**
 * Makes of two samples what nstop shows: groups, rates, sharing, verdicts. Pure: equal samples give equal
 * snapshots.
 *
 * @param previous The sample before; without one there are no rates.
 */
export function deriveSnapshot(sample: Sample, previous: Sample | null): Derivation {
  const { groups, namespaceCounts } = groupProcesses(sample);
  const led = withLeaders(groups, sample);
  const context = {
    sample,
    previous,
    before: previous && earlierProcesses(previous),
    sharing: new NamespaceSharing(sample.hostNamespaces, led),
    networkOwners: networkOwners(led, sample.hostNamespaces.net),
    parentIds: parentIds(led),
  };
  const snapshot: Snapshot = {
    schemaVersion: SCHEMA_VERSION,
    takenAt: rfc3339(sample.takenAtMilliseconds) ?? "",
    intervalSeconds: secondsBetween(sample.monotonicSeconds, previous?.monotonicSeconds),
    host: deriveHost(sample, previous),
    engines: sample.engines.reports,
    namespaceCounts,
    groups: led.map((group) => deriveGroup(group, context)).sort(byKindAndName),
    findings: [],
    issues: sample.issues,
  };
  return { snapshot, membership: membershipOf(led) };
}

function withLeaders(groups: readonly ProcessGroup[], sample: Sample): readonly LedGroup[] {
  const { containers } = sample.engines;
  const known = containersByGroup(groups, containers);
  const led = groups.map((group) => {
    const container = known.get(group.id) ?? null;
    const leader = leaderOf(group.processes, container?.pid);
    const namespaces = group.id === HOST_GROUP_ID ? sample.hostNamespaces : (leader?.namespaces ?? null);
    return { ...group, container, leader, namespaces };
  });
  const empty = groupsWithoutProcesses(groups, containers).map((group) => ({
    ...group,
    container: containers.get(group.owner?.id ?? "") ?? null,
    leader: null,
    namespaces: null,
  }));
  return [...led, ...empty];
}

function membershipOf(groups: readonly ProcessGroup[]): ReadonlyMap<string, readonly number[]> {
  return new Map(groups.map(({ id, processes }) => [id, processes.map(({ pid }) => pid)]));
}

const KIND_ORDER: Readonly<Record<GroupKind, number>> = { container: 0, namespace: 1, service: 2, host: 3 };

function byKindAndName(a: Group, b: Group): number {
  return KIND_ORDER[a.kind] - KIND_ORDER[b.kind] || compareText(a.name, b.name) || compareText(a.id, b.id);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
