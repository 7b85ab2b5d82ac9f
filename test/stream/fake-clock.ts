import type { Clock } from "../../src/stream/clock.ts";

/** A clock that a test moves on. */
export class FakeClock implements Clock {
  seconds = 1000;
  /** Those who sleep, and until when. */
  readonly #sleepers = new Map<() => void, number>();

  readonly now = (): number => this.seconds;

  readonly sleep = (seconds: number, signal: AbortSignal): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const wake = () => {
      this.#sleepers.delete(wake);
      resolve();
    };
    this.#sleepers.set(wake, this.seconds + seconds);
    if (signal.aborted || seconds === 0) wake();
    signal.addEventListener("abort", wake, { once: true });
    return promise;
  };

  /** Lets time pass at once, as when the machine was busy, and everybody do what they do then. */
  async pass(seconds: number): Promise<void> {
    this.seconds += seconds;
    for (const [wake, until] of [...this.#sleepers]) if (until <= this.seconds + 1e-9) wake();
    await settle();
  }
}

/** Lets everything happen that waits for nothing but its turn. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
