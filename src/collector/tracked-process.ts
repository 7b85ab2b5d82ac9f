import type { PerNamespace } from "../procfs/namespace-link.ts";
import type { PidStat } from "../procfs/pid-stat.ts";
import type { CgroupFiles } from "./cgroup-files.ts";
import type { Moment } from "./moment.ts";
import { UNKNOWN_NAMESPACES } from "./read-namespaces.ts";
import type { ProcessCgroup } from "./read-process-cgroup.ts";
import type { ProcessSample } from "./sample.ts";
import type { StatFile } from "./stat-file.ts";

/** A process from its birth to its end, with what was last read of it. */
export interface TrackedProcess {
  readonly pid: number;
  /** With the pid, who it is: pids are reused. */
  readonly startTicks: number;
  readonly file: StatFile;
  stat: PidStat;
  namespaces: PerNamespace<number | null>;
  cgroup: ProcessCgroup | null;
  io: ProcessSample["io"];
  /** `cpuTicks` when its I/O was last read; `null` before. */
  ioReadAtTicks: number | null;
  /** What was last said of it. */
  sample: ProcessSample | null;
  /** What that was made of. */
  sampledStat: PidStat | null;
  /** What {@link import("./process-updater.ts").ProcessUpdater} told by that it had done nothing since its namespaces were read. */
  idleMark: number | null;
  /** The control group that counts for it, where one does; see {@link import("./process-table.ts").ProcessTable.refresh}. */
  account: CgroupFiles | null;
  /** It was not looked at in the last refresh: its control group counts for it. */
  resting: boolean;
  /** When it was last looked at: before the last refresh where it rested in that, or slept where nobody looks. */
  lookedAt: Moment;
  /** How long before the refresh before that it had been looked at. */
  unseenSeconds: number;
  /** It was there before nstop was. */
  readonly old: boolean;
  /** How often its namespaces and cgroup have been read. */
  looks: number;
  /** Number of the listing that saw it last. */
  seenInListing: number;
  /** Its place among {@link import("./process-table.ts").Refreshed.processes}. */
  place: number;
  /** Whether it runs another program than in the sample before. */
  renamed: boolean;
}

/** Begins to track a process. */
export function newProcess(file: StatFile, stat: PidStat, listing: number, now: Moment): TrackedProcess {
  return {
    pid: stat.pid,
    startTicks: stat.startTicks,
    file,
    stat,
    namespaces: UNKNOWN_NAMESPACES,
    cgroup: null,
    io: null,
    ioReadAtTicks: null,
    sample: null,
    sampledStat: null,
    idleMark: null,
    account: null,
    resting: false,
    lookedAt: now,
    unseenSeconds: 0,
    old: listing === 1,
    looks: 0,
    seenInListing: listing,
    place: 0,
    renamed: false,
  };
}

/** Whether its control group counts for it. */
export function mayRest({ account }: TrackedProcess): boolean {
  return account?.countsCpu === true;
}
