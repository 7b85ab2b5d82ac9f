import { rowsBelow } from "./lines.ts";
import { malformed } from "./malformed.ts";

const FILE = "/proc/[pid]/limits";

/** One resource limit. Values are digits, exact to 64 bits, or `unlimited`. */
export interface PidLimit {
  /** The kernel's name for it, such as `Max open files`. */
  readonly name: string;
  readonly soft: string;
  readonly hard: string;
  /** `bytes`, `files`, `us`, …; empty where the kernel gives none. */
  readonly units: string;
}

/**
 * Parses `/proc/[pid]/limits`.
 *
 * @throws {SyntaxError} If a line is not a name, two values and units.
 * @see https://man7.org/linux/man-pages/man5/proc_pid_limits.5.html
 */
export function parsePidLimits(text: string): readonly PidLimit[] {
  return rowsBelow("Limit ", text, FILE).map((line) => {
    const match = /^(Max(?: [a-z]+)+) +(\d+|unlimited) +(\d+|unlimited) +([a-z]*) *$/.exec(line);
    if (match === null) throw malformed(FILE, line);
    const [, name = "", soft = "", hard = "", units = ""] = match;
    return { name, soft, hard, units };
  });
}
