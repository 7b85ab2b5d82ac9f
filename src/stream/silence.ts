/**
 * How long nothing was heard. Time in which this process was stopped, or too busy to listen, does not count: what
 * was said meanwhile is still to be read.
 */
export class Silence {
  readonly #every: number;
  readonly #now: () => number;
  #heardAt: number;
  #measuredAt: number;

  /**
   * @param every - Milliseconds between two measurements, when this process is well.
   * @param now - Monotonic clock, milliseconds.
   */
  constructor(every: number, now: () => number = () => performance.now()) {
    this.#every = every;
    this.#now = now;
    this.#heardAt = now();
    this.#measuredAt = now();
  }

  /** Something was heard. */
  end(): void {
    this.#heardAt = this.#now();
  }

  /** @returns Milliseconds. */
  measure(): number {
    const now = this.#now();
    if (now - this.#measuredAt > 2 * this.#every) this.#heardAt = now;
    this.#measuredAt = now;
    return now - this.#heardAt;
  }
}
