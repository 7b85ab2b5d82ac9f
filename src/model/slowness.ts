import type { PressureTriple } from "../collector/sample.ts";
import { hostBusyPercent, keysOf, samplesAround, spansAround } from "./cgroup-past.ts";
import type { CgroupPair } from "./cgroup-usage.ts";
import { spanOf } from "./cgroup-window.ts";
import { containerIdOf } from "./container-facts.ts";
import type { GroupContext } from "./derive-group.ts";
import { lastOomKill } from "./last-oom-kill.ts";
import type { LedGroup } from "./led-group.ts";
import { type LimitForecast, limitForecast } from "./limit-forecast.ts";
import { growth } from "./rates.ts";
import type { Group, OomKillSummary, Verdict } from "./snapshot.ts";
import { rfc3339 } from "./start-time.ts";
import { verdictOf } from "./verdict.ts";
import { isFull } from "./verdict-stopped.ts";

/** What slows a group down, did, or is about to. */
export interface Slowness {
  readonly verdict: Verdict | null;
  readonly forecast: LimitForecast;
  readonly lastOomKill: OomKillSummary | null;
}

/** Finds out what slows a group down; one without a cgroup of its own has nothing that would tell. */
export function slownessOf(
  group: LedGroup,
  { now, before }: CgroupPair,
  cpuPercent: number | null,
  context: GroupContext,
): Slowness {
  const { sample, past, kills } = context;
  const shown = context.shown.get(group.id) ?? null;
  if (isCalm(group, { now, before }, shown, context)) {
    return { verdict: null, forecast: NO_FORECAST, lastOomKill: shown?.memory.lastOomKill ?? null };
  }
  const takenAt = rfc3339(sample.takenAtMilliseconds) ?? "";
  const lastKill = lastOomKill(
    {
      cgroupPath: group.cgroupPath,
      containerId: containerIdOf(group),
      grown: growth(now?.memory?.oomKills, before?.memory?.oomKills),
      takenAt,
      shown: shown?.memory.lastOomKill ?? null,
    },
    kills(),
  );
  const window = past.windows.get(group.cgroupPath ?? "");
  if (now === null || window === undefined)
    return { verdict: null, forecast: NO_FORECAST, lastOomKill: lastKill };
  const around = samplesAround(now, sample.cgroupsAround);
  return {
    forecast: limitForecast([now, ...around], keysOf(now.path, around, now), past, forecastOf(shown)),
    lastOomKill: lastKill,
    verdict: verdictOf({
      own: { ...spanOf(window), now },
      around: spansAround(now, past),
      host: {
        cpus: sample.host.cpus,
        busyPercent: hostBusyPercent(past),
        pressure: sample.host.pressure,
      },
      cpuPercent,
      lastOomKill: lastKill,
      takenAt,
      shown: shown?.verdict?.code ?? null,
    }),
  };
}

/** Below this, of the last 10 s, nothing that waits is told. */
const CALM_PERCENT = 2;

/**
 * Whether nothing can be said of it, which is so of nearly all and told at less cost than looking for it: it has slept, waits for nothing, is not
 * stopped, and nothing was said of it before.
 */
function isCalm(
  group: LedGroup,
  { now, before }: CgroupPair,
  shown: Group | null,
  { kills, hasStopperAround }: GroupContext,
): boolean {
  if (now === null || before === null || shown === null || hasStopperAround) return false;
  const { logged, told } = kills();
  return (
    now.cpuMicroseconds !== null &&
    now.cpuMicroseconds === before.cpuMicroseconds &&
    now.memory?.oomKills === before.memory?.oomKills &&
    isSettled(shown) &&
    now.frozen !== true &&
    !isFull({ now }) &&
    now.waits === null &&
    isCalmPressure(now.pressure) &&
    !logged.has(group.cgroupPath ?? "") &&
    !told.has(containerIdOf(group) ?? "")
  );
}

function isCalmPressure(pressure: PressureTriple | null): boolean {
  if (pressure === null) return true;
  const { cpu, memory, io } = pressure;
  return [cpu, memory, io].every((each) => (each?.some10Percent ?? 0) < CALM_PERCENT);
}

/** Whether nothing is said of a group that would pass with time though nothing happens. */
export function isSettled({ verdict, memory, pids }: Group): boolean {
  return verdict === null && memory.secondsToLimit === null && pids.secondsToLimit === null;
}

const NO_FORECAST: LimitForecast = { memorySeconds: null, pidsSeconds: null };

function forecastOf(shown: Group | null): LimitForecast {
  return {
    memorySeconds: shown?.memory.secondsToLimit ?? null,
    pidsSeconds: shown?.pids.secondsToLimit ?? null,
  };
}
