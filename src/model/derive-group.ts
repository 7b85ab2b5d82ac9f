import type { Sample } from "../collector/sample.ts";
import type { EngineContainer } from "../engines/engine.ts";
import type { CgroupPast } from "./cgroup-past.ts";
import {
  type CgroupMemory,
  type CgroupPair,
  cgroupCpuPercent,
  cgroupIo,
  cgroupMemory,
  numberOrNull,
  pressureSummary,
  throttledPercent,
} from "./cgroup-usage.ts";
import { containerIdOf, nameFromCgroup } from "./container-facts.ts";
import { groupNetwork } from "./group-network.ts";
import type { KnownKills } from "./last-oom-kill.ts";
import type { LedGroup } from "./led-group.ts";
import {
  type EarlierProcesses,
  totalCpuPercent,
  totalIo,
  totalResidentBytes,
  totalThreads,
} from "./process-totals.ts";
import { publishedPortText } from "./published-ports.ts";
import { secondsBetween } from "./rates.ts";
import { slownessOf } from "./slowness.ts";
import type { Group } from "./snapshot.ts";
import { startTime } from "./start-time.ts";
import type { Structure } from "./structure.ts";

/** What is known of the host as a whole when one of its groups is derived. */
export interface GroupContext {
  readonly sample: Sample;
  readonly previous: Sample | null;
  readonly before: EarlierProcesses | null;
  readonly structure: Pick<Structure, "sharing" | "networkOwners" | "parentIds">;
  /** The groups as they were shown last, by id: a figure that was not read again is what it was. */
  readonly shown: ReadonlyMap<string, Group>;
  /** This sample included. */
  readonly past: CgroupPast;
  readonly kills: () => KnownKills;
  /** Whether some cgroup around others stops everything in it. */
  readonly hasStopperAround: boolean;
}

/** Makes one row of the overview. A figure comes from the group's own cgroup, else from its processes. */
export function deriveGroup(group: LedGroup, context: GroupContext): Group {
  const { sample, previous, structure } = context;
  const shown = context.shown.get(group.id) ?? null;
  const pair = cgroupPair(group, sample, previous);
  const held = isReadAgain(pair) ? null : shown;
  // Processes that rest say how many threads they had; their control group says how many there are.
  const threads = pair.now?.pids?.current ?? totalThreads(group.processes);
  const cpuPercent =
    pair.now?.cpuMicroseconds == null
      ? totalCpuPercent(group.processes, context.before, sample)
      : cgroupCpuPercent(pair, secondsBetween(sample.monotonicSeconds, previous?.monotonicSeconds));
  const slowness = slownessOf(group, pair, cpuPercent, context);
  return {
    id: group.id,
    kind: group.kind,
    engine: group.container?.engine ?? group.owner?.engine ?? null,
    engineEndpoint: group.container?.endpoint ?? null,
    name: nameOf(group),
    containerId: containerIdOf(group),
    ...engineFacts(group.container),
    parentId: structure.parentIds.get(group.id) ?? null,
    leaderPid: group.leader?.pid ?? null,
    leaderStartTicks: group.leader?.startTicks ?? null,
    startedAt:
      group.container?.startedAt ?? (group.leader && startTime(group.leader.startTicks, sample.host)),
    processes: group.processes.length,
    threads,
    pids: { ...pidsOf(group, pair, threads), secondsToLimit: slowness.forecast.pidsSeconds },
    cpu: {
      percent: cpuPercent,
      limitPercent: numberOrNull(pair.now?.cpuLimitPercent),
      throttledPercent: held === null ? throttledPercent(pair) : held.cpu.throttledPercent,
    },
    memory: {
      ...(held?.memory ?? memoryOf(group, pair)),
      secondsToLimit: slowness.forecast.memorySeconds,
      lastOomKill: slowness.lastOomKill,
    },
    io: held?.io ?? (pair.now?.io == null ? totalIo(group.processes, context.before) : cgroupIo(pair)),
    network: groupNetwork(group, context, shown?.network ?? null),
    pressure: pressureSummary(pair.now?.pressure),
    frozen: pair.now?.frozen ?? null,
    cgroupPath: group.cgroupPath,
    namespaces: structure.sharing.uses(group.id, group.namespaces),
    verdict: slowness.verdict,
  };
}

function cgroupPair({ cgroupPath }: LedGroup, sample: Sample, previous: Sample | null): CgroupPair {
  if (cgroupPath === null) return { now: null, before: null };
  return {
    now: sample.cgroups.get(cgroupPath) ?? null,
    before: previous?.cgroups.get(cgroupPath) ?? null,
  };
}

/** Whether more than the CPU time was read in this sample, or there is nothing to read. */
function isReadAgain({ now, before }: CgroupPair): boolean {
  return now === null || now.readAtSeconds !== before?.readAtSeconds;
}

function nameOf({ id, kind, owner, container, leader, privateNamespaces }: LedGroup): string {
  if (container !== null) return container.name;
  if (kind === "namespace") return `${leader?.comm ?? "?"} ${privateNamespaces[0]?.inode ?? id}`;
  if (owner === null) return id;
  return kind === "container" ? nameFromCgroup(owner) : owner.id;
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

function pidsOf(
  { processes }: LedGroup,
  { now }: CgroupPair,
  threads: number,
): Omit<Group["pids"], "secondsToLimit"> {
  if (now?.pids != null) return { current: now.pids.current, limit: now.pids.limit };
  return { current: processes.length === 0 ? null : threads, limit: null };
}

function memoryOf({ processes }: LedGroup, pair: CgroupPair): CgroupMemory {
  const memory = cgroupMemory(pair);
  if (pair.now?.memory != null) return memory;
  return { ...memory, workingSetBytes: totalResidentBytes(processes) };
}
