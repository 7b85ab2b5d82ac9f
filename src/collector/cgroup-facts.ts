import type { HostSample, PressureTriple } from "./sample.ts";

/**
 * Everything the control groups of one group are told and count, read for the Limits tab. In cgroup v1 every controller has a tree
 * of its own; a controller that is not there, or not readable, is `null`.
 */
export interface CgroupFacts {
  readonly version: HostSample["cgroupVersion"];
  /** In the hierarchy that names the owner, as {@link import("./sample.ts").CgroupMembership.path}. */
  readonly path: string;
  /** `false`: the process shares its control group with processes of other groups, and so do these figures. */
  readonly isOwn: boolean;
  readonly cpu: Levels<CpuFacts> | null;
  readonly cpuset: CpusetFacts | null;
  readonly memory: Levels<MemoryFacts> | null;
  readonly pids: Levels<PidsFacts> | null;
  readonly io: IoFacts | null;
  readonly pressure: PressureTriple | null;
  /** Every level that is frozen by itself, innermost first; empty: none. `null`: not known. */
  readonly frozenAt: readonly string[] | null;
  readonly network: NetworkFacts | null;
}

/**
 * A controller's figures of the group's own cgroup, then of each cgroup around it up to the one below the root, which has no
 * limits.
 */
export type Levels<Figures> = readonly [Level<Figures>, ...Level<Figures>[]];

export type Level<Figures> = Figures & {
  /** Path of the cgroup in this controller's hierarchy. */
  readonly path: string;
  /** Where its files are, such as `/sys/fs/cgroup/memory/docker/ID`: evidence is quoted by it. */
  readonly directory: string;
};

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
  readonly directory: string;
  /** As the kernel's list format says, `0-3,8`; empty: inherited. */
  readonly cpus: string | null;
  readonly mems: string | null;
  readonly effectiveCpus: string | null;
  readonly effectiveMems: string | null;
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
  /** Of swap alone, in v1 too (where the kernel limits memory and swap together). */
  readonly swapLimitBytes: number | "max" | null;
  readonly workingSetBytes: number | null;
  readonly anonymousBytes: number | null;
  readonly fileBytes: number | null;
  readonly kernelBytes: number | null;
  /** Pages that were thrown out and wanted back, since the cgroup was made. */
  readonly refaults: number | null;
  readonly events: MemoryEventFacts | null;
}

/** How often, since the cgroup was made; what a version does not count is `null`. */
export interface MemoryEventFacts {
  readonly low: number | null;
  readonly high: number | null;
  /** Also v1 `failcnt`. */
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

export interface IoFacts {
  readonly directory: string;
  /** v2 `io.weight`, v1 `blkio.weight` or `blkio.bfq.weight`. */
  readonly weight: number | null;
  readonly devices: readonly DeviceFacts[];
}

/** One block device that it uses, or for which it has a limit or a weight. */
export interface DeviceFacts {
  /** As `8:0`. */
  readonly number: string;
  /** As `sda`; `null` when the device is gone. */
  readonly name: string | null;
  readonly readBytes: number;
  readonly writeBytes: number;
  readonly reads: number | null;
  readonly writes: number | null;
  readonly weight: number | null;
  /** The tightest over all levels, with the directory it stands in; `null`: none. */
  readonly limits: readonly DeviceLimit[];
}

export interface DeviceLimit {
  readonly kind: "readBytesPerSecond" | "writeBytesPerSecond" | "readsPerSecond" | "writesPerSecond";
  readonly value: number;
  readonly directory: string;
}

/** v1 `net_cls.classid` and `net_prio.ifpriomap`, where somebody set them. */
export interface NetworkFacts {
  readonly classId: number | null;
  readonly priorities: readonly { readonly interface: string; readonly priority: number }[];
}
