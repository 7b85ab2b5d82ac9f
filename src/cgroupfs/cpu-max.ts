import { malformed } from "../procfs/malformed.ts";
import { integer } from "../procfs/number.ts";
import { parseCounter } from "./counter.ts";

/**
 * Parses v2's `cpu.max`: quota and period, both in microseconds.
 *
 * @returns The CPU time it may use, in percent of one core.
 * @throws {SyntaxError} If `text` is not a quota and a period.
 * @see https://docs.kernel.org/admin-guide/cgroup-v2.html#cpu-interface-files
 */
export function parseCpuMax(text: string): number | "max" {
  const [quota, period = "", ...rest] = text.split(" ");
  if (rest.length > 0) throw malformed("cpu.max", text);
  return cpuLimitPercent(quota === "max" ? "max" : integer(quota, "cpu.max"), period);
}

/**
 * Parses v1's `cpu.cfs_quota_us` and `cpu.cfs_period_us`; a quota of -1 is no limit.
 *
 * @returns The CPU time it may use, in percent of one core.
 * @throws {SyntaxError} If one of them is not a whole number.
 * @see https://docs.kernel.org/scheduler/sched-bwc.html#management
 */
export function parseCfsQuota(quota: string, period: string): number | "max" {
  const microseconds = integer(quota.replace(/\n$/, ""), "cpu.cfs_quota_us");
  return cpuLimitPercent(microseconds < 0 ? "max" : microseconds, period);
}

function cpuLimitPercent(quotaMicroseconds: number | "max", period: string): number | "max" {
  const periodMicroseconds = parseCounter(period);
  if (periodMicroseconds === 0) throw malformed("CPU period", period);
  return quotaMicroseconds === "max" ? "max" : (quotaMicroseconds / periodMicroseconds) * 100;
}
