import type { LogPiece, LogSource } from "../engines/log-entry.ts";
import { LogFailure } from "../engines/log-failure.ts";
import type { LogRequest } from "../engines/log-request.ts";
import type { Clock } from "./clock.ts";
import { LogBuffer } from "./log-buffer.ts";
import type { LogBundle, LogStatus } from "./log-bundle.ts";
import { LogOverlap } from "./log-overlap.ts";

/** Lines that come first, when a log is opened. */
const TAIL_LINES = 1000;

/** Lines that come first when reading has jumped ahead. */
const JUMP_LINES = 200;

/** More come than are asked for where a file is read by its bytes, or a message has several lines. */
const MOST_LINES_FOR_ONE = 10;

/** What is read in a second before reading jumps ahead. */
const BUDGET_LINES = 2000;
const BUDGET_BYTES = 8 * 1024 * 1024;
const BUDGET_SECONDS = 1;

/** Between two bundles. */
const BUNDLE_SECONDS = 0.2;

/** Before a log that failed is opened again; the last one repeats. */
const RETRY_SECONDS = [1, 2, 4];

export interface LogFollowerOptions {
  /** @throws {LogFailure} If there is none. */
  readonly find: (request: LogRequest) => LogSource;
  /** @returns Whether it was taken, rather than dropped because the reader is slow. */
  readonly send: (bundle: LogBundle) => boolean;
  readonly clock: Clock;
}

/** Follows the one log that somebody looks at. */
export class LogFollower {
  readonly #options: LogFollowerOptions;
  #wanted = "null";
  #following = new AbortController();

  constructor(options: LogFollowerOptions) {
    this.#options = options;
  }

  /** Follows this one from now on, and no other; the same again changes nothing. */
  want(request: LogRequest | null): void {
    const wanted = JSON.stringify(request);
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    this.#following.abort();
    if (request === null) return;
    this.#following = new AbortController();
    const reading = new LogReading(request, this.#options, this.#following.signal);
    // They end by throwing only when the fault is nstop's own.
    void reading.read();
    void reading.tell();
  }
}

/** One log, read from its end on, and told in bundles. */
class LogReading {
  readonly #request: LogRequest;
  readonly #options: LogFollowerOptions;
  readonly #signal: AbortSignal;
  readonly #buffer = new LogBuffer();
  #status: LogStatus = { state: "opening", message: null };
  #isNew = true;
  #isTold = true;
  /** Wakes whoever tells. */
  #news = Promise.withResolvers<void>();
  readonly #overlap = new LogOverlap();
  #failures = 0;

  constructor(request: LogRequest, options: LogFollowerOptions, signal: AbortSignal) {
    this.#request = request;
    this.#options = options;
    this.#signal = signal;
    signal.addEventListener("abort", () => this.#news.resolve());
  }

  async read(): Promise<void> {
    let hasJumped = false;
    while (!this.#signal.aborted) {
      const begun = this.#options.clock.now();
      try {
        const source = this.#options.find(this.#request);
        hasJumped = await this.#follow(source, hasJumped, begun);
        await this.#sleep(begun + BUDGET_SECONDS - this.#options.clock.now());
      } catch (error) {
        if (!(error instanceof LogFailure)) throw error;
        if (this.#signal.aborted) return;
        this.#say({ state: error.isFinal ? "ended" : "waiting", message: error.message });
        if (error.isFinal) return;
        await this.#sleep(RETRY_SECONDS[this.#failures] ?? RETRY_SECONDS.at(-1) ?? 0);
        this.#failures += 1;
      }
    }
  }

  /** Sends what there is to tell, as long as somebody wants it. */
  async tell(): Promise<void> {
    while (!this.#signal.aborted) {
      if (!this.#isTold) this.#send();
      if (this.#isTold) await this.#news.promise;
      await this.#sleep(BUNDLE_SECONDS);
    }
  }

  #send(): void {
    const { groupId } = this.#request;
    const { lines } = this.#buffer;
    const first = lines[0];
    // Before where a log was opened there is nearly always more.
    const isBeginning = this.#isNew && first !== undefined && "skipped" in first;
    if (
      !this.#options.send({
        groupId,
        isNew: this.#isNew,
        lines: isBeginning ? lines.slice(1) : lines,
        ...this.#status,
      })
    )
      return;
    this.#buffer.clear();
    this.#isNew = false;
    this.#isTold = true;
    this.#news = Promise.withResolvers();
  }

  /** @returns That more came than could be read: it is to be opened again, at its end. */
  async #follow(source: LogSource, hasJumped: boolean, begun: number): Promise<boolean> {
    const tail = hasJumped ? JUMP_LINES : TAIL_LINES;
    this.#overlap.reopen(tail * MOST_LINES_FOR_ONE);
    let budget = { since: begun, lines: 0, bytes: 0 };
    for await (const piece of source.open(tail, this.#signal)) {
      if (this.#signal.aborted) return false;
      this.#say({ state: "following", message: null });
      const entries = this.#overlap.fresh(piece.entries);
      if (this.#overlap.takeGap()) this.#buffer.skip();
      this.#add(entries);
      const now = this.#options.clock.now();
      if (now - budget.since >= BUDGET_SECONDS) budget = { since: now, lines: 0, bytes: 0 };
      budget.lines += entries.length;
      budget.bytes += piece.bytes;
      if (budget.lines > BUDGET_LINES || budget.bytes > BUDGET_BYTES) return true;
    }
    return false;
  }

  #add(entries: LogPiece["entries"]): void {
    if (entries.length === 0) return;
    this.#failures = 0;
    this.#buffer.add(entries);
    this.#wake();
  }

  #say(status: LogStatus): void {
    if (status.state === this.#status.state && status.message === this.#status.message) return;
    this.#status = status;
    this.#wake();
  }

  #wake(): void {
    this.#isTold = false;
    this.#news.resolve();
  }

  async #sleep(seconds: number): Promise<void> {
    if (seconds > 0 && !this.#signal.aborted) await this.#options.clock.sleep(seconds, this.#signal);
  }
}
