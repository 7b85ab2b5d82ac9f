import type { HostSample, Issue } from "../collector/sample.ts";
import type { EngineName, EngineReport } from "../engines/engine.ts";
import type { NamespaceType, PerNamespace } from "../procfs/namespace-link.ts";

/** Version of the JSON that `list`, `show`, `namespaces` and `stream` print. */
export const SCHEMA_VERSION = 1;

/**
 * Everything nstop shows of a host at one moment: one line of `nstop stream`.
 * A value that is not known is `null`, never 0. The field names are the contract with scripts.
 */
export interface Snapshot {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  /** RFC 3339. */
  readonly takenAt: string;
  /** Seconds since the sample that the rates are made against; `null` in the first, which has no rates. */
  readonly intervalSeconds: number | null;
  readonly host: HostSnapshot;
  readonly engines: readonly EngineReport[];
  /** How many namespaces of each type processes live in. */
  readonly namespaceCounts: PerNamespace<number>;
  readonly groups: readonly Group[];
  /** Things a person should look at. */
  readonly findings: readonly Finding[];
  /** What nstop could not read, and why. */
  readonly issues: readonly Issue[];
}

export interface HostSnapshot {
  readonly hostname: string;
  readonly kernel: string;
  readonly uptimeSeconds: number | null;
  readonly cpus: number;
  readonly loadAverage: readonly [number, number, number] | null;
  /** Of all CPUs together: 100 is every core busy. */
  readonly cpuPercent: number | null;
  readonly memory: HostSample["memory"];
  readonly pressure: PressureSummary | null;
  readonly processes: number;
  readonly threads: number;
  readonly cgroupVersion: "v1" | "v2" | "hybrid";
  /** Distribution, CPU model and virtualization, once known. */
  readonly description: HostSample["description"];
}

/** Percent of the last 10 s in which some, or all, tasks waited for the resource. */
export interface PressureSummary {
  readonly cpu: PressureTen | null;
  readonly memory: PressureTen | null;
  readonly io: PressureTen | null;
}
export interface PressureTen {
  readonly some10Percent: number;
  readonly full10Percent: number | null;
}

/** `container`: named by a cgroup path; `namespace`: processes with one exact set of namespaces, not all the host's. */
export type GroupKind = "container" | "namespace" | "service" | "host";

/** A row of the overview. A process belongs to exactly one. */
export interface Group {
  /**
   * Stable while the group lives: a container id (`OUTER/INNER` where engines are nested, `lxc:NAME`),
   * `TYPE:INODE+…`, `service:PATH` or `host`. Printable ASCII.
   */
  readonly id: string;
  readonly kind: GroupKind;
  readonly engine: EngineName | null;
  /** URL of the socket of the engine that knows it; `null` where none does. */
  readonly engineEndpoint: string | null;
  readonly name: string;
  readonly containerId: string | null;
  readonly image: string | null;
  /** The engine's word for a container (`running`, `paused`, …, or `null`); for others `null`. */
  readonly state: string | null;
  readonly health: "starting" | "healthy" | "unhealthy" | null;
  /** The outer container's group for nested engines; `host` for services. */
  readonly parentId: string | null;
  /** Host pid of the topmost process. */
  readonly leaderPid: number | null;
  /** Clock ticks after boot at which it started: with the pid, who it is. */
  readonly leaderStartTicks: number | null;
  /** RFC 3339; of the engine, else of the leader. */
  readonly startedAt: string | null;
  readonly restartCount: number | null;
  readonly pod: { readonly namespace: string; readonly name: string } | null;
  readonly compose: { readonly project: string; readonly service: string } | null;
  readonly processes: number;
  readonly threads: number;
  readonly pids: {
    readonly current: number | null;
    readonly limit: number | "max" | null;
    /** When the tightest limit, its own or one around it, is reached at the present rate; `null` when it does not grow steadily, or that is more than an hour away. */
    readonly secondsToLimit: number | null;
  };
  readonly cpu: {
    /** 100 is one core. */
    readonly percent: number | null;
    /** `null` when there is no limit or none is known. */
    readonly limitPercent: number | null;
    /** Of the scheduler's periods since the last sample, those in which it was held back. */
    readonly throttledPercent: number | null;
  };
  readonly memory: {
    readonly workingSetBytes: number | null;
    readonly currentBytes: number | null;
    readonly anonymousBytes: number | null;
    readonly limitBytes: number | null;
    readonly oomKills: number | null;
    /** Times the limit was hit since the last sample. */
    readonly limitHits: number | null;
    /** Of the working set, as {@link Group.pids}'. */
    readonly secondsToLimit: number | null;
    /** The last that is known of; kept as long as the group lives. */
    readonly lastOomKill: OomKillSummary | null;
  };
  readonly io: { readonly readBytesPerSecond: number | null; readonly writeBytesPerSecond: number | null };
  readonly network: {
    readonly receiveBytesPerSecond: number | null;
    readonly transmitBytesPerSecond: number | null;
    /** The group that is shown with this network's traffic, when it is another one (`host` for the host's). */
    readonly sharedWith: string | null;
  };
  readonly pressure: PressureSummary | null;
  readonly frozen: boolean | null;
  readonly cgroupPath: string | null;
  readonly namespaces: PerNamespace<NamespaceUse>;
  /** Published ports, as `0.0.0.0:8080->80/tcp`. */
  readonly ports: readonly string[];
  readonly verdict: Verdict | null;
}

/** Which namespace of one type a group's leader is in, and who else is. */
export interface NamespaceUse {
  /** `null`: unknown, which is not the same as the host's. */
  readonly inode: number | null;
  /** `null` when either is unknown. */
  readonly sharedWithHost: boolean | null;
  /** Ids of other groups (never `host`) in the same namespace; empty when it is the host's. At most 16. */
  readonly sharedWith: readonly string[];
  /** How many more groups are in it than are named; absent when all are. */
  readonly sharedWithMore?: number;
}

/** A process that the kernel killed for want of memory. */
export interface OomKillSummary {
  /** RFC 3339. */
  readonly at: string;
  /** On the host; `null` where the kernel's log may not be read. */
  readonly pid: number | null;
  readonly comm: string | null;
  /** Cgroup that had reached its limit; `/` when the host had no memory left, `null` when it is not known. */
  readonly limitPath: string | null;
}

export interface Evidence {
  readonly path: string;
  readonly value: string;
}

/** Why a group is slow, with what it is known from. */
export interface Verdict {
  readonly code:
    | "cpu-throttled"
    | "memory-pressed"
    | "io-waiting"
    | "pids-exhausted"
    | "frozen"
    | "host-pressed";
  readonly sentence: string;
  readonly evidence: readonly Evidence[];
}

export interface Finding {
  readonly code: string;
  readonly groupId: string | null;
  readonly pid: number | null;
  readonly sentence: string;
  readonly evidence: readonly Evidence[];
}

/** What a TARGET on the command line, or an opened row, means. */
export type Target =
  | { readonly kind: "group"; readonly groupId: string }
  | { readonly kind: "process"; readonly pid: number }
  /** The host as a whole: its namespaces, networks, events and findings. */
  | { readonly kind: "host" }
  | { readonly kind: "namespace"; readonly type: NamespaceType; readonly inode: number };
