import { constants } from "node:os";
import { setTimeout as delay } from "node:timers/promises";

/** A runtime lets go of a signal some time after the last listener has: until then the signal does nothing. */
const TRY_MILLISECONDS = 20;
const MAX_TRIES = 50;

/**
 * Ends this process without a last word of anybody who waits for its exit.
 *
 * @param exitCode - 128 and the number of the signal that it was told to end by; any other: it ends by `SIGKILL`.
 */
export async function endBySignal(exitCode: number): Promise<void> {
  const { SIGHUP, SIGINT, SIGTERM, SIGKILL } = constants.signals;
  const told = Object.entries({ SIGHUP, SIGINT, SIGTERM }).find(([, number]) => number === exitCode - 128);
  if (told !== undefined) {
    const [name, number] = told;
    // Without a listener it does what it does by default.
    process.removeAllListeners(name);
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      process.kill(process.pid, number);
      await delay(TRY_MILLISECONDS);
    }
  }
  process.kill(process.pid, SIGKILL);
}
