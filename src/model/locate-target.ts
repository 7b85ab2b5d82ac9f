import type { ProcessSample, Sample } from "../collector/sample.ts";
import { NAMESPACE_TYPES } from "../procfs/namespace-link.ts";
import type { Derivation } from "./derive-snapshot.ts";
import { HOST_GROUP_ID } from "./group-id.ts";
import { leaderOf } from "./leader.ts";
import type { Group, Target } from "./snapshot.ts";

/** Where a target is at the moment of one sample. */
export interface LocatedTarget {
  /** The group it is in; of a namespace, that of its topmost process. */
  readonly group: Group;
  /** Of a namespace: ids of every group with a process in it. Empty for other targets. */
  readonly groupIds: readonly string[];
  /** The process whose namespaces, mounts and so on are meant; `null` when the group has no process. */
  readonly referencePid: number | null;
  /** Those that are listed, in the order of the sample. */
  readonly processes: readonly ProcessSample[];
}

/**
 * Finds what a target means.
 *
 * @returns `null` when it is gone.
 */
export function locateTarget(target: Target, derivation: Derivation, sample: Sample): LocatedTarget | null {
  if (target.kind === "namespace") return locateNamespace(target, derivation, sample);
  const groupId = groupIdOf(target, derivation);
  const group = derivation.snapshot.groups.find(({ id }) => id === groupId);
  if (group === undefined) return null;
  const pids = new Set(derivation.membership.get(group.id));
  const processes = sample.processes.filter(({ pid }) => pids.has(pid));
  const referencePid = target.kind === "process" ? target.pid : referencePidOf(group, processes, sample);
  return { group, groupIds: [], referencePid, processes };
}

/**
 * A group's leader. The host's is pid 1, which may not let itself be looked at by an ordinary user or a guarded
 * root: then the topmost process that is known to be in the host's namespaces stands for it.
 */
function referencePidOf(
  { kind, leaderPid }: Group,
  processes: readonly ProcessSample[],
  { hostNamespaces }: Sample,
): number | null {
  if (kind !== "host") return leaderPid;
  const known = processes.filter(
    ({ kernelThread, namespaces }) =>
      !kernelThread &&
      NAMESPACE_TYPES.every((type) => namespaces[type] !== null && namespaces[type] === hostNamespaces[type]),
  );
  return known.some(({ pid }) => pid === leaderPid) ? leaderPid : (leaderOf(known)?.pid ?? leaderPid);
}

function locateNamespace(
  { type, inode }: Extract<Target, { kind: "namespace" }>,
  derivation: Derivation,
  sample: Sample,
): LocatedTarget | null {
  const processes = sample.processes.filter(({ namespaces }) => namespaces[type] === inode);
  const leader = leaderOf(processes);
  const groupId = leader && groupIdOfPid(leader.pid, derivation);
  const group = derivation.snapshot.groups.find(({ id }) => id === groupId);
  if (leader === null || group === undefined) return null;
  const inside = new Set(processes.map(({ pid }) => pid));
  const groupIds = derivation.snapshot.groups
    .map(({ id }) => id)
    .filter((id) => derivation.membership.get(id)?.some((pid) => inside.has(pid)));
  return { group, groupIds, referencePid: leader.pid, processes };
}

function groupIdOf(target: Exclude<Target, { kind: "namespace" }>, derivation: Derivation): string | null {
  switch (target.kind) {
    case "group":
      return target.groupId;
    case "process":
      return groupIdOfPid(target.pid, derivation);
    case "host":
      return HOST_GROUP_ID;
  }
}

/** The group that a process is in; `null` when there is no such process. */
export function groupIdOfPid(pid: number, { membership }: Pick<Derivation, "membership">): string | null {
  for (const [id, pids] of membership) if (pids.includes(pid)) return id;
  return null;
}
