import { ReadFailure } from "../host/read-failure.ts";
import { ProgramFailure } from "../host/run-program.ts";
import type { Issue } from "./sample.ts";

/** How many kinds of trouble are remembered; the longest not met is forgotten first. */
const MAX_ISSUES = 100;

/** Some files are read every ten seconds only, so an issue stays listed a while after it was met. */
const LISTED_SECONDS = 30;

interface LoggedIssue extends Issue {
  readonly metAtSeconds: number;
}

/** What could not be read of late, one entry for each kind of trouble at each kind of file. */
export class IssueLog {
  readonly #issues = new Map<string, LoggedIssue>();
  #nowSeconds = 0;

  /** Begins a new sample: counts start again. */
  begin(nowSeconds: number): void {
    this.#nowSeconds = nowSeconds;
    for (const [key, issue] of this.#issues) {
      if (nowSeconds - issue.metAtSeconds > LISTED_SECONDS) this.#issues.delete(key);
    }
  }

  /** Notes one trouble. `message` says in a sentence what is missing because of it. */
  add(code: Issue["code"], path: string, message: string): void {
    const pattern = path.replace(/^\/proc\/\d+/, "/proc/[pid]");
    const key = `${code} ${pattern}`;
    const known = this.#issues.get(key);
    const again = known?.metAtSeconds === this.#nowSeconds;
    this.#issues.delete(key);
    this.#issues.set(key, {
      code,
      path: pattern,
      message,
      count: again ? known.count + 1 : 1,
      metAtSeconds: this.#nowSeconds,
    });
    this.#forgetOldest();
  }

  /**
   * Reads and parses something of the host.
   *
   * @param missing - What is not known when it fails, as the start of a sentence.
   * @returns `null` when it is gone, or when it is not to be had, which is then noted.
   * @throws Whatever is neither a failed read nor a malformed file.
   */
  attempt<Value>(path: string, missing: string, read: () => Value): Value | null {
    try {
      return read();
    } catch (error) {
      this.addFailure(error, path, missing);
      return null;
    }
  }

  /** Notes why reading `path` failed, unless it is just gone. @throws `error` when it is of another sort. */
  addFailure(error: unknown, path: string, missing: string): void {
    if (error instanceof SyntaxError) this.add("malformed", path, `${missing}: ${error.message}.`);
    else if (error instanceof ProgramFailure) this.add("failed", path, `${missing}: ${error.message}.`);
    else if (!(error instanceof ReadFailure)) throw error;
    else if (error.kind !== "gone") this.add(error.kind, path, failureMessage(error, missing));
  }

  /** As {@link attempt}, for what takes its time. */
  async attemptLater<Value>(
    path: string,
    missing: string,
    read: () => Promise<Value>,
  ): Promise<Value | null> {
    try {
      return await read();
    } catch (error) {
      this.addFailure(error, path, missing);
      return null;
    }
  }

  /** All that is remembered, most recent last. */
  list(): readonly Issue[] {
    return Array.from(this.#issues.values(), ({ code, path, message, count }) => ({
      code,
      path,
      message,
      count,
    }));
  }

  #forgetOldest(): void {
    if (this.#issues.size <= MAX_ISSUES) return;
    for (const oldest of this.#issues.keys()) {
      this.#issues.delete(oldest);
      return;
    }
  }
}

function failureMessage(failure: ReadFailure, missing: string): string {
  if (failure.kind === "denied") return `${missing}: permission denied.`;
  if (failure.kind === "hangs") return `${missing}: reading it hangs.`;
  return `${missing}: ${failure.code}.`;
}
