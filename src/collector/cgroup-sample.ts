import type { IoLimitKind } from "../cgroupfs/io-limits.ts";
import type { PressureTriple } from "./sample.ts";

/** Where one cgroup's files are: by v1 controller, or `unified` for v2; what is not there is absent. */
export type CgroupDirectories = Readonly<Partial<Record<CgroupController, string>>>;

/** The hierarchies that nstop reads files of. */
export type CgroupController = "cpu" | "cpuacct" | "memory" | "pids" | "blkio" | "freezer" | "unified";

/** Counters and limits of one cgroup, v1 or v2; `null` where the controller is not there or not readable. */
export interface CgroupSample {
  readonly path: string;
  /** Evidence is quoted by it. The same object as long as they are the same. */
  readonly directories: CgroupDirectories;
  /** Key in `Sample.cgroupsAround` of the cgroup around it; `null` when that is the root, which has no limits. */
  readonly above: string | null;
  /** Read in every sample; of a cgroup around others it is not read, and neither are counters beside a limit that is not set. */
  readonly cpuMicroseconds: number | null;
  /** Monotonic time at which everything else was read: off the screen that is not in every sample. */
  readonly readAtSeconds: number;
  /** Hard limit; 100 is one core. */
  readonly cpuLimitPercent: number | "max" | null;
  /** That limit as its file says it: `40000 100000` in v2 (quota and period), `40000` in v1; `null` without one. */
  readonly cpuQuota: string | null;
  readonly throttling: {
    readonly periods: number;
    readonly throttledPeriods: number;
    readonly throttledMicroseconds: number;
  } | null;
  readonly memory: {
    readonly currentBytes: number;
    /** Usage less inactive file pages: what `docker stats` shows. */
    readonly workingSetBytes: number;
    readonly anonymousBytes: number | null;
    readonly limitBytes: number | "max" | null;
    /** v2 `memory.high`: above it, whoever allocates is made to wait. */
    readonly highBytes: number | "max" | null;
    readonly oomKills: number | null;
    /** Times the limit was hit (`memory.events` max, or v1 `failcnt`). */
    readonly limitHits: number | null;
    /** Times it was held back above `memory.high`. */
    readonly highHits: number | null;
    /** Pages that had been thrown out and were wanted back. */
    readonly refaults: number | null;
  } | null;
  readonly pids: {
    readonly current: number;
    readonly limit: number | "max" | null;
    /** Times a process or thread was refused; `null` where no limit is set, or not counted. */
    readonly refused: number | null;
  } | null;
  readonly io: {
    readonly readBytes: number;
    readonly writeBytes: number;
    /** Of a cgroup that has done block I/O lately. */
    readonly limits: readonly IoLimitSample[];
  } | null;
  readonly pressure: PressureTriple | null;
  readonly frozen: boolean | null;
  /**
   * How its busiest processes wait, where the kernel accounts no pressure of it (cgroup v1 alone, `psi=0`) and the host is loaded;
   * `null` otherwise.
   */
  readonly waits: readonly ProcessWait[] | null;
}

/** A limit on block I/O, and what has been done of it. */
export interface IoLimitSample {
  /** `major:minor`. */
  readonly device: string;
  /** Such as `sda`; `null` when it is not known. */
  readonly name: string | null;
  readonly kind: IoLimitKind;
  readonly perSecond: number;
  /** Bytes or operations since the cgroup was made. */
  readonly done: number;
}

/** How one process waits. */
export interface ProcessWait {
  readonly pid: number;
  readonly comm: string;
  /** One letter as in `/proc/[pid]/stat`; `D`: it waits for a device and cannot be interrupted. */
  readonly state: string;
  /** How long its first thread was ready to run but did not, since it started; `null` where the kernel does not count that. */
  readonly runDelayNanoseconds: number | null;
}
