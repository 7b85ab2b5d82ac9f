import { wholeNumber } from "../procfs/number.ts";

/**
 * Parses a file that holds one number and nothing else: `memory.current`, `memory.usage_in_bytes`,
 * `memory.failcnt`, `pids.current`, `cpuacct.usage` and their like. The unit is the file's.
 *
 * @throws {SyntaxError} If `text` is anything else.
 */
export function parseCounter(text: string): number {
  return wholeNumber(text.replace(/\n$/, ""), "cgroup counter");
}
