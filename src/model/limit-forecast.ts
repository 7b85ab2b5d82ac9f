import type { CgroupSample } from "../collector/sample.ts";
import type { CgroupPast } from "./cgroup-past.ts";
import { secondsToLimit, steadyGrowth, type TrendPoint } from "./trend.ts";

/** When a limit is reached at the present rate; see `Group.memory.secondsToLimit`. */
export interface LimitForecast {
  readonly memorySeconds: number | null;
  readonly pidsSeconds: number | null;
}

/**
 * When a group reaches the first of its limits, its own or one of a cgroup around it: that one fills by what all in it use, but it is told only to
 * those who grow.
 *
 * @param levels - Its own cgroup, then those around it.
 * @param keys - Of the levels in the past.
 * @param shown - What was told of it in the sample before.
 */
export function limitForecast(
  levels: readonly CgroupSample[],
  keys: readonly string[],
  past: CgroupPast,
  shown: LimitForecast,
): LimitForecast {
  const first = (
    trends: ReadonlyMap<string, readonly TrendPoint[]>,
    limitOf: (level: CgroupSample) => number | "max" | null | undefined,
    before: number | null,
  ): number | null => {
    const own = trends.get(keys[0] ?? "") ?? [];
    if (steadyGrowth(own, before !== null) === null) return null;
    const all = levels.flatMap((level, index) => {
      const limit = limitOf(level);
      if (typeof limit !== "number") return [];
      return secondsToLimit(trends.get(keys[index] ?? "") ?? [], limit, before !== null) ?? [];
    });
    return all.length === 0 ? null : Math.min(...all);
  };
  return {
    memorySeconds: first(past.memory, ({ memory }) => memory?.limitBytes, shown.memorySeconds),
    pidsSeconds: first(past.pids, ({ pids }) => pids?.limit, shown.pidsSeconds),
  };
}
