import { lines, words } from "./lines.ts";
import { wholeNumber } from "./number.ts";

const FILE = "/proc/[pid]/uid_map";

/** Ids from `inside` on are the ids from `outside` on, `length` of them. */
export interface IdRange {
  /** First id in the process's user namespace. */
  readonly inside: number;
  /** First id in the reader's user namespace, or in the parent of the process's where they share one. */
  readonly outside: number;
  readonly length: number;
}

/**
 * Parses `/proc/[pid]/uid_map` or `gid_map`; a namespace that nothing was written for has no ranges.
 *
 * @throws {SyntaxError} If a line does not begin with three numbers.
 * @see https://man7.org/linux/man-pages/man7/user_namespaces.7.html
 */
export function parseIdMap(text: string): readonly IdRange[] {
  return lines(text).map((line) => {
    const [inside, outside, length] = words(line);
    return {
      inside: wholeNumber(inside, FILE),
      outside: wholeNumber(outside, FILE),
      length: wholeNumber(length, FILE),
    };
  });
}
