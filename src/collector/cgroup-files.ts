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

const MISSING = "A control group's use or limit is not known";

/** The files of one container's or service's cgroups, kept open while they are read again and again. */
export class CgroupFiles {
  readonly #reader: HostReader;
  readonly #issues: IssueLog;
  readonly #kept = new Map<string, KeptFile>();
  readonly #retryAtSeconds = new Map<string, number>();
  readonly #seldom = new Map<string, { readonly text: string; readonly readAtSeconds: number }>();
  #nowSeconds = 0;
  /** What was last read of it; `null` before. */
  last: CgroupSample | null = null;
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

  /** Begins a new sample. */
  begin(nowSeconds: number): void {
    this.#nowSeconds = nowSeconds;
  }

  /** Reads a counter. @returns `null` when there is none, or it cannot be read. */
  counter<Value>(path: string, parse: (text: string) => Value): Value | null {
    return this.#attempt(path, () => parse(this.#read(path)));
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
    this.last = null;
  }

  #readSeldom<Value>(path: string, seconds: number, parse: (text: string) => Value): Value | null {
    return this.#attempt(path, () => {
      const known = this.#seldom.get(path);
      if (known !== undefined && this.#nowSeconds - known.readAtSeconds < seconds) return parse(known.text);
      const text = this.#read(path);
      this.#seldom.set(path, { text, readAtSeconds: this.#nowSeconds });
      return parse(text);
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
