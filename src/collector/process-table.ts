import type { HostReader } from "../host/host-reader.ts";
import { ReadFailure } from "../host/read-failure.ts";
import type { PidStat } from "../procfs/pid-stat.ts";
import { noteHidden } from "./hidden-processes.ts";
import type { IssueLog } from "./issue-log.ts";
import type { Moment } from "./moment.ts";
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
  readonly now: Moment;
}

const NO_OCCASION: RefreshOccasion = {
  population: { births: null, threads: null },
  watched: new Set(),
  inView: null,
  now: { seconds: Number.NEGATIVE_INFINITY },
};

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
  /** As it was when the processes were last found. */
  #population: Population = NO_OCCASION.population;
  #listings = 0;
  #refreshes = 0;
  /** What the last refresh was for, and the one before. */
  #occasion: RefreshOccasion = NO_OCCASION;
  #before: RefreshOccasion = NO_OCCASION;

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
  refresh(occasion: RefreshOccasion): Refreshed {
    this.#refreshes += 1;
    this.#before = this.#occasion;
    this.#occasion = occasion;
    const refreshed = this.#isSamePopulation() ? this.#readKnown() : this.#list();
    this.#population = occasion.population;
    noteHidden(this.#pids, this.#issues);
    this.#woken = this.#watched().filter(mayRest);
    return refreshed;
  }

  /** A control group counts for a process now, or does so no more: who rests is found out anew. */
  reconsider(): void {
    this.#restless = null;
  }

  /** Whether it has been looked at since the last refresh began. */
  isUpToDate({ lookedAt }: TrackedProcess): boolean {
    return lookedAt === this.#occasion.now;
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
    process.unseenSeconds = Math.max(0, this.#before.now.seconds - process.lookedAt.seconds);
    process.lookedAt = this.#occasion.now;
    return true;
  }

  /** Gives all descriptors back. */
  close(): void {
    for (const process of this.#processes.values()) this.#drop(process);
  }

  #isSamePopulation(): boolean {
    const { births, threads } = this.#occasion.population;
    return births !== null && births === this.#population.births && threads === this.#population.threads;
  }

  #list(): Refreshed {
    this.#listings += 1;
    const processes: TrackedProcess[] = [];
    const born: TrackedProcess[] = [];
    const looked: TrackedProcess[] = [];
    this.#pids = pidsAmong(this.#reader.list("/proc"));
    for (const pid of this.#pids) {
      const known = this.#processes.get(pid);
      const isKnown = known !== undefined && this.#isAlive(known, looked);
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
  #readKnown(): Refreshed {
    const looked: TrackedProcess[] = [];
    const due =
      this.#restless === null
        ? this.#alive
        : new Set([...this.#restless, ...this.#woken, ...this.#watched()]);
    let ended = 0;
    for (const process of due) if (!this.#isAlive(process, looked)) ended += 1;
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

  #isAlive(process: TrackedProcess, looked: TrackedProcess[]): boolean {
    const wasResting = process.resting;
    const isWatched = this.#occasion.watched.has(process.pid);
    process.resting = mayRest(process) && !isWatched;
    const isSpared = !process.resting && !isWatched && this.#maySpare(process);
    if (process.resting || isSpared) process.renamed = false;
    else if (!this.readAgain(process)) return false;
    if (!isSpared && !(process.resting && wasResting)) looked.push(process);
    return true;
  }

  /** It sleeps where nobody looks, and it is not its turn. */
  #maySpare({ pid, file }: TrackedProcess): boolean {
    const { inView } = this.#occasion;
    if (inView === null || inView.has(pid) || !file.sleeps) return false;
    return (pid + this.#refreshes) % OUT_OF_VIEW_SAMPLES !== 0;
  }

  #watched(): readonly TrackedProcess[] {
    return [...this.#occasion.watched].flatMap((pid) => this.#processes.get(pid) ?? []);
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
    const process = newProcess(file, stat, this.#listings, this.#occasion.now);
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
