import type { Sample } from "../collector/sample.ts";
import { pressureSummary } from "./cgroup-usage.ts";
import { totalThreads } from "./process-totals.ts";
import { growth, percent } from "./rates.ts";
import type { HostSnapshot } from "./snapshot.ts";

/** The machine as a whole. */
export function deriveHost({ host, processes }: Sample, previous: Sample | null): HostSnapshot {
  const { hostname, kernel, uptimeSeconds, cpus, loadAverage, memory, cgroupVersion, description } = host;
  return {
    hostname,
    kernel,
    uptimeSeconds,
    cpus,
    loadAverage,
    cpuPercent: busyPercent(host.cpuTicks, previous?.host.cpuTicks ?? null),
    memory,
    pressure: pressureSummary(host.pressure),
    processes: processes.length,
    threads: totalThreads(processes),
    cgroupVersion,
    description,
  };
}

type CpuTicks = Sample["host"]["cpuTicks"];

function busyPercent(now: CpuTicks, before: CpuTicks): number | null {
  const busy = growth(now?.busy, before?.busy);
  const total = growth(now?.total, before?.total);
  return busy === null || total === null || total === 0 ? null : Math.min(100, percent(busy, total));
}
