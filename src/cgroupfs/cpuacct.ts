import { parseCounter } from "./counter.ts";
import { flatKeyed } from "./flat-keyed.ts";

/**
 * Parses v1's `cpuacct.usage`: user plus system time of all processes since the cgroup was made.
 *
 * @returns Nanoseconds.
 * @throws {SyntaxError} If `text` is not one whole number.
 * @see https://docs.kernel.org/admin-guide/cgroup-v1/cpuacct.html
 */
export function parseCpuacctUsage(text: string): number {
  return parseCounter(text);
}

/** v1's `cpuacct.stat`: time since the cgroup was made, in clock ticks. */
export interface CpuacctStat {
  readonly userTicks: number;
  readonly systemTicks: number;
}

/**
 * Parses v1's `cpuacct.stat`.
 *
 * @throws {SyntaxError} If a field is missing or malformed.
 * @see https://docs.kernel.org/admin-guide/cgroup-v1/cpuacct.html
 */
export function parseCpuacctStat(text: string): CpuacctStat {
  const fields = flatKeyed(text, "cpuacct.stat");
  return { userTicks: fields.number("user"), systemTicks: fields.number("system") };
}
