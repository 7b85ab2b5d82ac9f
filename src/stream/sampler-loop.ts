import type { Issue } from "../collector/sample.ts";
import type { Detail } from "../model/detail.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Clock } from "./clock.ts";
import type { Observer } from "./observer.ts";
import { DETAIL_ISSUE, type SnapshotLine, type Wants } from "./protocol.ts";

/** A sample younger than this answers "now": another would have no interval for its rates. */
const FRESH_SECONDS = 0.5;

/** After the first sample of an eager loop. */
const EAGER_SECONDS = 0.5;

export interface SamplerLoopOptions {
  readonly observer: Pick<Observer, "snapshot" | "named" | "detail" | "onScreen">;
  readonly clock: Clock;
  /** @returns Whether the line was taken, rather than dropped because the reader is slow. */
  readonly send: (line: SnapshotLine) => boolean;
  readonly delaySeconds: number;
  /** Ends after so many lines; `null`: never. */
  readonly count: number | null;
  /** Send only snapshots with rates: not the first. */
  readonly ratesOnly: boolean;
  /** Somebody looks at the first snapshot already: the second, with the first rates, comes after half a second. */
  readonly eager: boolean;
  /** Is waited for before the first sample: engines want time to answer. */
  readonly settled: Promise<void>;
}

/**
 * Takes a sample at every tick of a monotonic clock and sends what it shows. Ticks do not drift, and one that
 * comes too late is left out. Between two of them it answers what somebody wants to see at once.
 */
export class SamplerLoop {
  readonly #options: SamplerLoopOptions;
  #delaySeconds: number;
  #wants: Wants = { detail: null };
  #snapshot: Snapshot | null = null;
  /** Of the target that is wanted; `undefined` while it has not been read. */
  #detail: Detail | null | undefined = undefined;
  #detailReading = 0;
  #readingDetail = false;
  #trouble: Issue[] = [];
  #sampledAt = 0;
  #nextTick = 0;
  #sent = 0;
  #stopped = false;
  #alarm = new AbortController();

  constructor(options: SamplerLoopOptions) {
    this.#options = options;
    this.#delaySeconds = options.delaySeconds;
  }

  /**
   * Resolves when it has sent enough or was stopped.
   *
   * @throws What the very first sample throws: there is nothing to show then.
   */
  async run(): Promise<void> {
    await this.#options.settled;
    this.#nextTick = this.#now();
    this.#takeSample();
    if (this.#options.eager) this.#nextTick = this.#sampledAt + Math.min(EAGER_SECONDS, this.#delaySeconds);
    // Whoever prints one snapshot wants the names in it; who looks on sees them come.
    else this.#snapshot = await this.#options.observer.named();
    if (!this.#options.ratesOnly) this.#complete();
    while (!this.#stopped) {
      await this.#sleep();
      if (!this.#stopped && this.#now() >= this.#nextTick) this.#tick();
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#alarm.abort();
  }

  want(wants: Wants): void {
    if (!isSameDetail(wants.detail, this.#wants.detail)) this.#detail = undefined;
    this.#wants = wants;
    this.#options.observer.onScreen = wants.onScreen ?? null;
    this.#changeDelay(wants.delaySeconds ?? this.#delaySeconds);
    if (wants.now !== true || this.#snapshot === null) return;
    if (this.#now() - this.#sampledAt < FRESH_SECONDS) this.#complete();
    else this.#tickAt(this.#now());
  }

  /** Says something that went wrong in the next line. */
  report(issue: Issue): void {
    this.#trouble = [...this.#trouble.filter(({ message }) => message !== issue.message), issue].slice(-8);
  }

  #tick(): void {
    try {
      this.#takeSample();
    } catch (error) {
      this.report({
        code: "failed",
        path: "sample",
        message: `no new sample: ${messageOf(error)}`,
        count: 1,
      });
    }
    if (this.#readingDetail) this.#publish();
    else this.#complete();
  }

  #takeSample(): void {
    const begun = this.#now();
    try {
      this.#snapshot = this.#options.observer.snapshot();
      this.#sampledAt = begun;
    } finally {
      this.#schedule(begun);
    }
  }

  /** The next tick on the beat that is still to come, and not so soon after this one that its rates mean nothing. */
  #schedule(begun: number): void {
    const delays = (until: number) => (until - this.#nextTick) / this.#delaySeconds;
    const missed = Math.floor(Math.max(delays(begun) + 0.5, delays(this.#now())));
    this.#nextTick += (missed + 1) * this.#delaySeconds;
  }

  #changeDelay(seconds: number): void {
    if (seconds === this.#delaySeconds) return;
    this.#delaySeconds = seconds;
    this.#tickAt(this.#sampledAt + seconds);
  }

  #tickAt(seconds: number): void {
    this.#nextTick = seconds;
    this.#alarm.abort();
  }

  async #sleep(): Promise<void> {
    this.#alarm = new AbortController();
    await this.#options.clock.sleep(Math.max(0, this.#nextTick - this.#now()), this.#alarm.signal);
  }

  /** Sends the last snapshot, with the detail that is wanted. */
  #complete(): void {
    const wanted = this.#wants.detail;
    if (wanted === null) this.#publish();
    else if (!this.#readingDetail) void this.#readDetail(wanted);
  }

  async #readDetail(wanted: NonNullable<Wants["detail"]>): Promise<void> {
    this.#readingDetail = true;
    const detail = await this.#options.observer.detail(wanted).catch((error: unknown) => {
      this.report({
        code: "failed",
        path: DETAIL_ISSUE,
        message: `no detail: ${messageOf(error)}`,
        count: 1,
      });
      return undefined;
    });
    this.#readingDetail = false;
    if (!isSameDetail(wanted, this.#wants.detail)) {
      this.#complete();
      return;
    }
    if (detail !== undefined) {
      this.#detail = detail;
      this.#detailReading += 1;
    }
    this.#publish();
  }

  #publish(): void {
    if (this.#stopped || this.#snapshot === null) return;
    const issues = [...this.#snapshot.issues, ...this.#trouble];
    const detail =
      this.#wants.detail === null || this.#detail === undefined
        ? {}
        : { detail: this.#detail, detailReading: this.#detailReading };
    if (!this.#options.send({ ...this.#snapshot, issues, ...detail })) return;
    this.#trouble = [];
    this.#sent += 1;
    if (this.#sent === this.#options.count) this.stop();
  }

  #now(): number {
    return this.#options.clock.now();
  }
}

function isSameDetail(a: Wants["detail"], b: Wants["detail"]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
