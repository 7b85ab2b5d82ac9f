import type { CgroupSample, HostSample } from "../collector/sample.ts";
import { CGROUP_FILES, type CgroupFile, cgroupFilePath } from "./cgroup-file.ts";
import { type CgroupPair, throttledPeriods } from "./cgroup-usage.ts";
import { growth } from "./rates.ts";
import type { Evidence, Verdict } from "./snapshot.ts";

/** Where and how the evidence of one cgroup is written. */
type Cite = (file: CgroupFile, value: string) => Evidence;

/**
 * Why a group is slow, as far as its own cgroup's counters tell: what stops it altogether comes first.
 *
 * @returns `null` when they show nothing; that is not to say that all is well.
 */
export function verdictOf(pair: CgroupPair, version: HostSample["cgroupVersion"]): Verdict | null {
  const { now } = pair;
  if (now === null) return null;
  const cite: Cite = (file, value) => ({ path: cgroupFilePath(version, now.path, file), value });
  return (
    frozen(now, version, cite) ??
    pidsExhausted(now, cite) ??
    killedForMemory(pair, cite) ??
    memoryLimitHit(pair, version, cite) ??
    cpuThrottled(pair, cite)
  );
}

function frozen(now: CgroupSample, version: HostSample["cgroupVersion"], cite: Cite): Verdict | null {
  if (now.frozen !== true) return null;
  const sentence = "Frozen: none of its processes runs until it is thawed.";
  const evidence = [cite(CGROUP_FILES.frozen, version === "v2" ? "frozen 1" : "FROZEN")];
  return { code: "frozen", sentence, evidence };
}

function pidsExhausted({ pids }: CgroupSample, cite: Cite): Verdict | null {
  if (typeof pids?.limit !== "number" || pids.current < pids.limit) return null;
  return {
    code: "pids-exhausted",
    sentence: `At its limit of ${pids.limit} tasks: it can start no more processes or threads.`,
    evidence: [
      cite(CGROUP_FILES.pidsCurrent, String(pids.current)),
      cite(CGROUP_FILES.pidsMax, String(pids.limit)),
    ],
  };
}

function killedForMemory({ now, before }: CgroupPair, cite: Cite): Verdict | null {
  const kills = growth(now?.memory?.oomKills, before?.memory?.oomKills) ?? 0;
  if (kills === 0) return null;
  return {
    code: "memory-pressed",
    sentence: `Out of memory: the kernel killed ${times(kills, "process", "processes")} of it since the last sample.`,
    evidence: [cite(CGROUP_FILES.oomKills, `oom_kill +${kills}`)],
  };
}

function memoryLimitHit(
  { now, before }: CgroupPair,
  version: HostSample["cgroupVersion"],
  cite: Cite,
): Verdict | null {
  const hits = growth(now?.memory?.limitHits, before?.memory?.limitHits) ?? 0;
  if (hits === 0) return null;
  return {
    code: "memory-pressed",
    sentence: `It hit its memory limit ${times(hits, "time", "times")} since the last sample.`,
    evidence: [cite(CGROUP_FILES.limitHits, version === "v2" ? `max +${hits}` : `+${hits}`)],
  };
}

function cpuThrottled(pair: CgroupPair, cite: Cite): Verdict | null {
  const grown = throttledPeriods(pair);
  if (grown === null || grown.throttled === 0) return null;
  const { throttled, periods } = grown;
  return {
    code: "cpu-throttled",
    sentence: `Its CPU limit held it back in ${throttled} of the last ${times(periods, "period", "periods")}.`,
    evidence: [cite(CGROUP_FILES.cpuStat, `nr_throttled +${throttled}, nr_periods +${periods}`)],
  };
}

function times(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
