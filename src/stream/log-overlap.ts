import type { LogEntry } from "../engines/log-entry.ts";

/** Tells the lines that have been seen from those that are new, where a log is opened again. */
export class LogOverlap {
  #newest: string | null = null;
  /** How many lines of that very time have been seen: Podman's times are whole seconds. */
  #ofNewest = 0;
  /** So many lines may have been seen before; `null` where it is known that none was. */
  #left: number | null = null;
  #seenAgain = 0;
  #isFirst = false;
  #isGap = false;

  /** The log has been opened again, and so many of its last lines come first, at most. */
  reopen(tail: number): void {
    this.#left = this.#newest === null ? null : tail;
    this.#seenAgain = 0;
    this.#isFirst = true;
  }

  /** The very first line was new already, so that others before it may be missing. Told once. */
  takeGap(): boolean {
    const isGap = this.#isGap;
    this.#isGap = false;
    return isGap;
  }

  /** Those of the lines that have not been seen; from now on they have. */
  fresh(entries: readonly LogEntry[]): readonly LogEntry[] {
    const fresh = this.#left === null ? entries : entries.slice(this.#countSeen(entries));
    if (fresh.length > 0) this.#left = null;
    for (const { at } of fresh) this.#note(at);
    return fresh;
  }

  #countSeen(entries: readonly LogEntry[]): number {
    let count = 0;
    for (const { at } of entries) {
      // A clock that was set back does not hide lines for ever.
      if (this.#left === 0 || !this.#isSeen(at)) {
        this.#isGap = this.#isFirst;
        break;
      }
      if (this.#left !== null) this.#left -= 1;
      this.#isFirst = false;
      count += 1;
    }
    return count;
  }

  #isSeen(at: string | null): boolean {
    if (at === null || this.#newest === null || at > this.#newest) return false;
    if (at < this.#newest) return true;
    this.#seenAgain += 1;
    return this.#seenAgain <= this.#ofNewest;
  }

  #note(at: string | null): void {
    if (at === null) return;
    this.#ofNewest = at === this.#newest ? this.#ofNewest + 1 : 1;
    this.#newest = at;
  }
}
