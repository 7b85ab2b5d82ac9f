import { constants } from "node:os";

/**
 * Ends this process at once, without a last word of anybody who waits for its exit.
 *
 * @param exitCode - 128 and the number of the signal that it was told to end by; any other: it ends by `SIGKILL`.
 */
export function endBySignal(exitCode: number): void {
  const { SIGHUP, SIGINT, SIGTERM, SIGKILL } = constants.signals;
  const told = Object.entries({ SIGHUP, SIGINT, SIGTERM }).find(([, number]) => number === exitCode - 128);
  if (told !== undefined) {
    const [name, number] = told;
    // Without a listener it does what it does by default.
    process.removeAllListeners(name);
    process.kill(process.pid, number);
  }
  // A runtime may still hold on to the signal; and nothing ends by another one.
  process.kill(process.pid, SIGKILL);
}
