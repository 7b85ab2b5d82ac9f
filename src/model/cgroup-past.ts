import type { CgroupSample, HostSample, Sample } from "../collector/sample.ts";
import { type CgroupSpan, type CgroupWindow, spanOf, withReading } from "./cgroup-window.ts";
import { percent } from "./rates.ts";
import { type TrendPoint, withPoint } from "./trend.ts";

/** What is remembered of control groups from sample to sample, by path or, of those around others, by `CgroupSample.above`. */
export interface CgroupPast {
  readonly windows: ReadonlyMap<string, CgroupWindow>;
  /** Working set, of those that have a limit on memory or have one around them. */
  readonly memory: ReadonlyMap<string, readonly TrendPoint[]>;
  /** Tasks, likewise. */
  readonly pids: ReadonlyMap<string, readonly TrendPoint[]>;
  readonly hostTicks: readonly HostReading[];
}

interface HostReading {
  readonly atSeconds: number;
  readonly ticks: NonNullable<HostSample["cpuTicks"]>;
}

/** The host is looked at for as long as its control groups are. */
const HOST_SECONDS = 5;

/**
 * What is remembered after one more sample. What was not read again is as it was.
 *
 * @param previous - Stands in for a past that there is none of.
 */
export function nextPast(sample: Sample, previous: Sample | null, past: CgroupPast | null): CgroupPast {
  const windows = new Map<string, CgroupWindow>();
  const memory = new Map<string, readonly TrendPoint[]>();
  const pids = new Map<string, readonly TrendPoint[]>();
  const limitsAround = new Map<string, Limited>();
  for (const [key, now] of sample.cgroups) {
    const before = past?.windows.get(key) ?? firstWindow(previous?.cgroups.get(key));
    windows.set(key, withReading(before, now, now.readAtSeconds));
    addTrends(key, now, now.readAtSeconds);
  }
  for (const [key, now] of sample.cgroupsAround) {
    const before = past?.windows.get(key) ?? firstWindow(previous?.cgroupsAround.get(key));
    windows.set(key, withReading(before, now, sample.monotonicSeconds));
    addTrends(key, now, sample.monotonicSeconds);
  }
  return { windows, memory, pids, hostTicks: nextHostTicks(sample, previous, past) };

  function addTrends(key: string, now: CgroupSample, atSeconds: number): void {
    const around = limitsFrom(now.above);
    if (now.memory !== null && (around.memory || isLimited(now).memory)) {
      const point = { atSeconds, value: now.memory.workingSetBytes };
      memory.set(key, withPoint(past?.memory.get(key) ?? [], point));
    }
    if (now.pids !== null && (around.pids || isLimited(now).pids)) {
      pids.set(key, withPoint(past?.pids.get(key) ?? [], { atSeconds, value: now.pids.current }));
    }
  }

  /** What is limited from a cgroup around others upwards. */
  function limitsFrom(above: string | null): Limited {
    if (above === null) return UNLIMITED;
    let limited = limitsAround.get(above);
    if (limited === undefined) {
      limited = sumOfLimits(above, sample.cgroupsAround);
      limitsAround.set(above, limited);
    }
    return limited;
  }
}

/** Which resources have a limit. */
interface Limited {
  readonly memory: boolean;
  readonly pids: boolean;
}

const UNLIMITED: Limited = { memory: false, pids: false };

function isLimited({ memory, pids }: CgroupSample): Limited {
  return { memory: typeof memory?.limitBytes === "number", pids: typeof pids?.limit === "number" };
}

function sumOfLimits(above: string, cgroupsAround: Sample["cgroupsAround"]): Limited {
  const first = cgroupsAround.get(above);
  const all = first === undefined ? [] : [first, ...samplesAround(first, cgroupsAround)];
  const limits = all.map(isLimited);
  return { memory: limits.some(({ memory }) => memory), pids: limits.some(({ pids }) => pids) };
}

/** The cgroups around one, innermost first. */
export function samplesAround(
  { above }: CgroupSample,
  cgroupsAround: Sample["cgroupsAround"],
): readonly CgroupSample[] {
  const around: CgroupSample[] = [];
  for (let key = above; key !== null; ) {
    const next = cgroupsAround.get(key);
    if (next === undefined) break;
    around.push(next);
    key = next.above;
  }
  return around;
}

/** Keys of a cgroup and those around it in a past, innermost first. */
export function keysOf(
  path: string,
  around: readonly CgroupSample[],
  { above }: CgroupSample,
): readonly string[] {
  return [path, ...(above === null ? [] : [above]), ...around.flatMap((each) => each.above ?? [])];
}

/** The last seconds of the cgroups around one, innermost first. */
export function spansAround({ above }: CgroupSample, { windows }: CgroupPast): readonly CgroupSpan[] {
  const spans: CgroupSpan[] = [];
  for (let key = above; key !== null; ) {
    const window = windows.get(key);
    if (window === undefined) break;
    const span = spanOf(window);
    spans.push(span);
    key = span.now.above;
  }
  return spans;
}

/** Of the last seconds, what all CPUs together were busy; 100 is every core. `null` after the first sample. */
export function hostBusyPercent({ hostTicks }: CgroupPast): number | null {
  const first = hostTicks[0]?.ticks;
  const last = hostTicks.at(-1)?.ticks;
  if (first === undefined || last === undefined || last.total <= first.total) return null;
  return percent(last.busy - first.busy, last.total - first.total);
}

function firstWindow(before: CgroupSample | undefined): CgroupWindow | undefined {
  return before && withReading(undefined, before, before.readAtSeconds);
}

function nextHostTicks(
  { host, monotonicSeconds }: Sample,
  previous: Sample | null,
  past: CgroupPast | null,
): CgroupPast["hostTicks"] {
  if (host.cpuTicks === null) return [];
  const ticks = previous?.host.cpuTicks ?? null;
  const first = previous === null || ticks === null ? [] : [{ atSeconds: previous.monotonicSeconds, ticks }];
  const before = past === null || past.hostTicks.length === 0 ? first : past.hostTicks;
  const base = before.findLastIndex(({ atSeconds }) => atSeconds <= monotonicSeconds - HOST_SECONDS);
  return [...before.slice(Math.max(0, base)), { atSeconds: monotonicSeconds, ticks: host.cpuTicks }];
}
