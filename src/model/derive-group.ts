import type { ProcessSample, Sample } from "../collector/sample.ts";
import type { EngineContainer } from "../engines/engine.ts";
import type { PerNamespace } from "../procfs/namespace-link.ts";
import {
  type CgroupPair,
  cgroupCpuPercent,
  cgroupIo,
  cgroupMemory,
  numberOrNull,
  pressureSummary,
  throttledPercent,
} from "./cgroup-usage.ts";
import { containerIdOf, nameFromId } from "./container-facts.ts";
import { groupNetwork } from "./group-network.ts";
import type { ProcessGroup } from "./group-processes.ts";
import type { NamespaceSharing } from "./namespace-sharing.ts";
import {
  type EarlierProcesses,
  totalCpuPercent,
  totalIo,
  totalResidentBytes,
  totalThreads,
} from "./process-totals.ts";
import { publishedPortText } from "./published-ports.ts";
import type { Group } from "./snapshot.ts";
import { startTime } from "./start-time.ts";
import { verdictOf } from "./verdict.ts";

/** A group of processes and who leads it. */
export interface LedGroup extends ProcessGroup {
  readonly leader: ProcessSample | null;
  /** What the engine says of it. */
  readonly container: EngineContainer | null;
  /** Of the leader; of the host's group, the host's own. */
  readonly namespaces: PerNamespace<number | null> | null;
}

/** What is known of the host as a whole when one of its groups is derived. */
export interface GroupContext {
  readonly sample: Sample;
  readonly previous: Sample | null;
  readonly before: EarlierProcesses | null;
  readonly sharing: NamespaceSharing;
  readonly networkOwners: ReadonlyMap<number, string>;
  readonly parentIds: ReadonlyMap<string, string>;
}

/** Makes one row of the overview. A figure comes from the group's own cgroup, else from its processes. */
export function deriveGroup(group: LedGroup, context: GroupContext): Group {
  const { sample, previous } = context;
  const pair = cgroupPair(group, sample, previous);
  const threads = totalThreads(group.processes);
  return {
    id: group.id,
    kind: group.kind,
    engine: group.container?.engine ?? group.owner?.engine ?? null,
    name: nameOf(group),
    containerId: containerIdOf(group),
    ...engineFacts(group.container),
    parentId: context.parentIds.get(group.id) ?? null,
    leaderPid: group.leader?.pid ?? null,
    startedAt:
      group.container?.startedAt ?? (group.leader && startTime(group.leader.startTicks, sample.host)),
    processes: group.processes.length,
    threads,
    pids: pidsOf(group, pair, threads),
    cpu: {
      percent:
        pair.now?.cpuMicroseconds == null
          ? totalCpuPercent(group.processes, context.before, sample)
          : cgroupCpuPercent(pair),
      limitPercent: numberOrNull(pair.now?.cpuLimitPercent),
      throttledPercent: throttledPercent(pair),
    },
    memory: memoryOf(group, pair),
    io: pair.now?.io == null ? totalIo(group.processes, context.before, sample) : cgroupIo(pair),
    network: groupNetwork(group.id, group.namespaces?.net ?? null, context.networkOwners, sample, previous),
    pressure: pressureSummary(pair.now?.pressure),
    frozen: pair.now?.frozen ?? null,
    cgroupPath: group.cgroupPath,
    namespaces: context.sharing.uses(group.id, group.namespaces),
    verdict: verdictOf(pair, sample.host.cgroupVersion),
  };
}

function cgroupPair({ cgroupPath }: LedGroup, sample: Sample, previous: Sample | null): CgroupPair {
  if (cgroupPath === null) return { now: null, before: null };
  return {
    now: sample.cgroups.get(cgroupPath) ?? null,
    before: previous?.cgroups.get(cgroupPath) ?? null,
  };
}

function nameOf({ id, kind, owner, container, leader, privateNamespaces }: LedGroup): string {
  if (container !== null) return container.name;
  if (kind === "namespace") return `${leader?.comm ?? "?"} ${privateNamespaces[0]?.inode ?? id}`;
  if (owner === null) return id;
  return kind === "container" ? nameFromId(owner.id) : owner.id;
}

function engineFacts(container: EngineContainer | null) {
  return {
    image: container?.image ?? null,
    state: container?.state ?? null,
    health: container?.health ?? null,
    restartCount: container?.restartCount ?? null,
    pod: container?.pod ?? null,
    compose: container?.compose ?? null,
    ports: container?.ports.map(publishedPortText) ?? [],
  };
}

function pidsOf({ processes }: LedGroup, { now }: CgroupPair, threads: number): Group["pids"] {
  if (now?.pids != null) return { current: now.pids.current, limit: now.pids.limit };
  return { current: processes.length === 0 ? null : threads, limit: null };
}

function memoryOf({ processes }: LedGroup, pair: CgroupPair): Group["memory"] {
  const memory = cgroupMemory(pair);
  if (pair.now?.memory != null) return memory;
  return { ...memory, workingSetBytes: totalResidentBytes(processes) };
}
