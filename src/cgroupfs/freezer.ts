import { malformed } from "../procfs/malformed.ts";
import { flatKeyed } from "./flat-keyed.ts";

/**
 * Parses v1's `freezer.state`.
 *
 * @returns Whether every process stands still; `false` while they are being stopped.
 * @throws {SyntaxError} If `text` is none of the three states.
 * @see https://docs.kernel.org/admin-guide/cgroup-v1/freezer-subsystem.html
 */
export function parseFreezerState(text: string): boolean {
  const state = /^(THAWED|FREEZING|FROZEN)\n?$/.exec(text)?.[1];
  if (state === undefined) throw malformed("freezer.state", text);
  return state === "FROZEN";
}

/** v2's `cgroup.events`. */
export interface CgroupEvents {
  /** Whether it, or a cgroup below it, has a process. */
  readonly populated: boolean;
  /** Whether every process stands still; `null` before Linux 5.2. */
  readonly frozen: boolean | null;
}

/**
 * Parses v2's `cgroup.events`.
 *
 * @throws {SyntaxError} If a field is missing or malformed.
 * @see https://docs.kernel.org/admin-guide/cgroup-v2.html#core-interface-files
 */
export function parseCgroupEvents(text: string): CgroupEvents {
  const fields = flatKeyed(text, "cgroup.events");
  const frozen = fields.optional("frozen");
  return { populated: fields.number("populated") !== 0, frozen: frozen === null ? null : frozen !== 0 };
}
