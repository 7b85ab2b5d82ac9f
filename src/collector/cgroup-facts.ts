import type { IoLimitKind } from "../cgroupfs/io-limits.ts";
import type { CgroupDirectories, HostSample, PressureTriple } from "./sample.ts";

/**
 * Everything the control groups of one group are told and count, read for the Limits tab. In cgroup v1 every controller has a tree
 * of its own; a controller that is not there, or not readable, is `null`.
 */
export interface CgroupFacts {
  readonly version: HostSample["cgroupVersion"];
  /** Monotonic time of the counters. */
  readonly readAtSeconds: number;
  /** Of the container or service in the hierarchy that names it; without one, that of the process. */
  readonly path: string;
  /** Where the files are: of each v1 controller, and of v2. */
  readonly directories: CgroupDirectories;
  /** `false`: no container or service is named by it, so that processes of any group may be in it. */
  readonly isOwn: boolean;
  readonly cpu: Levels<CpuFacts> | null;
  readonly cpuset: Levels<CpusetFacts> | null;
  readonly memory: Levels<MemoryFacts> | null;
  readonly pids: Levels<PidsFacts> | null;
  readonly io: IoFacts | null;
  readonly pressure: PressureTriple | null;
  readonly freezer: FreezerFacts | null;
  readonly network: NetworkFacts | null;
}

/**
 * A controller's figures of one cgroup, then of each cgroup around it as far as they are visible. The last one is the root, which
 * has no limits where it is the host's; that of a cgroup namespace may have some.
 */
export type Levels<Figures> = readonly [Level<Figures>, ...Level<Figures>[]];

/** A cgroup in the hierarchy of one controller. */
export interface LevelPlace {
  readonly path: string;
  /** Where its files are, such as `/sys/fs/cgroup/memory/docker/ID`: evidence is quoted by it. */
  readonly directory: string;
  /** Which files it has: on a hybrid host a controller is in either. */
  readonly version: "v1" | "v2";
  /** It is wholly its container's or service's own. Never so for the cgroups around that one. */
  readonly isOwn: boolean;
}

export type Level<Figures> = Figures & LevelPlace;

export interface CpuFacts {
  /** `cpu.weight` (1 to 10000, 100 by default), or v1 `cpu.shares` (2 to 262144, 1024 by default). */
  readonly weight: number | null;
  /** v2 `cpu.idle`: only runs when nobody else wants to. */
  readonly isIdle: boolean | null;
  /** Of one core; `max` without a quota. */
  readonly quotaPercent: number | "max" | null;
  readonly usageMicroseconds: number | null;
  readonly userMicroseconds: number | null;
  readonly systemMicroseconds: number | null;
  /** Since the cgroup was made; `null` where the kernel counts none. */
  readonly periods: number | null;
  readonly throttledPeriods: number | null;
  readonly throttledMicroseconds: number | null;
}

export interface CpusetFacts {
  /** As the kernel's list format says, `0-3,8`; empty: inherited. */
  readonly cpus: string | null;
  readonly mems: string | null;
  readonly effectiveCpus: string | null;
  readonly effectiveMems: string | null;
  /** How many {@link effectiveCpus} are. */
  readonly effectiveCpuCount: number | null;
}

/** Bytes. */
export interface MemoryFacts {
  readonly currentBytes: number | null;
  readonly peakBytes: number | null;
  /** Hard limit: `memory.max`, v1 `memory.limit_in_bytes`. */
  readonly limitBytes: number | "max" | null;
  /** v2 `memory.high`, above which it is held back; v1 `memory.soft_limit_in_bytes`. */
  readonly softLimitBytes: number | "max" | null;
  /** v2 `memory.min` and `memory.low`: what is not taken from it. */
  readonly minBytes: number | "max" | null;
  readonly lowBytes: number | "max" | null;
  readonly swapBytes: number | null;
  /** Of swap alone, in v1 too, where the kernel limits memory and swap together: what that leaves beyond the limit of memory. */
  readonly swapLimitBytes: number | "max" | null;
  /** v1: the tightest hard limit over all levels, those that are not visible here included. */
  readonly hierarchicalLimitBytes: number | "max" | null;
  /** Usage less inactive file pages. */
  readonly workingSetBytes: number | null;
  readonly anonymousBytes: number | null;
  /** Page cache, {@link sharedBytes} included. */
  readonly fileBytes: number | null;
  /** Shared memory and tmpfs. */
  readonly sharedBytes: number | null;
  readonly kernelBytes: number | null;
  /** Pages that were thrown out and wanted back, since the cgroup was made. */
  readonly refaults: number | null;
  readonly events: MemoryEventFacts | null;
}

/** How often, since the cgroup was made; what a version does not count is `null`. */
export interface MemoryEventFacts {
  readonly low: number | null;
  readonly high: number | null;
  /** In v1 `memory.failcnt` and `memory.memsw.failcnt` together. */
  readonly max: number | null;
  readonly oom: number | null;
  readonly oomKill: number | null;
}

export interface PidsFacts {
  readonly current: number | null;
  readonly peak: number | null;
  readonly limit: number | "max" | null;
  /** `pids.events` max: how often a fork was refused. */
  readonly refused: number | null;
}

export interface FreezerFacts {
  /** Every process stands still; `false` while they are being stopped. */
  readonly frozen: boolean;
  /**
   * Files by which somebody freezes it, innermost first, such as `/sys/fs/cgroup/freezer/docker/ID/freezer.state`; `null`: the
   * kernel does not tell.
   */
  readonly frozenAt: readonly string[] | null;
}

export interface IoFacts extends LevelPlace {
  readonly weight: number | null;
  /** What {@link weight} is, since the scales differ; `null` where the kernel has none. */
  readonly weightFile: "io.weight" | "io.bfq.weight" | "blkio.weight" | "blkio.bfq.weight" | null;
  readonly devices: readonly DeviceFacts[];
}

/** One block device that it uses, or for which it has a limit or a weight of its own. */
export interface DeviceFacts {
  /** As `8:0`. */
  readonly number: string;
  /** As `sda`; `null` when the device is gone. */
  readonly name: string | null;
  /** Since the cgroup was made. */
  readonly readBytes: number;
  readonly writeBytes: number;
  readonly reads: number | null;
  readonly writes: number | null;
  readonly weight: number | null;
  /** Of each kind the tightest over all levels; in v1 limits of the cgroups around it do not bind. */
  readonly limits: readonly DeviceLimit[];
}

export interface DeviceLimit {
  readonly kind: DeviceLimitKind;
  readonly value: number;
  /** The file it stands in. */
  readonly path: string;
  /** Whether it is the group's own limit, and not one around it. */
  readonly isOwn: boolean;
}

export type DeviceLimitKind = IoLimitKind;

/** v1 `net_cls.classid` and `net_prio.ifpriomap`, where somebody set them. */
export interface NetworkFacts {
  readonly classId: number | null;
  /** Of packets that leave by the interface, where it is not 0. */
  readonly priorities: readonly { readonly interface: string; readonly priority: number }[];
}
