import { words } from "./lines.ts";
import { decimal, wholeNumber } from "./number.ts";

const FILE = "/proc/loadavg";

/** `/proc/loadavg`. */
export interface Loadavg {
  /** Threads running or waiting uninterruptibly, averaged over 1, 5 and 15 minutes. */
  readonly loadAverage: readonly [number, number, number];
  /** Threads that run or could run now. */
  readonly runnable: number;
  /** All threads there are, those of the kernel included. */
  readonly threads: number;
  /** The pid that was given out last, in the reader's pid namespace. */
  readonly lastPid: number;
}

/**
 * Parses `/proc/loadavg`.
 *
 * @throws {SyntaxError} If `text` is not one whole line.
 * @see https://man7.org/linux/man-pages/man5/proc_loadavg.5.html
 */
export function parseLoadavg(text: string): Loadavg {
  const [one, five, fifteen, entities, lastPid] = words(text.replace(/\n$/, ""));
  const [runnable, threads] = entities?.split("/") ?? [];
  return {
    loadAverage: [decimal(one, FILE), decimal(five, FILE), decimal(fifteen, FILE)],
    runnable: wholeNumber(runnable, FILE),
    threads: wholeNumber(threads, FILE),
    lastPid: wholeNumber(lastPid, FILE),
  };
}
