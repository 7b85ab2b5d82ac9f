import type { ProcessSample, Sample } from "../collector/sample.ts";
import type { NamespaceType } from "../procfs/namespace-link.ts";
import { isOlder } from "./leader.ts";
import type { LedGroup } from "./led-group.ts";
import type { NamespaceSharing } from "./namespace-sharing.ts";

/** A process whose cgroup and namespaces do not agree on where it belongs. */
export interface Misplaced {
  /**
   * - `host-namespaces`: in a container's cgroup, but in namespaces of the host that the container does not use;
   * - `other-namespaces`: in a container's cgroup, but in namespaces of another container;
   * - `came-in`: in a container's cgroup and namespaces, but started by a process outside;
   * - `outside-cgroup`: in a container's own namespaces, but not in its cgroup.
   */
  readonly kind: "host-namespaces" | "other-namespaces" | "came-in" | "outside-cgroup";
  readonly process: ProcessSample;
  /** The container that is meant: of `other-namespaces`, the one whose cgroup it is in. */
  readonly container: LedGroup;
  /** Types in which its namespace is not the one that it should be; of `came-in`, none. */
  readonly types: readonly NamespaceType[];
}

/** What is known of all groups when they are searched. */
export interface SuspectSearch {
  readonly groups: readonly LedGroup[];
  readonly sharing: NamespaceSharing;
  readonly hostNamespaces: Sample["hostNamespaces"];
  /** Finds a parent: as it was in the sample before will do, since what matters must stay for two. */
  readonly parentOf: (process: ProcessSample) => ProcessSample | null;
}

/** How many are named of one container: who can make one can make ten thousand. */
const MAX_PER_GROUP = 16;

/** Namespaces that confine: the cgroup namespace is a view only, and whether it is entered is left to the engine. */
const CONFINING: readonly NamespaceType[] = ["mnt", "uts", "pid", "ipc", "net", "user"];

/** A whole engine may live in one user namespace with its containers (rootless): being in it is not entering them. */
const ENTERED: readonly NamespaceType[] = CONFINING.filter((type) => type !== "user");

/**
 * Finds processes that may not be where they belong, the topmost of each family. Nearly all processes are passed over
 * after two comparisons: this runs in every sample.
 */
export function findSuspects(search: SuspectSearch): readonly Misplaced[] {
  const { groups } = search;
  return groups.flatMap((group) => {
    if (group.kind === "container") return strangersIn(group, search);
    return group.kind === "namespace" ? outsiders(group, search) : [];
  });
}

/** Those in a container's cgroup that are not of the container. */
function strangersIn(group: LedGroup, search: SuspectSearch): readonly Misplaced[] {
  const { leader, processes } = group;
  const suspects: Misplaced[] = [];
  if (leader === null) return suspects;
  // All processes of all containers are passed over here in every sample: an iterator would cost more than what it finds.
  for (let index = 0; index < processes.length && suspects.length < MAX_PER_GROUP; index += 1) {
    const process = processes[index];
    if (process === undefined || process === leader || process.kernelThread) continue;
    const isChild = process.parentPid === leader.pid;
    if (isChild && process.namespaces === leader.namespaces) continue;
    const found = strayed(process, group, search) ?? (isChild ? null : cameIn(process, group, search));
    if (found !== null) suspects.push(found);
  }
  return topmost(suspects);
}

/** Left out: what the container itself uses, and namespaces that its processes made for themselves. */
function strayed(process: ProcessSample, group: LedGroup, search: SuspectSearch): Misplaced | null {
  const own = group.namespaces;
  if (own === null || process.namespaces === own) return null;
  const different = CONFINING.filter(
    (type) =>
      process.namespaces[type] !== null && own[type] !== null && process.namespaces[type] !== own[type],
  );
  const ofHost = different.filter((type) => process.namespaces[type] === search.hostNamespaces[type]);
  if (ofHost.length > 0) return { kind: "host-namespaces", process, container: group, types: ofHost };
  const ofOthers = different.filter((type) =>
    search.sharing
      .membersOf(type, process.namespaces[type])
      .some((id) => isOtherContainer(id, group, search.groups)),
  );
  return ofOthers.length === 0
    ? null
    : { kind: "other-namespaces", process, container: group, types: ofOthers };
}

/** A container inside this one is not another one: its engine, which is in here, starts processes in it. */
function isOtherContainer(id: string, group: LedGroup, groups: readonly LedGroup[]): boolean {
  if (id === group.id || id.startsWith(`${group.id}/`)) return false;
  return groups.some((other) => other.id === id && other.kind === "container");
}

/**
 * A process whose parent is not in the container's pid namespace. Orphans are adopted within their pid namespace, so
 * where the container has the host's, an orphan cannot be told from one that came in.
 */
function cameIn(
  process: ProcessSample,
  group: LedGroup,
  { hostNamespaces, parentOf }: SuspectSearch,
): Misplaced | null {
  const inside = group.namespaces?.pid ?? null;
  if (group.container === null || inside === null || inside === hostNamespaces.pid) return null;
  if (process.namespaces.pid !== inside) return null;
  const parentInside = parentOf(process)?.namespaces.pid ?? null;
  if (parentInside === null || parentInside === inside) return null;
  return { kind: "came-in", process, container: group, types: [] };
}

/** Processes outside of every container's cgroup that are in a container's own namespaces. */
function outsiders(group: LedGroup, { groups, sharing }: SuspectSearch): readonly Misplaced[] {
  const shared = group.privateNamespaces.filter(
    ({ type, inode }) => ENTERED.includes(type) && sharing.membersOf(type, inode).length > 1,
  );
  if (shared.length === 0) return [];
  const owned = shared.flatMap(({ type, inode }) => {
    const owner = oldestIn(type, inode, groups);
    return owner?.kind === "container" ? [{ type, owner }] : [];
  });
  const container = owned[0]?.owner;
  if (container === undefined) return [];
  const types = owned.filter(({ owner }) => owner === container).map(({ type }) => type);
  const suspects = group.processes.map(
    (process): Misplaced => ({ kind: "outside-cgroup", process, container, types }),
  );
  return topmost(suspects).slice(0, MAX_PER_GROUP);
}

/**
 * The group of the oldest process in a namespace, whose it is: containers may join what was there before them, such as
 * the namespaces of an engine that runs without privilege.
 */
function oldestIn(type: NamespaceType, inode: number, groups: readonly LedGroup[]): LedGroup | null {
  let oldest: ProcessSample | null = null;
  let owner: LedGroup | null = null;
  for (const group of groups) {
    for (const process of group.processes) {
      if (process.namespaces[type] !== inode || (oldest !== null && !isOlder(process, oldest))) continue;
      oldest = process;
      owner = group;
    }
  }
  return owner;
}

/** Of a process and its descendants, the process. */
function topmost(suspects: readonly Misplaced[]): readonly Misplaced[] {
  if (suspects.length === 0) return suspects;
  const pids = new Set(suspects.map(({ process }) => process.pid));
  return suspects.filter(({ process }) => process.state !== "Z" && !pids.has(process.parentPid));
}
