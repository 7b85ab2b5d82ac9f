import type { HostReader } from "../host/host-reader.ts";
import { ReadFailure } from "../host/read-failure.ts";
import type { PidStat } from "../procfs/pid-stat.ts";
import { noteHidden } from "./hidden-processes.ts";
import type { IssueLog } from "./issue-log.ts";
import { pidsAmong } from "./pids-among.ts";
import type { HostSample } from "./sample.ts";
import { StatFile } from "./stat-file.ts";
import { mayRest, newProcess, type TrackedProcess } from "./tracked-process.ts";

const MISSING = "A process is not up to date or not shown";

/** What tells that no process was born and none has ended: both figures are as before. */
export type Population = Pick<HostSample, "births" | "threads">;

/** What a refresh is for. */
export interface RefreshOccasion {
  /** As it was read just before. */
  readonly population: Population;
  /** Pids of those that are read whatever counts for them: somebody looks at each. */
  readonly watched: ReadonlySet<number>;
  /** Pids of those in groups that somebody sees; `null`: all. */
  readonly inView: ReadonlySet<number> | null;
  readonly nowSeconds: number;
}

/** What a refresh found. */
export interface Refreshed {
  /** All that are alive, in the order of their pids; the same list as before when nobody has come or gone. */
  readonly processes: readonly TrackedProcess[];
  /** Those that are seen for the first time, in the order of their pids. */
  readonly born: readonly TrackedProcess[];
  /** Those that were looked at, or that rest from now on: nothing is new of any other. */
  readonly looked: readonly TrackedProcess[];
}

/** A process that sleeps where nobody looks is asked once in so many samples whether it still does. */
const OUT_OF_VIEW_SAMPLES = 3;

/** Files that the kernel reads out of the memory of the process. */
const MAY_HANG = ["cmdline", "environ"] as const;

/** Every process that is alive, each read through a descriptor that is kept while it lives. */
export class ProcessTable {
  readonly #reader: HostReader;
  readonly #issues: IssueLog;
  readonly #buffer = StatFile.buffer();
  readonly #processes = new Map<number, TrackedProcess>();
  /** As they were last listed. */
  #pids: Int32Array = new Int32Array();
  #alive: readonly TrackedProcess[] = [];
  /** Those that no control group counts for; `null` when that has to be found out anew. */
  #restless: readonly TrackedProcess[] | null = null;
  /** Those that would have rested in the last refresh if nobody had watched them. */
  #woken: readonly TrackedProcess[] = [];
  #population: Population = { births: null, threads: null };
  #listings = 0;
  #refreshes = 0;
  #inView: ReadonlySet<number> | null = null;
  #nowSeconds = 0;
  /** When the refresh before was. */
  #beforeSeconds = 0;

  constructor(reader: HostReader, issues: IssueLog) {
    this.#reader = reader;
    this.#issues = issues;
  }

  /** The process that had `pid` in the last refresh. */
  get(pid: number): TrackedProcess | undefined {
    return this.#processes.get(pid);
  }

  /**
   * Lists the processes, unless the population says that they are the same as before, and reads the stat line of each.
   * One whose control group counts for it rests meanwhile, and one that sleeps out of view is read in turn.
   *
   * @throws {ReadFailure} If `/proc` itself cannot be listed.
   */
  refresh({ population, watched, inView, nowSeconds }: RefreshOccasion): Refreshed {
    this.#refreshes += 1;
    this.#inView = inView;
    this.#beforeSeconds = this.#nowSeconds;
    this.#nowSeconds = nowSeconds;
    const refreshed = this.#isSamePopulation(population) ? this.#readKnown(watched) : this.#list(watched);
    noteHidden(this.#pids, this.#issues);
    this.#population = population;
    this.#woken = this.#tracked(watched).filter(mayRest);
    return refreshed;
  }

  /** A control group counts for a process now, or does so no more: who rests is found out anew. */
  reconsider(): void {
    this.#restless = null;
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
    process.unseenSeconds = Math.max(0, this.#beforeSeconds - process.lookedAtSeconds);
    process.lookedAtSeconds = this.#nowSeconds;
    return true;
  }

  /** Gives all descriptors back. */
  close(): void {
    for (const process of this.#processes.values()) this.#drop(process);
  }

  #isSamePopulation({ births, threads }: Population): boolean {
    return births !== null && births === this.#population.births && threads === this.#population.threads;
  }

  #list(watched: ReadonlySet<number>): Refreshed {
    this.#listings += 1;
    const processes: TrackedProcess[] = [];
    const born: TrackedProcess[] = [];
    const looked: TrackedProcess[] = [];
    this.#pids = pidsAmong(this.#reader.list("/proc"));
    for (const pid of this.#pids) {
      const known = this.#processes.get(pid);
      const isKnown = known !== undefined && this.#isAlive(known, watched, looked);
      const process = isKnown ? known : this.#readNew(pid);
      if (process === null) continue;
      process.seenInListing = this.#listings;
      processes.push(process);
      if (!isKnown) born.push(process);
    }
    for (const process of this.#processes.values()) {
      if (process.seenInListing !== this.#listings) this.#drop(process);
    }
    this.#settle(processes);
    return { processes, born, looked };
  }

  /** The same processes as before: only those that do not rest are looked at. */
  #readKnown(watched: ReadonlySet<number>): Refreshed {
    const looked: TrackedProcess[] = [];
    const due =
      this.#restless === null
        ? this.#alive
        : new Set([...this.#restless, ...this.#woken, ...this.#tracked(watched)]);
    let ended = 0;
    for (const process of due) if (!this.#isAlive(process, watched, looked)) ended += 1;
    if (ended > 0) this.#settle(this.#alive.filter(({ pid }) => this.#processes.has(pid)));
    this.#restless ??= this.#alive.filter((process) => !mayRest(process));
    return { processes: this.#alive, born: [], looked };
  }

  /** Takes a new list of who is there. */
  #settle(processes: readonly TrackedProcess[]): void {
    this.#alive = processes;
    this.#restless = processes.filter((process) => !mayRest(process));
    for (const [place, process] of processes.entries()) {
      process.place = place;
      if (!this.#processes.has(process.stat.parentPid)) this.#findParent(process);
    }
  }

  #isAlive(process: TrackedProcess, watched: ReadonlySet<number>, looked: TrackedProcess[]): boolean {
    const wasResting = process.resting;
    const isWatched = watched.has(process.pid);
    process.resting = mayRest(process) && !isWatched;
    process.spared = !process.resting && !isWatched && this.#maySpare(process);
    if (process.resting || process.spared) process.renamed = false;
    else if (!this.readAgain(process)) return false;
    if (!process.spared && !(process.resting && wasResting)) looked.push(process);
    return true;
  }

  #maySpare({ pid, file }: TrackedProcess): boolean {
    if (this.#inView === null || this.#inView.has(pid) || !file.sleeps) return false;
    return (pid + this.#refreshes) % OUT_OF_VIEW_SAMPLES !== 0;
  }

  #tracked(pids: ReadonlySet<number>): readonly TrackedProcess[] {
    return [...pids].flatMap((pid) => this.#processes.get(pid) ?? []);
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
    const process = newProcess(file, stat, this.#listings, this.#nowSeconds);
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
