import { parseCounter } from "../cgroupfs/counter.ts";
import { parseCpuCount } from "../cgroupfs/cpu-list.ts";
import { parseCfsQuota, parseCpuMax } from "../cgroupfs/cpu-max.ts";
import { parseCpuStat } from "../cgroupfs/cpu-stat.ts";
import type { CpuFacts, CpusetFacts, LevelPlace } from "./cgroup-facts.ts";
import type { ReadFile } from "./read-file.ts";

/**
 * Reads what the CPU controller says of one cgroup.
 *
 * @param cpuacct - Where v1 keeps the time that the same cgroup has used; `null`: nowhere.
 */
export function readCpuFacts(read: ReadFile, place: LevelPlace, cpuacct: string | null): CpuFacts {
  const { directory, version } = place;
  const stat = read(`${directory}/cpu.stat`, parseCpuStat);
  return {
    weight: read(`${directory}/${version === "v1" ? "cpu.shares" : "cpu.weight"}`, parseCounter),
    isIdle: read(`${directory}/cpu.idle`, parseFlag),
    quotaPercent:
      version === "v1" ? readCfsQuota(read, directory) : read(`${directory}/cpu.max`, parseCpuMax),
    usageMicroseconds: stat?.usageMicroseconds ?? readCpuacct(read, cpuacct, "cpuacct.usage"),
    userMicroseconds: stat?.userMicroseconds ?? readCpuacct(read, cpuacct, "cpuacct.usage_user"),
    systemMicroseconds: stat?.systemMicroseconds ?? readCpuacct(read, cpuacct, "cpuacct.usage_sys"),
    periods: stat?.throttling?.periods ?? null,
    throttledPeriods: stat?.throttling?.throttledPeriods ?? null,
    throttledMicroseconds: stat?.throttling?.throttledMicroseconds ?? null,
  };
}

/** Reads which CPUs one cgroup may use. */
export function readCpusetFacts(read: ReadFile, { directory, version }: LevelPlace): CpusetFacts {
  const [cpus, mems] =
    version === "v1"
      ? ["cpuset.effective_cpus", "cpuset.effective_mems"]
      : ["cpuset.cpus.effective", "cpuset.mems.effective"];
  return {
    cpus: read(`${directory}/cpuset.cpus`, parseList),
    mems: read(`${directory}/cpuset.mems`, parseList),
    effectiveCpus: read(`${directory}/${cpus}`, parseList),
    effectiveMems: read(`${directory}/${mems}`, parseList),
    effectiveCpuCount: read(`${directory}/${cpus}`, parseCpuCount),
  };
}

function readCfsQuota(read: ReadFile, directory: string): CpuFacts["quotaPercent"] {
  const period = read(`${directory}/cpu.cfs_period_us`, (text) => text);
  return period === null
    ? null
    : read(`${directory}/cpu.cfs_quota_us`, (quota) => parseCfsQuota(quota, period));
}

/** @returns Microseconds; v1 counts in nanoseconds. */
function readCpuacct(read: ReadFile, directory: string | null, file: string): number | null {
  const nanoseconds = directory === null ? null : read(`${directory}/${file}`, parseCounter);
  return nanoseconds === null ? null : nanoseconds / 1000;
}

function parseFlag(text: string): boolean {
  return parseCounter(text) !== 0;
}

function parseList(text: string): string {
  parseCpuCount(text);
  return text.replace(/\n$/, "");
}
