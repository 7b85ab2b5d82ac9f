import { flatKeyed } from "./flat-keyed.ts";

/** v2's `memory.events`: counted since the cgroup was made, with everything below it. */
export interface MemoryEvents {
  /** Reclaimed although below `memory.low`. */
  readonly low: number;
  /** Throttled because above `memory.high`. */
  readonly high: number;
  /** Went to exceed `memory.max`. */
  readonly max: number;
  /** Ran out of memory: reclaim did not help. */
  readonly oom: number;
  /** Processes that the out-of-memory killer ended. */
  readonly oomKills: number;
}

/**
 * Parses v2's `memory.events` or `memory.events.local`.
 *
 * @throws {SyntaxError} If a field is missing or malformed.
 * @see https://docs.kernel.org/admin-guide/cgroup-v2.html#memory-interface-files
 */
export function parseMemoryEvents(text: string): MemoryEvents {
  const fields = flatKeyed(text, "memory.events");
  return {
    low: fields.number("low"),
    high: fields.number("high"),
    max: fields.number("max"),
    oom: fields.number("oom"),
    oomKills: fields.number("oom_kill"),
  };
}
