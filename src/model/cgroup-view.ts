import type {
  CpusetFacts,
  DeviceFacts,
  FreezerFacts,
  IoFacts,
  MemoryEventFacts,
  NetworkFacts,
} from "../collector/cgroup-facts.ts";
import type { CgroupDirectories, HostSample, PressureTriple } from "../collector/sample.ts";

/** What holds a group back: each resource's use, its limits over all control groups around it, and which of them binds. */
export interface CgroupView {
  /** In the hierarchy that names the owner. */
  readonly path: string;
  readonly version: HostSample["cgroupVersion"];
  /** Where its files are: of each v1 controller, and of v2 (`unified`). */
  readonly directories: CgroupDirectories;
  /**
   * `false`: it shares its control group with processes of other groups, and so these figures. In v1 a group may have a cgroup of
   * its own for one controller and none for another: each part says it for itself.
   */
  readonly isOwn: boolean;
  readonly cpu: CpuView | null;
  readonly cpuset: CpusetFacts | null;
  readonly memory: MemoryView | null;
  readonly pids: PidsView | null;
  readonly io: IoView | null;
  readonly pressure: PressureTriple | null;
  readonly freezer: FreezerFacts | null;
  readonly network: NetworkFacts | null;
  /**
   * Of all limits at all levels the one that it is nearest to, by {@link BindingLimit.usedPercent}; `null` without any. It may be
   * one around the group that is not the tightest, but which others under it have used up.
   */
  readonly bindingLimit: BindingLimit | null;
}

/** The tightest limit on one resource: the lowest value over the group's own cgroup and all around it. */
export interface BindingLimit {
  readonly resource: "cpu" | "memory" | "swap" | "pids";
  /** The file it stands in, such as `/sys/fs/cgroup/memory/docker/ID/memory.limit_in_bytes`. */
  readonly path: string;
  /** Cgroup of that file; `null` when it is around what is visible here. */
  readonly cgroupPath: string | null;
  /** Whether it is the group's own limit, and not one around it. */
  readonly isOwn: boolean;
  /** Percent of a core, bytes, or tasks. */
  readonly value: number;
  /**
   * Of everybody under that limit, not only of the group, in the same unit; `null` while it is not known. Of memory it is the
   * working set: inactive file pages are given back before anything is held back.
   */
  readonly used: number | null;
  /** `used` of `value`, 100 is all of it; `null` of a limit of 0. */
  readonly usedPercent: number | null;
}

export interface CpuView {
  readonly isOwn: boolean;
  readonly weight: number | null;
  /** What {@link weight} is, since the scales differ: `cpu.shares` is v1's. */
  readonly weightFile: "cpu.weight" | "cpu.shares";
  readonly isIdle: boolean | null;
  readonly percent: number | null;
  readonly userPercent: number | null;
  readonly systemPercent: number | null;
  /** All that the host has, of one core. */
  readonly hostPercent: number;
  /** Its own quota, of one core; `null` without one. */
  readonly quotaPercent: number | null;
  /** Of its own cgroup, since it was made. */
  readonly periods: number | null;
  readonly throttledPeriods: number | null;
  readonly throttledSeconds: number | null;
  /** Of the periods since the last reading, at the tightest quota. */
  readonly throttledPercent: number | null;
  /** Of the time since the last reading at the tightest quota, summed over all CPUs, so it may be over 100. */
  readonly throttledTimePercent: number | null;
  /** The tightest quota, or the CPUs it may run on, where those are fewer. */
  readonly binding: BindingLimit | null;
}

export interface MemoryView {
  readonly isOwn: boolean;
  readonly currentBytes: number | null;
  readonly peakBytes: number | null;
  readonly workingSetBytes: number | null;
  readonly anonymousBytes: number | null;
  /** Page cache, {@link sharedBytes} included. */
  readonly fileBytes: number | null;
  /** Shared memory and tmpfs. */
  readonly sharedBytes: number | null;
  readonly kernelBytes: number | null;
  readonly swapBytes: number | null;
  /** Its own hard limit; `null` without one. */
  readonly limitBytes: number | null;
  /** Its own soft limit: `memory.high`, v1 `memory.soft_limit_in_bytes`. */
  readonly softLimitBytes: number | null;
  /** What is protected from reclaim: `memory.min` and `memory.low`. */
  readonly minBytes: number | null;
  readonly lowBytes: number | null;
  readonly swapLimitBytes: number | null;
  /** Since the cgroup was made. */
  readonly events: MemoryEventFacts | null;
  readonly refaultsPerSecond: number | null;
  readonly binding: BindingLimit | null;
  readonly softBinding: BindingLimit | null;
  readonly swapBinding: BindingLimit | null;
}

export interface PidsView {
  readonly isOwn: boolean;
  readonly current: number | null;
  readonly peak: number | null;
  readonly limit: number | null;
  /** Forks that were refused since the cgroup was made. */
  readonly refused: number | null;
  readonly binding: BindingLimit | null;
}

export interface IoView extends Pick<IoFacts, "isOwn" | "weight" | "weightFile"> {
  readonly devices: readonly DeviceView[];
}

export interface DeviceView extends DeviceFacts {
  readonly readBytesPerSecond: number | null;
  readonly writeBytesPerSecond: number | null;
  readonly readsPerSecond: number | null;
  readonly writesPerSecond: number | null;
}
