import { flatKeyed } from "./flat-keyed.ts";

/** `cpu.stat` of cgroup v1 or v2, counted since the cgroup was made. */
export interface CpuStat {
  /** User plus system time of all its processes, in microseconds; `null` in v1, which has `cpuacct.usage`. */
  readonly usageMicroseconds: number | null;
  readonly userMicroseconds: number | null;
  readonly systemMicroseconds: number | null;
  /** `null` where the CPU controller is not enabled, or at the root, which has no limit. */
  readonly throttling: {
    /** Periods in which there was something to run. */
    readonly periods: number;
    /** Of these, those in which the quota was used up. */
    readonly throttledPeriods: number;
    /** How long it was held back, added up over CPUs. */
    readonly throttledMicroseconds: number;
  } | null;
}

/**
 * Parses `cpu.stat`.
 *
 * @throws {SyntaxError} If `text` is the `cpu.stat` of neither cgroup v1 nor v2.
 * @see https://docs.kernel.org/admin-guide/cgroup-v2.html#cpu-interface-files
 * @see https://docs.kernel.org/scheduler/sched-bwc.html#statistics
 */
export function parseCpuStat(text: string): CpuStat {
  const fields = flatKeyed(text, "cpu.stat");
  if (fields.has("throttled_time")) {
    return {
      usageMicroseconds: null,
      userMicroseconds: null,
      systemMicroseconds: null,
      throttling: {
        periods: fields.number("nr_periods"),
        throttledPeriods: fields.number("nr_throttled"),
        // v1 counts in nanoseconds.
        throttledMicroseconds: fields.number("throttled_time") / 1000,
      },
    };
  }
  return {
    usageMicroseconds: fields.number("usage_usec"),
    userMicroseconds: fields.number("user_usec"),
    systemMicroseconds: fields.number("system_usec"),
    throttling: fields.has("nr_periods")
      ? {
          periods: fields.number("nr_periods"),
          throttledPeriods: fields.number("nr_throttled"),
          throttledMicroseconds: fields.number("throttled_usec"),
        }
      : null,
  };
}
