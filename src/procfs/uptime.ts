import { words } from "./lines.ts";
import { decimal } from "./number.ts";

const FILE = "/proc/uptime";

/** `/proc/uptime`. */
export interface Uptime {
  /** Seconds since boot, those of suspension included. */
  readonly uptimeSeconds: number;
  /** Seconds that CPUs were idle, added up over all of them. */
  readonly idleSeconds: number;
}

/**
 * Parses `/proc/uptime`.
 *
 * @throws {SyntaxError} If `text` does not begin with two numbers.
 * @see https://man7.org/linux/man-pages/man5/proc_uptime.5.html
 */
export function parseUptime(text: string): Uptime {
  const [uptime, idle] = words(text.replace(/\n$/, ""));
  return { uptimeSeconds: decimal(uptime, FILE), idleSeconds: decimal(idle, FILE) };
}
