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
  return (before && sameStructure(sample, before)) ?? newStructure(sample);
}

function newStructure({ processes, hostNamespaces, engines }: Structure["sample"]): Structure {
  const sample = { processes, hostNamespaces, engines };
  const grouping = groupProcesses(sample);
  const groups = ledGroups(grouping, sample);
  const hosts = knownHostNamespaces(hostNamespaces);
  return {
    groups,
    sharing: new NamespaceSharing(hosts, groups),
    networkOwners: networkOwners(groups, hosts.net),
    parentIds: parentIds(groups),
    membership: new Map(groups.map(({ id, processes: own }) => [id, own.map(({ pid }) => pid)])),
    namespaceCounts: grouping.namespaceCounts,
    grouping,
    containers: seenContainers(groups),
    sample,
  };
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
  const groups = before.groups.map((group, index) => {
    const own = changed.get(index);
    return own === undefined ? group : withProcesses(group, own);
  });
  return { ...before, groups, sample: { processes, hostNamespaces, engines } };
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

function withProcesses(group: LedGroup, processes: readonly ProcessSample[]): LedGroup {
  const leader = processes.find(({ pid }) => pid === group.leader?.pid) ?? null;
  return { ...group, processes, leader };
}
