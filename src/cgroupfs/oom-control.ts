import { flatKeyed } from "./flat-keyed.ts";

/** v1's `memory.oom_control`. */
export interface OomControl {
  /** The killer is off: whoever needs memory waits instead. */
  readonly killerDisabled: boolean;
  /** Its processes wait for memory now. */
  readonly underOom: boolean;
  /** Processes that the out-of-memory killer ended; `null` before Linux 4.13. */
  readonly oomKills: number | null;
}

/**
 * Parses v1's `memory.oom_control`.
 *
 * @throws {SyntaxError} If a field is missing or malformed.
 * @see https://docs.kernel.org/admin-guide/cgroup-v1/memory.html#oom-control
 */
export function parseOomControl(text: string): OomControl {
  const fields = flatKeyed(text, "memory.oom_control");
  return {
    killerDisabled: fields.number("oom_kill_disable") !== 0,
    underOom: fields.number("under_oom") !== 0,
    oomKills: fields.optional("oom_kill"),
  };
}
