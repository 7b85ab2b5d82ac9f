import { parseCounter } from "./counter.ts";

/**
 * From here on a v1 limit is none: without a limit `memory.limit_in_bytes` holds the largest 64-bit number
 * of whole pages, 9223372036854771712 where a page has 4 KiB.
 */
const UNLIMITED_FROM = 2 ** 62;

/**
 * Parses a limit: `memory.max`, `memory.high`, `pids.max`, or v1's `memory.limit_in_bytes`. The unit is the file's.
 *
 * @throws {SyntaxError} If `text` is neither `max` nor a whole number.
 * @see https://docs.kernel.org/admin-guide/cgroup-v2.html#conventions
 */
export function parseLimit(text: string): number | "max" {
  if (/^max\n?$/.test(text)) return "max";
  return limitOrMax(parseCounter(text));
}

/** A v1 limit, or `max` where its number stands for none. */
export function limitOrMax(limit: number): number | "max" {
  return limit < UNLIMITED_FROM ? limit : "max";
}
