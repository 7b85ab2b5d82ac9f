import { parseCgroupProcs } from "../cgroupfs/cgroup-procs.ts";
import type { HostReader } from "../host/host-reader.ts";
import type { KeptFile } from "../host/kept-file.ts";
import { ReadFailure } from "../host/read-failure.ts";
import type { IssueLog } from "./issue-log.ts";
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

/** How old the list of its processes may be. */
export const MEMBERS_SECONDS = 9;

const MISSING = "A control group's use or limit is not known";

interface Members {
  readonly pids: ReadonlySet<number>;
  readonly readAtSeconds: number;
}

/** What was made of a file's text. */
interface Parsed<Value> {
  readonly text: string;
  readonly parse: (text: string) => Value;
  readonly value: Value;
}

/** The files of one container's or service's cgroups, kept open while they are read again and again. */
export class CgroupFiles {
  readonly #reader: HostReader;
  readonly #issues: IssueLog;
  readonly #kept = new Map<string, KeptFile>();
  readonly #retryAtSeconds = new Map<string, number>();
  readonly #parsed = new Map<string, Parsed<unknown>>();
  readonly #seldom = new Map<string, { readonly text: string; readonly readAtSeconds: number }>();
  #members: Members = { pids: new Set(), readAtSeconds: Number.NEGATIVE_INFINITY };
  #nowSeconds = 0;
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
  begin(nowSeconds: number): void {
    this.#nowSeconds = nowSeconds;
  }

  /** Reads a counter. @returns `null` when there is none, or it cannot be read. */
  counter<Value>(path: string, parse: (text: string) => Value): Value | null {
    return this.#attempt(path, () => this.#parse(path, this.#read(path), parse));
  }

  /** Reads a limit, or gives what it was a few seconds ago. @returns As {@link counter}. */
  limit<Value>(path: string, parse: (text: string) => Value): Value | null {
    return this.#readSeldom(path, LIMIT_SECONDS, parse);
  }

  /** Reads an average, or gives what it was since the kernel has computed it. @returns As {@link counter}. */
  average<Value>(path: string, parse: (text: string) => Value): Value | null {
    return this.#readSeldom(path, AVERAGE_SECONDS, parse);
  }

  /** Gives all descriptors back. */
  close(): void {
    for (const file of this.#kept.values()) file.close();
    this.#kept.clear();
    this.#parsed.clear();
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

  /** Most sleep, and their files say what they said before: that is not parsed again. */
  #parse<Value>(path: string, text: string, parse: (text: string) => Value): Value {
    const known = this.#parsed.get(path);
    // What the same function made of the same text is of its type.
    if (known?.text === text && known.parse === parse) return known.value as Value;
    const value = parse(text);
    this.#parsed.set(path, { text, parse, value });
    return value;
  }

  #readSeldom<Value>(path: string, seconds: number, parse: (text: string) => Value): Value | null {
    return this.#attempt(path, () => {
      const known = this.#seldom.get(path);
      if (known !== undefined && this.#nowSeconds - known.readAtSeconds < seconds) {
        return this.#parse(path, known.text, parse);
      }
      const text = this.#read(path);
      this.#seldom.set(path, { text, readAtSeconds: this.#nowSeconds });
      return this.#parse(path, text, parse);
    });
  }

  #attempt<Value>(path: string, read: () => Value): Value | null {
    if ((this.#retryAtSeconds.get(path) ?? 0) > this.#nowSeconds) return null;
    try {
      return read();
    } catch (error) {
      this.#issues.addFailure(error, path, MISSING);
      if (error instanceof ReadFailure) this.#giveUp(path);
      return null;
    }
  }

  #read(path: string): string {
    let file = this.#kept.get(path);
    if (file === undefined) {
      file = this.#reader.keep(path);
      this.#kept.set(path, file);
    }
    return file.readText();
  }

  #giveUp(path: string): void {
    this.#kept.get(path)?.close();
    this.#kept.delete(path);
    this.#retryAtSeconds.set(path, this.#nowSeconds + RETRY_SECONDS);
  }
}
