import type { LogEntry } from "../engines/log-entry.ts";
import type { LogLine } from "./log-bundle.ts";

/** What waits for being sent, at most: the newest. */
const MAX_LINES = 1000;
const MAX_CHARACTERS = 1024 * 1024;

/** Lines of a log that wait for being sent; where they are more than that, a gap says how many are missing. */
export class LogBuffer {
  #entries: (LogEntry | "gap")[] = [];
  #characters = 0;
  /** Before all others. */
  #dropped = 0;
  #isGap = false;

  get lines(): readonly LogLine[] {
    const lines = this.#entries.map((entry) => (entry === "gap" ? GAP : entry));
    const first = { skipped: this.#dropped, isMore: this.#isGap };
    return this.#dropped > 0 || this.#isGap ? [first, ...lines] : lines;
  }

  add(entries: readonly LogEntry[]): void {
    for (const entry of entries) {
      this.#entries.push(entry);
      this.#characters += entry.text.length;
    }
    let end = 0;
    let { length } = this.#entries;
    while (length > MAX_LINES || this.#characters > MAX_CHARACTERS) {
      const oldest = this.#entries[end];
      if (oldest === "gap") this.#isGap = true;
      else {
        this.#dropped += 1;
        this.#characters -= oldest?.text.length ?? 0;
      }
      end += 1;
      length -= 1;
    }
    if (end > 0) this.#entries.splice(0, end);
  }

  /** Says that lines are missing here, and it is not known how many. */
  skip(): void {
    this.#entries.push("gap");
  }

  clear(): void {
    this.#entries = [];
    this.#characters = 0;
    this.#dropped = 0;
    this.#isGap = false;
  }
}

const GAP: LogLine = { skipped: 0, isMore: true };
