import type { EngineView } from "../engines/engine.ts";
import type { PerNamespace } from "../procfs/namespace-link.ts";
import type { CgroupSample } from "./cgroup-sample.ts";

export type {
  CgroupController,
  CgroupDirectories,
  CgroupSample,
  IoLimitSample,
  ProcessWait,
} from "./cgroup-sample.ts";

/**
 * Everything one look at the host found: raw counters and facts, no rates and no judgement.
 * `model/` turns two of them into a Snapshot.
 */
export interface Sample {
  /** Wall clock, milliseconds since 1970; for showing only. */
  readonly takenAtMilliseconds: number;
  /** Monotonic clock, seconds; rates are made from it. */
  readonly monotonicSeconds: number;
  readonly host: HostSample;
  /**
   * The namespaces of pid 1: what "the host's" means. Where they may not be read, those of the kernel's own threads,
   * which are the first namespaces there are; `null` where that is hidden as well.
   */
  readonly hostNamespaces: PerNamespace<number | null>;
  /** In the order of their pids. */
  readonly processes: readonly ProcessSample[];
  /** Pid of nstop's own process that read them, whose children look into namespaces for it; `null` on a captured host. */
  readonly ownPid: number | null;
  /** Counters of each container's and service's own cgroup, by {@link ProcessSample.cgroup}'s path. */
  readonly cgroups: ReadonlyMap<string, CgroupSample>;
  /** The cgroups around those, whose limits bind them too, by {@link CgroupSample.above}; each is read once. */
  readonly cgroupsAround: ReadonlyMap<string, CgroupSample>;
  /** Processes that the kernel has killed for want of memory, as its log tells, oldest first; bounded, and the same list while there is no other. */
  readonly oomKills: readonly OomKill[];
  /** Traffic of each network namespace, by inode: every namespace is read once. */
  readonly networks: ReadonlyMap<number, NetworkSample>;
  readonly engines: EngineView;
  /** Of the {@link Suspect}s that an engine was asked about: whether it started them, by pid. */
  readonly execs: ReadonlyMap<number, boolean>;
  /** What could not be read of late, most recent last; bounded. */
  readonly issues: readonly Issue[];
}

/** A process that does not seem to be where it belongs: it is looked at again in the next sample. */
export interface Suspect {
  readonly pid: number;
  readonly startTicks: number;
  /** The container whose engine is to say whether it started it; `null` where that is not the question. */
  readonly containerId: string | null;
}

/** One kind of trouble at one place. */
export interface Issue {
  /** `denied`, `malformed`, `hangs`, `failed`; `skipped` is what would have taken too long. */
  readonly code: "denied" | "malformed" | "hangs" | "failed" | "skipped";
  /** The file, with pids replaced by `[pid]` where many are meant. */
  readonly path: string;
  /** One sentence: what is missing because of it. */
  readonly message: string;
  /** How often it was met in the sample that met it last. */
  readonly count: number;
}

/** The machine as a whole. Memory in bytes, times in seconds, `null` for what could not be read. */
export interface HostSample {
  readonly hostname: string;
  readonly kernel: string;
  readonly bootTimeSeconds: number | null;
  readonly uptimeSeconds: number | null;
  readonly cpus: number;
  readonly loadAverage: readonly [number, number, number] | null;
  /** Clock ticks since boot over all CPUs. */
  readonly cpuTicks: { readonly busy: number; readonly total: number } | null;
  /** Tasks that wait for a device now. */
  readonly blocked: number | null;
  readonly memory: {
    readonly totalBytes: number;
    readonly availableBytes: number;
    readonly swapTotalBytes: number;
    readonly swapFreeBytes: number;
  } | null;
  readonly pressure: PressureTriple | null;
  readonly cgroupVersion: "v1" | "v2" | "hybrid";
  /** Processes and threads made since boot; with {@link threads} it tells that the same processes are still there. */
  readonly births: number | null;
  /** Threads that there are, the kernel's own included. */
  readonly threads: number | null;
  /** How many namespaces of each type one user may have; `null` where that is not limited or not readable. */
  readonly namespaceLimits: PerNamespace<number | null>;
  readonly clockTicksPerSecond: number;
  readonly pageBytes: number;
  /** What does not change, from systeminformation; `null` until it has been asked. */
  readonly description: {
    readonly distribution: string;
    readonly cpuModel: string;
    readonly virtualization: string;
  } | null;
}

/** Pressure stall figures of one resource: percent of the last 10, 60 and 300 s in which tasks waited. */
export interface Pressure {
  readonly some10Percent: number;
  readonly some60Percent: number;
  readonly some300Percent: number;
  /** `null` where the kernel does not account it (CPU of the whole host before Linux 5.13). */
  readonly full10Percent: number | null;
  readonly full60Percent: number | null;
  readonly full300Percent: number | null;
}

export interface PressureTriple {
  readonly cpu: Pressure | null;
  readonly memory: Pressure | null;
  readonly io: Pressure | null;
}

/** One process. A process is `pid` and `startTicks`: pids are reused. */
export interface ProcessSample {
  readonly pid: number;
  /** Clock ticks after boot at which it started. */
  readonly startTicks: number;
  readonly parentPid: number;
  readonly comm: string;
  /** One letter as in `/proc/[pid]/stat`. */
  readonly state: string;
  /** By its `PF_KTHREAD` flag, never by its name. */
  readonly kernelThread: boolean;
  /** User plus system time since start, in clock ticks. */
  readonly cpuTicks: number;
  /** How long before the sample before this one that was read last: what it grew by since is spread over so much more. Nearly always 0. */
  readonly unseenSeconds: number;
  readonly threads: number;
  readonly residentBytes: number;
  /** `null` for a type whose link this user may not read: unknown, not the host's. */
  readonly namespaces: PerNamespace<number | null>;
  /** Whose cgroup it is in; `null` when it could not be read. */
  readonly cgroup: CgroupMembership | null;
  /** Bytes since start through the block layer; `null` where not read or not readable. */
  readonly io: {
    readonly readBytes: number;
    readonly writeBytes: number;
    readonly readAtSeconds: number;
  } | null;
  /** The rest is what it was: it was not looked at in this sample, since its control group counts for it. */
  readonly resting: boolean;
}

/** The part of a process's cgroup paths that says which group it belongs to. */
export interface CgroupMembership {
  /** The whole path in the hierarchy that names the owner (v2, or v1 by `name=systemd`, else any that names one). */
  readonly path: string;
  /** Innermost container or service that the path names. */
  readonly owner: CgroupOwner | null;
  /** Containers around the innermost one, outermost first (Docker in Docker). */
  readonly outerContainerIds: readonly string[];
}

/** What a cgroup path names: see `cgroupfs/cgroup-owner.ts`. */
export interface CgroupOwner {
  readonly kind: "container" | "service";
  readonly engine: import("../engines/engine.ts").EngineName | null;
  /** Container id, or the unit's name such as `nginx.service`. */
  readonly id: string;
  /** Path of the cgroup that is wholly its own: the key in {@link Sample.cgroups}. */
  readonly path: string;
}

/** A process that the kernel killed because a cgroup, or the host, had no memory left. */
export interface OomKill {
  /** Wall clock, milliseconds since 1970. */
  readonly atMilliseconds: number;
  readonly pid: number;
  readonly comm: string;
  /** Whose cgroup it was in: the key in {@link Sample.cgroups} where that is a container or service; else the path. */
  readonly cgroupPath: string;
  /** Cgroup that had reached its limit; `/` when the host had no memory left. */
  readonly limitPath: string;
}

/**
 * Bytes through all interfaces of a network namespace but loopback; of the host's only those that
 * lead out of the machine, since bridges and `veth` count the same bytes again.
 */
export interface NetworkSample {
  /** Monotonic time; off the screen it is not read in every sample. */
  readonly readAtSeconds: number;
  readonly receiveBytes: number;
  readonly transmitBytes: number;
}
