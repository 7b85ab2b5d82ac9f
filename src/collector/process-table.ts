import type { HostReader } from "../host/host-reader.ts";
import { ReadFailure } from "../host/read-failure.ts";
import type { PerNamespace } from "../procfs/namespace-link.ts";
import type { PidStat } from "../procfs/pid-stat.ts";
import type { CgroupFiles } from "./cgroup-files.ts";
import type { IssueLog } from "./issue-log.ts";
import { UNKNOWN_NAMESPACES } from "./read-namespaces.ts";
import type { ProcessCgroup } from "./read-process-cgroup.ts";
import type { HostSample, ProcessSample } from "./sample.ts";
import { StatFile } from "./stat-file.ts";

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
  /** The control group that counts for it, where one does; see {@link ProcessTable.refresh}. */
  account: CgroupFiles | null;
  /** It was not looked at in the last refresh. */
  resting: boolean;
  /** It was there before nstop was. */
  readonly old: boolean;
  /** How often its namespaces and cgroup have been read. */
  looks: number;
  /** Number of the refresh that saw it last. */
  seenInRefresh: number;
  /** Whether it runs another program than in the sample before. */
  renamed: boolean;
}

const MISSING = "A process is not up to date or not shown";

/** What tells that no process was born and none has ended: both figures are as before. */
export type Population = Pick<HostSample, "births" | "threads">;

/** Files that the kernel reads out of the memory of the process. */
const MAY_HANG = ["cmdline", "environ"] as const;

/** Every process that is alive, each read through a descriptor that is kept while it lives. */
export class ProcessTable {
  readonly #reader: HostReader;
  readonly #issues: IssueLog;
  readonly #buffer = StatFile.buffer();
  readonly #processes = new Map<number, TrackedProcess>();
  #alive: readonly TrackedProcess[] = [];
  #population: Population = { births: null, threads: null };
  #refreshes = 0;

  constructor(reader: HostReader, issues: IssueLog) {
    this.#reader = reader;
    this.#issues = issues;
  }

  /** The process that had `pid` in the last refresh. */
  get(pid: number): TrackedProcess | undefined {
    return this.#processes.get(pid);
  }

  /**
   * Lists the processes, unless `population` says that they are the same as before, and reads the stat line of each.
   * One whose control group counts for it rests meanwhile.
   *
   * @param population - As it was read just before.
   * @param watched - Pids of those that do not rest: they are on screen.
   * @returns All that are alive, in the order of their pids.
   * @throws {ReadFailure} If `/proc` itself cannot be listed.
   */
  refresh(population: Population, watched: ReadonlySet<number>): readonly TrackedProcess[] {
    const before = this.#isSamePopulation(population) ? this.#alive : null;
    const alive =
      before === null ? this.#list(watched) : before.filter((process) => this.#isAlive(process, watched));
    this.#population = population;
    if (before !== null && alive.length === before.length) return before;
    this.#alive = alive;
    for (const process of alive) if (!this.#processes.has(process.stat.parentPid)) this.#findParent(process);
    return alive;
  }

  /**
   * Reads the stat line of one process.
   *
   * @returns Whether it is still there; if not it has been dropped.
   */
  readAgain(process: TrackedProcess): boolean {
    const stat = this.#readStat(process.file);
    if (stat?.startTicks !== process.startTicks) {
      this.#drop(process);
      return false;
    }
    process.renamed = stat.comm !== process.stat.comm;
    process.stat = stat;
    return true;
  }

  /** Gives all descriptors back. */
  close(): void {
    for (const process of this.#processes.values()) this.#drop(process);
  }

  #isSamePopulation({ births, threads }: Population): boolean {
    return births !== null && births === this.#population.births && threads === this.#population.threads;
  }

  #list(watched: ReadonlySet<number>): readonly TrackedProcess[] {
    this.#refreshes += 1;
    const alive: TrackedProcess[] = [];
    for (const pid of pidsAmong(this.#reader.list("/proc"))) {
      const known = this.#processes.get(pid);
      const process = known !== undefined && this.#isAlive(known, watched) ? known : this.#readNew(pid);
      if (process === null) continue;
      process.seenInRefresh = this.#refreshes;
      alive.push(process);
    }
    for (const process of this.#processes.values()) {
      if (process.seenInRefresh !== this.#refreshes) this.#drop(process);
    }
    return alive;
  }

  #isAlive(process: TrackedProcess, watched: ReadonlySet<number>): boolean {
    process.resting = process.account?.countsCpu === true && !watched.has(process.pid);
    if (!process.resting) return this.readAgain(process);
    process.renamed = false;
    return true;
  }

  /** A process whose parent has ended has another one now, though it may have slept all the while. */
  #findParent(process: TrackedProcess): void {
    if (process.stat.parentPid === 0) return;
    process.file.distrust();
    process.stat = this.#readStat(process.file) ?? process.stat;
  }

  #readNew(pid: number): TrackedProcess | null {
    const file = new StatFile(this.#reader, pid);
    const stat = this.#readStat(file);
    if (stat === null) return null;
    const process = newProcess(file, stat, this.#refreshes);
    this.#processes.set(pid, process);
    return process;
  }

  /** Files of its that hung say nothing of whoever has its pid next. */
  #drop(process: TrackedProcess): void {
    const { pid, file } = process;
    file.close();
    process.account = null;
    this.#processes.delete(pid);
    for (const name of MAY_HANG) this.#reader.allow(`/proc/${pid}/${name}`);
  }

  /** @returns `null` when it is gone or was never readable; what it was when it cannot be read now. */
  #readStat(file: StatFile): PidStat | null {
    try {
      return file.read(this.#buffer);
    } catch (error) {
      this.#issues.addFailure(error, file.path, MISSING);
      return error instanceof ReadFailure && error.kind === "gone" ? null : file.last;
    }
  }
}

function newProcess(file: StatFile, stat: PidStat, refresh: number): TrackedProcess {
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
    old: refresh === 1,
    looks: 0,
    seenInRefresh: refresh,
    renamed: false,
  };
}

/** The pids in a listing of `/proc`, in their order: names are in that of their letters, in which 10 comes before 9. */
export function pidsAmong(names: readonly string[]): Int32Array {
  return Int32Array.from(names.map(pidOf).filter((pid) => pid !== null)).sort();
}

/** The pid that an entry of `/proc` is named after, if it is. */
function pidOf(name: string): number | null {
  const first = name.charCodeAt(0);
  return first >= 0x31 && first <= 0x39 ? Number(name) : null;
}
