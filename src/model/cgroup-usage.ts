import type { CgroupSample, PressureTriple } from "../collector/sample.ts";
import type { IoRates } from "./process-totals.ts";
import { growth, percent, percentOfMicroseconds, perSecond, secondsBetween } from "./rates.ts";
import type { Group, PressureSummary, PressureTen } from "./snapshot.ts";

/** A cgroup now and in the sample before; `null` where there is or was none. */
export interface CgroupPair {
  readonly now: CgroupSample | null;
  readonly before: CgroupSample | null;
}

/** CPU percent of everything that ran in the cgroup, what has exited since included; 100 is one core. */
export function cgroupCpuPercent({ now, before }: CgroupPair, seconds: number | null): number | null {
  return percentOfMicroseconds(growth(now?.cpuMicroseconds, before?.cpuMicroseconds), seconds);
}

/** What its counters and limits alone tell. */
export type CgroupMemory = Omit<Group["memory"], "secondsToLimit" | "lastOomKill">;

/** Scheduling periods since the sample before, and those in which the CPU limit held the cgroup back. */
export function throttledPeriods({ now, before }: CgroupPair): { throttled: number; periods: number } | null {
  const throttled = growth(now?.throttling?.throttledPeriods, before?.throttling?.throttledPeriods);
  const periods = growth(now?.throttling?.periods, before?.throttling?.periods);
  return throttled === null || periods === null ? null : { throttled, periods };
}

export function throttledPercent(pair: CgroupPair): number | null {
  const grown = throttledPeriods(pair);
  return grown === null ? null : percent(grown.throttled, grown.periods);
}

/** Memory of the cgroup; all `null` where the controller is not there. */
export function cgroupMemory({ now, before }: CgroupPair): CgroupMemory {
  const memory = now?.memory;
  return {
    workingSetBytes: memory?.workingSetBytes ?? null,
    currentBytes: memory?.currentBytes ?? null,
    anonymousBytes: memory?.anonymousBytes ?? null,
    limitBytes: numberOrNull(memory?.limitBytes),
    oomKills: memory?.oomKills ?? null,
    limitHits: growth(memory?.limitHits, before?.memory?.limitHits),
  };
}

/** Bytes through the block layer in each second. */
export function cgroupIo({ now, before }: CgroupPair): IoRates {
  const seconds = secondsBetween(now?.readAtSeconds ?? 0, before?.readAtSeconds);
  return {
    readBytesPerSecond: perSecond(growth(now?.io?.readBytes, before?.io?.readBytes), seconds),
    writeBytesPerSecond: perSecond(growth(now?.io?.writeBytes, before?.io?.writeBytes), seconds),
  };
}

/** A limit where there is one: `null` both for "max" and for unknown. */
export function numberOrNull(limit: number | "max" | null | undefined): number | null {
  return typeof limit === "number" ? limit : null;
}

/** The ten-second figures of each resource. */
export function pressureSummary(pressure: PressureTriple | null | undefined): PressureSummary | null {
  if (pressure == null) return null;
  return { cpu: ten(pressure.cpu), memory: ten(pressure.memory), io: ten(pressure.io) };
}

function ten(pressure: PressureTriple["cpu"]): PressureTen | null {
  if (pressure === null) return null;
  return { some10Percent: pressure.some10Percent, full10Percent: pressure.full10Percent };
}
