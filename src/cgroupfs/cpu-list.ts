import { malformed } from "../procfs/malformed.ts";
import { wholeNumber } from "../procfs/number.ts";

const FILE = "cpuset.cpus";

/**
 * Counts the CPUs, or memory nodes, of a list such as `0-3,8`: `cpuset.cpus`, `cpuset.cpus.effective` and their like.
 *
 * @returns 0 for an empty list.
 * @throws {SyntaxError} If `text` is no list of numbers and ranges.
 * @see https://man7.org/linux/man-pages/man7/cpuset.7.html
 */
export function parseCpuCount(text: string): number {
  const list = text.replace(/\n$/, "");
  if (list === "") return 0;
  return list.split(",").reduce((count, range) => count + rangeSize(range), 0);
}

function rangeSize(range: string): number {
  const [first, last = first, ...rest] = range.split("-");
  const size = wholeNumber(last, FILE) - wholeNumber(first, FILE) + 1;
  if (rest.length > 0 || size < 1) throw malformed(FILE, range);
  return size;
}
