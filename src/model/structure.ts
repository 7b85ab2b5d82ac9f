import type { ProcessSample, Sample } from "../collector/sample.ts";
import type { SeenContainer } from "../engines/engine.ts";
import type { PerNamespace } from "../procfs/namespace-link.ts";
import {
  containerKeyOf,
  containersByGroup,
  groupsWithoutProcesses,
  seenContainers,
} from "./container-facts.ts";
import { HOST_GROUP_ID } from "./group-id.ts";
import { networkOwners } from "./group-network.ts";
import { parentIds } from "./group-parents.ts";
import { type Grouping, groupProcesses } from "./group-processes.ts";
import { knownHostNamespaces } from "./known-host-namespaces.ts";
import { leaderOf } from "./leader.ts";
import type { LedGroup } from "./led-group.ts";
import { NamespaceSharing } from "./namespace-sharing.ts";

/**
 * How a host hangs together: which groups there are, who leads them, and who shares what with whom. It changes only when
 * processes come, go or move, or an engine has news; figures change all the time.
 */
export interface Structure {
  /** Those of the grouping, in its order; then those without a process. */
  readonly groups: readonly LedGroup[];
  readonly sharing: NamespaceSharing;
  /** See {@link networkOwners}. */
  readonly networkOwners: ReadonlyMap<number, string>;
  /** See {@link parentIds}. */
  readonly parentIds: ReadonlyMap<string, string>;
  /** Host pids by group id, in the order of the sample. */
  readonly membership: ReadonlyMap<string, readonly number[]>;
  readonly namespaceCounts: PerNamespace<number>;
  readonly grouping: Grouping;
  /** See {@link seenContainers}. The same list for as long as nobody came or went. */
  readonly containers: readonly SeenContainer[];
  /** What it was made of. */
  readonly sample: Pick<Sample, "processes" | "hostNamespaces" | "engines">;
}

/**
 * Finds out how a host hangs together.
 *
 * @param before What it was in the sample before: as long as nobody comes, goes or moves, only the processes that changed
 *   are looked at, and a group of which none did is the same object.
 */
export function structureOf(sample: Structure["sample"], before: Structure | null): Structure {
  return (before && sameStructure(sample, before)) ?? newStructure(sample, before);
}

function newStructure(
  { processes, hostNamespaces, engines }: Structure["sample"],
  before: Structure | null,
): Structure {
  const sample = { processes, hostNamespaces, engines };
  const grouping = groupProcesses(sample);
  const made = ledGroups(grouping, sample);
  const groups = before === null ? made : keptGroups(made, before.groups);
  const relations =
    before !== null && hostNamespaces === before.sample.hostNamespaces && areLedAlike(groups, before.groups)
      ? before
      : newRelations(groups, hostNamespaces);
  const { sharing, networkOwners: owners, parentIds: parents, containers } = relations;
  return {
    groups,
    sharing,
    networkOwners: owners,
    parentIds: parents,
    membership: new Map(groups.map(({ id, processes: own }) => [id, own.map(({ pid }) => pid)])),
    namespaceCounts: grouping.namespaceCounts,
    grouping,
    containers,
    sample,
  };
}

/** What groups have to do with each other: it hangs on what they are and who leads them, and on no other process. */
function newRelations(
  groups: readonly LedGroup[],
  hostNamespaces: Sample["hostNamespaces"],
): Pick<Structure, "sharing" | "networkOwners" | "parentIds" | "containers"> {
  const hosts = knownHostNamespaces(hostNamespaces);
  return {
    sharing: new NamespaceSharing(hosts, groups),
    networkOwners: networkOwners(groups, hosts.net),
    parentIds: parentIds(groups),
    containers: seenContainers(groups),
  };
}

/** The groups, of which those that nobody came into or left are the same objects as before. */
function keptGroups(groups: readonly LedGroup[], before: readonly LedGroup[]): readonly LedGroup[] {
  const known = new Map(before.map((group) => [group.id, group]));
  return groups.map((group) => {
    const was = known.get(group.id);
    return was !== undefined && isLedAlike(group, was) && isSameList(group.processes, was.processes)
      ? was
      : group;
  });
}

function areLedAlike(groups: readonly LedGroup[], before: readonly LedGroup[]): boolean {
  return (
    groups.length === before.length &&
    groups.every((group, index) => {
      const was = before[index];
      return group === was || (was !== undefined && isLedAlike(group, was));
    })
  );
}

/** Whether they are the same group with the same leader in the same place: an id says what of. */
function isLedAlike(group: LedGroup, was: LedGroup): boolean {
  const { leader } = group;
  return (
    group.id === was.id &&
    group.kind === was.kind &&
    group.container === was.container &&
    group.namespaces === was.namespaces &&
    group.cgroupPath === was.cgroupPath &&
    (leader === was.leader || (leader !== null && was.leader !== null && staysPut(leader, was.leader)))
  );
}

function isSameList(list: readonly ProcessSample[], before: readonly ProcessSample[]): boolean {
  return list.length === before.length && list.every((each, index) => each === before[index]);
}

function ledGroups(
  { groups }: Grouping,
  { hostNamespaces, engines: { containers } }: Structure["sample"],
): readonly LedGroup[] {
  const known = containersByGroup(groups, containers);
  const led = groups.map((group) => {
    const container = known.get(group.id) ?? null;
    const leader = leaderOf(group.processes, container?.pid);
    const namespaces = group.id === HOST_GROUP_ID ? hostNamespaces : (leader?.namespaces ?? null);
    return { ...group, container, leader, namespaces };
  });
  const empty = groupsWithoutProcesses(containers.values(), new Set(known.values())).map((group) => ({
    ...group,
    container: containers.get(containerKeyOf(group) ?? "") ?? null,
    leader: null,
    namespaces: null,
  }));
  return [...led, ...empty];
}

/** @returns `null` when it may have changed. */
function sameStructure(sample: Structure["sample"], before: Structure): Structure | null {
  const { processes, hostNamespaces, engines } = sample;
  if (hostNamespaces !== before.sample.hostNamespaces) return null;
  if (engines.containers !== before.sample.engines.containers) return null;
  const changed = changedGroups(processes, before);
  if (changed === null) return null;
  return {
    ...before,
    groups: withChanged(before.groups, changed),
    sample: { processes, hostNamespaces, engines },
  };
}

/** The processes of each group in which one has changed, by the group's index; `null` when any may have come, gone or moved. */
function changedGroups(
  processes: readonly ProcessSample[],
  { groups, grouping, sample }: Structure,
): ReadonlyMap<number, readonly ProcessSample[]> | null {
  const changed = new Map<number, ProcessSample[]>();
  if (processes === sample.processes) return changed;
  if (processes.length !== sample.processes.length) return null;
  // Ten thousand are passed over here in every sample: an iterator would cost more than what it finds.
  for (let index = 0; index < processes.length; index += 1) {
    const before = sample.processes[index];
    const now = processes[index];
    if (now === before) continue;
    if (now === undefined || before === undefined || !staysPut(now, before)) return null;
    const at = grouping.groupIndices[index] ?? 0;
    const own = changed.get(at) ?? [...(groups[at]?.processes ?? [])];
    own[grouping.places[index] ?? 0] = now;
    changed.set(at, own);
  }
  return changed;
}

/** Whether it is the same process, in the same place. */
function staysPut(now: ProcessSample, before: ProcessSample): boolean {
  return (
    now.pid === before.pid &&
    now.startTicks === before.startTicks &&
    now.parentPid === before.parentPid &&
    now.namespaces === before.namespaces &&
    now.cgroup === before.cgroup
  );
}

function withChanged(
  before: readonly LedGroup[],
  changed: ReadonlyMap<number, readonly ProcessSample[]>,
): readonly LedGroup[] {
  if (changed.size === 0) return before;
  const groups = [...before];
  for (const [index, own] of changed) {
    const group = before[index];
    if (group !== undefined) groups[index] = withProcesses(group, own);
  }
  return groups;
}

function withProcesses(group: LedGroup, processes: readonly ProcessSample[]): LedGroup {
  const leader = processes.find(({ pid }) => pid === group.leader?.pid) ?? null;
  return { ...group, processes, leader };
}
