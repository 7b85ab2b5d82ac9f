import type { NamespaceFacts, NamespacePin, NamespaceSurvey } from "../collector/namespace-survey.ts";
import type { ProcessSample, Sample } from "../collector/sample.ts";
import { NAMESPACE_TYPES, type NamespaceType } from "../procfs/namespace-link.ts";
import type { Derivation } from "./derive-snapshot.ts";
import type { NamespaceRecord } from "./detail.ts";
import { knownHostNamespaces } from "./known-host-namespaces.ts";
import { leaderOf } from "./leader.ts";
import { locateTarget } from "./locate-target.ts";
import { parentPidNamespaces } from "./pid-namespace-parents.ts";
import type { Target } from "./snapshot.ts";
import { startTime } from "./start-time.ts";

/** Is in the host's namespaces by definition, even where it may not be looked at. */
const INIT_PID = 1;

/** `PROC_USER_INIT_INO` of `include/linux/proc_ns.h`: the user namespace that is there from the start. */
const FIRST_USER_INODE = 0xefff_fffd;

/** What the list of namespaces is made from. */
export interface NamespacesInput {
  readonly sample: Sample;
  readonly derivation: Derivation;
  /** What a deep look found. */
  readonly survey: NamespaceSurvey;
}

/** A namespace with the processes that live in it, and what else is known of it. */
interface InhabitedNamespace {
  readonly type: NamespaceType;
  readonly inode: number;
  readonly processes: readonly ProcessSample[];
  readonly facts: NamespaceFacts | null;
}

/**
 * Makes the list of a target's namespaces: of the host all of them, those that only something other than a process
 * keeps alive as well; of a group or process those that it lives in. By type, the host's first, then by inode number.
 */
export function deriveNamespaces(target: Target, input: NamespacesInput): readonly NamespaceRecord[] {
  const { sample, derivation, survey } = input;
  const found = NAMESPACE_TYPES.flatMap((type) =>
    namespacesOfType(type, sample.processes, survey.namespaces),
  );
  const context = {
    sample,
    groupIds: groupIdsByPid(derivation.membership),
    ownerOf: ownersWithoutAsking(found, sample),
    pidParents: parentPidNamespaces(sample.processes, survey.namespaces),
  };
  return found
    .filter(isOfTarget(target, input))
    .map((namespace) => namespaceRecord(namespace, context))
    .sort(hostsFirst);
}

function isOfTarget(
  target: Target,
  { sample, derivation }: NamespacesInput,
): (namespace: InhabitedNamespace) => boolean {
  if (target.kind === "host") return () => true;
  if (target.kind === "namespace") {
    return ({ type, inode }) => type === target.type && inode === target.inode;
  }
  const located = locateTarget(target, derivation, sample);
  const members = target.kind === "group" ? (located?.processes.map(({ pid }) => pid) ?? []) : [target.pid];
  const pids = new Set(members);
  return ({ processes }) => processes.some(({ pid }) => pids.has(pid));
}

interface RecordContext {
  readonly sample: Sample;
  readonly groupIds: ReadonlyMap<number, string>;
  readonly ownerOf: (namespace: InhabitedNamespace) => number | null;
  readonly pidParents: ReadonlyMap<number, number>;
}

function namespaceRecord(
  namespace: InhabitedNamespace,
  { sample, groupIds, ownerOf, pidParents }: RecordContext,
): NamespaceRecord {
  const { type, inode, processes, facts } = namespace;
  const leader = leaderOf(processes);
  return {
    type,
    inode,
    parentInode: facts?.parentInode ?? (type === "pid" ? (pidParents.get(inode) ?? null) : null),
    ownerInode: facts?.ownerInode ?? ownerOf(namespace),
    leaderPid: leader?.pid ?? null,
    leaderComm: leader?.comm ?? null,
    leaderStartedAt: leader && startTime(leader.startTicks, sample.host),
    processes: processes.length,
    netnsId: facts?.netnsId ?? null,
    pinnedBy: [...leaderPins(type, leader), ...(facts?.pins ?? [])],
    morePins: facts?.morePins ?? 0,
    groupIds: [...new Set(processes.flatMap(({ pid }) => groupIds.get(pid) ?? []))],
    isHosts: knownHostNamespaces(sample.hostNamespaces)[type] === inode,
  };
}

function namespacesOfType(
  type: NamespaceType,
  processes: readonly ProcessSample[],
  facts: readonly NamespaceFacts[],
): readonly InhabitedNamespace[] {
  const inhabitants = Map.groupBy(processes, ({ namespaces }) => namespaces[type]);
  const known = new Map(facts.filter((one) => one.type === type).map((one) => [one.inode, one]));
  const inodes = new Set([...inhabitants.keys(), ...known.keys()]);
  return [...inodes].flatMap((inode) =>
    inode === null
      ? []
      : [{ type, inode, processes: inhabitants.get(inode) ?? [], facts: known.get(inode) ?? null }],
  );
}

function groupIdsByPid(membership: Derivation["membership"]): ReadonlyMap<number, string> {
  const ids = new Map<number, string>();
  for (const [id, pids] of membership) for (const pid of pids) ids.set(pid, id);
  return ids;
}

/**
 * Tells who owns a namespace where no program has to be asked for it: the first user namespace owns the other first
 * namespaces, and everything where there is no other user namespace.
 */
function ownersWithoutAsking(
  found: readonly InhabitedNamespace[],
  { processes, hostNamespaces }: Sample,
): RecordContext["ownerOf"] {
  const isUnknown = ({ pid, namespaces }: ProcessSample) => pid !== INIT_PID && namespaces.user === null;
  const users = found.filter(({ type }) => type === "user");
  const only = users.length === 1 && !processes.some(isUnknown) ? users[0] : undefined;
  return ({ type, inode }) => {
    if (type === "user") return null;
    const isFirst = hostNamespaces.user === FIRST_USER_INODE && inode === hostNamespaces[type];
    return isFirst ? FIRST_USER_INODE : (only?.inode ?? null);
  };
}

function leaderPins(type: NamespaceType, leader: ProcessSample | null): readonly NamespacePin[] {
  return leader === null
    ? []
    : [{ kind: "process", pid: leader.pid, path: `/proc/${leader.pid}/ns/${type}` }];
}

function hostsFirst(a: NamespaceRecord, b: NamespaceRecord): number {
  const byType = NAMESPACE_TYPES.indexOf(a.type) - NAMESPACE_TYPES.indexOf(b.type);
  return byType || Number(b.isHosts) - Number(a.isHosts) || a.inode - b.inode;
}
