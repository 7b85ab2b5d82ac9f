import type { HostReader } from "../host/host-reader.ts";
import { ReadFailure } from "../host/read-failure.ts";
import type { PerNamespace } from "../procfs/namespace-link.ts";
import type { PidStat } from "../procfs/pid-stat.ts";
import type { IssueLog } from "./issue-log.ts";
import { UNKNOWN_NAMESPACES } from "./read-namespaces.ts";
import type { ProcessCgroup } from "./read-process-cgroup.ts";
import type { ProcessSample } from "./sample.ts";
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
  /** `cpuTicks` when its I/O was last read. */
  ioReadAtTicks: number;
  /** What was last said of it. */
  sample: ProcessSample | null;
  /** What that was made of. */
  sampledStat: PidStat | null;
  /** How long it had run when its namespaces were last read. */
  runNanoseconds: number | null;
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

/** Files that the kernel reads out of the memory of the process. */
const MAY_HANG = ["cmdline", "environ"] as const;

/** Every process that is alive, each read through a descriptor that is kept while it lives. */
export class ProcessTable {
  readonly #reader: HostReader;
  readonly #issues: IssueLog;
  readonly #buffer = StatFile.buffer();
  readonly #processes = new Map<number, TrackedProcess>();
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
   * Lists the processes and reads the stat line of each.
   *
   * @returns All that are alive, in the order of their pids.
   * @throws {ReadFailure} If `/proc` itself cannot be listed.
   */
  refresh(): readonly TrackedProcess[] {
    const names = this.#reader.list("/proc");
    this.#refreshes += 1;
    const alive: TrackedProcess[] = [];
    for (const name of names) {
      const pid = pidOf(name);
      const process = pid === null ? null : (this.#readAgain(pid) ?? this.#readNew(pid));
      if (process !== null) alive.push(process);
    }
    for (const process of this.#processes.values()) {
      if (process.seenInRefresh !== this.#refreshes) this.#drop(process);
    }
    for (const process of alive) if (!this.#processes.has(process.stat.parentPid)) this.#findParent(process);
    return alive;
  }

  /** Gives all descriptors back. */
  close(): void {
    for (const process of this.#processes.values()) this.#drop(process);
  }

  #readAgain(pid: number): TrackedProcess | null {
    const process = this.#processes.get(pid);
    if (process === undefined) return null;
    const stat = this.#readStat(process.file);
    if (stat?.startTicks !== process.startTicks) {
      this.#drop(process);
      return null;
    }
    process.seenInRefresh = this.#refreshes;
    process.renamed = stat.comm !== process.stat.comm;
    process.stat = stat;
    return process;
  }

  /** A process whose parent has ended has another one now, though it may have slept all the while. */
  #findParent(process: TrackedProcess): void {
    if (process.stat.parentPid === 0) return;
    process.file.distrust();
    process.stat = this.#readStat(process.file) ?? process.stat;
  }

  #readNew(pid: number): TrackedProcess | null {
    const path = `/proc/${pid}/stat`;
    const file = this.#issues.attempt(path, MISSING, () => new StatFile(this.#reader, pid));
    if (file === null) return null;
    const stat = this.#readStat(file);
    if (stat === null) {
      file.close();
      return null;
    }
    const process = newProcess(file, stat, this.#refreshes);
    this.#processes.set(pid, process);
    return process;
  }

  /** Files of its that hung say nothing of whoever has its pid next. */
  #drop({ pid, file }: TrackedProcess): void {
    file.close();
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
    ioReadAtTicks: 0,
    sample: null,
    sampledStat: null,
    runNanoseconds: null,
    old: refresh === 1,
    looks: 0,
    seenInRefresh: refresh,
    renamed: false,
  };
}

/** The pid that an entry of `/proc` is named after, if it is. */
function pidOf(name: string): number | null {
  const first = name.charCodeAt(0);
  return first >= 0x31 && first <= 0x39 ? Number(name) : null;
}
