import { keyValueLines } from "../procfs/key-value-lines.ts";
import { wholeNumber } from "../procfs/number.ts";

/** Numbers of a "flat keyed" file: one `key value` a line. */
export interface FlatKeyed {
  /** @throws {SyntaxError} If the key is not there or its value is no whole number. */
  number(key: string): number;
  /** `null` if the key is not there. @throws {SyntaxError} If its value is no whole number. */
  optional(key: string): number | null;
  has(key: string): boolean;
}

/**
 * Parses a "flat keyed" file of cgroup v1 or v2, such as `memory.stat`.
 *
 * @throws {SyntaxError} If a line is not a key and a value.
 * @see https://docs.kernel.org/admin-guide/cgroup-v2.html#format
 */
export function flatKeyed(text: string, file: string): FlatKeyed {
  const values = keyValueLines(text, " ", file);
  const number = (key: string) => wholeNumber(values.get(key), file);
  const has = (key: string) => values.has(key);
  return { number, has, optional: (key) => (has(key) ? number(key) : null) };
}
