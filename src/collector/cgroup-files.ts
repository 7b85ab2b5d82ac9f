import { parseCgroupProcs } from "../cgroupfs/cgroup-procs.ts";
import type { HostReader } from "../host/host-reader.ts";
import { ReadFailure } from "../host/read-failure.ts";
import { CgroupFile } from "./cgroup-file.ts";
import type { IssueLog } from "./issue-log.ts";
import type { Moment } from "./moment.ts";
import type { CgroupSample } from "./sample.ts";

/** A file that was not there or not to be read is looked for again after so long. */
const RETRY_SECONDS = 10;

/** Limits change when somebody changes them: they are read less often than counters. */
const LIMIT_SECONDS = 5;

/**
 * The kernel computes averages of pressure anew every two seconds.
 *
 * @see https://docs.kernel.org/accounting/psi.html
 */
const AVERAGE_SECONDS = 1.9;

/** How old the list of its processes may be. Their turns mostly come one after the other: most lists are read once for all of them. */
export const MEMBERS_SECONDS = 3;

const MISSING = "A control group's use or limit is not known";

interface Members {
  readonly pids: ReadonlySet<number>;
  readonly readAtSeconds: number;
}

/** The files of one container's or service's cgroups, kept open while they are read again and again. */
export class CgroupFiles {
  readonly #reader: HostReader;
  readonly #issues: IssueLog;
  /** By directory and name: to put a path together, and to look for it, costs more than to read the file. */
  readonly #files = new Map<string, Map<string, CgroupFile>>();
  #members: Members = { pids: new Set(), readAtSeconds: Number.NEGATIVE_INFINITY };
  #now: Moment = { seconds: 0 };
  /** What was last read of it; `null` before. */
  last: CgroupSample | null = null;
  /** Where its CPU time is counted; `null` before it was read, and where it is not counted. */
  directory: string | null = null;
  /** Nothing had run in it when it was last read: its rates are those of something that sleeps. */
  isSettled = false;

  constructor(reader: HostReader, issues: IssueLog) {
    this.#reader = reader;
    this.#issues = issues;
  }

  /** Whether its processes need not be asked how long they ran. */
  get countsCpu(): boolean {
    return this.last?.cpuMicroseconds != null;
  }

  /**
   * Whether a process is in it, as its list of processes says, which costs less than to ask each of them.
   *
   * @returns `false` also for one in a cgroup below it, and when it cannot be told.
   */
  holds(pid: number, nowSeconds: number): boolean {
    if (this.directory === null) return false;
    if (nowSeconds - this.#members.readAtSeconds >= MEMBERS_SECONDS) {
      this.#members = { pids: this.#readMembers(this.directory), readAtSeconds: nowSeconds };
    }
    return this.#members.pids.has(pid);
  }

  /** Begins a new sample. */
  begin(now: Moment): void {
    this.#now = now;
  }

  /** Reads a counter. @returns `null` when there is none, or it cannot be read. */
  counter<Value>(directory: string, name: string, parse: (text: string) => Value): Value | null {
    return this.#read(directory, name, parse, 0);
  }

  /** Reads a limit, or gives what it was a few seconds ago. @returns As {@link counter}. */
  limit<Value>(directory: string, name: string, parse: (text: string) => Value): Value | null {
    return this.#read(directory, name, parse, LIMIT_SECONDS);
  }

  /** Reads an average, or gives what it was since the kernel has computed it. @returns As {@link counter}. */
  average<Value>(directory: string, name: string, parse: (text: string) => Value): Value | null {
    return this.#read(directory, name, parse, AVERAGE_SECONDS);
  }

  /** Gives all descriptors back. */
  close(): void {
    for (const files of this.#files.values()) for (const file of files.values()) file.close();
    this.#files.clear();
    this.last = null;
  }

  /** None where they cannot be read, as in a threaded cgroup: then each process is asked. */
  #readMembers(directory: string): ReadonlySet<number> {
    try {
      return parseCgroupProcs(this.#reader.readText(`${directory}/cgroup.procs`));
    } catch (error) {
      if (error instanceof ReadFailure || error instanceof SyntaxError) return new Set();
      throw error;
    }
  }

  #read<Value>(
    directory: string,
    name: string,
    parse: (text: string) => Value,
    maxAgeSeconds: number,
  ): Value | null {
    const file = this.#file(directory, name);
    if (file.retryAtSeconds > this.#now.seconds) return null;
    try {
      return file.read(parse, this.#now, maxAgeSeconds);
    } catch (error) {
      this.#issues.addFailure(error, file.path, MISSING);
      if (error instanceof ReadFailure) {
        file.close();
        file.retryAtSeconds = this.#now.seconds + RETRY_SECONDS;
      }
      return null;
    }
  }

  #file(directory: string, name: string): CgroupFile {
    let files = this.#files.get(directory);
    if (files === undefined) {
      files = new Map();
      this.#files.set(directory, files);
    }
    let file = files.get(name);
    if (file === undefined) {
      file = new CgroupFile(this.#reader, `${directory}/${name}`);
      files.set(name, file);
    }
    return file;
  }
}
