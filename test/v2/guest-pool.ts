import type { PoolRunnerInitializer, PoolWorker, WorkerRequest } from "vitest/node";
import type { Guest } from "./guest.ts";

type Callback = (...args: unknown[]) => void;

/**
 * Has a guest run the tests. Vitest itself stays here: what it does for a test file (configuration, reading, compiling,
 * reporting) would take an emulated CPU a minute.
 *
 * @see https://vitest.dev/guide/advanced/pool
 */
export function guestPool(guest: Guest): PoolRunnerInitializer {
  return { name: NAME, createPoolWorker: () => new GuestPoolWorker(guest) };
}

const NAME = "v2host";

class GuestPoolWorker implements PoolWorker {
  readonly name = NAME;
  /** Compiled files come in messages: the guest does not have our /tmp. */
  readonly cacheFs = false;
  readonly #guest: Guest;

  constructor(guest: Guest) {
    this.#guest = guest;
  }

  on(event: string, callback: Callback): void {
    this.#guest.on(event as "message", callback);
  }

  off(event: string, callback: Callback): void {
    this.#guest.off(event as "message", callback);
  }

  send(message: WorkerRequest): void {
    this.#guest.send(message);
  }

  deserialize(message: unknown): unknown {
    return message;
  }

  /** It runs: Vitest would not wait for as long as it takes to boot. */
  async start(): Promise<void> {}

  stop(): Promise<void> {
    return this.#guest.end();
  }
}
