import { parseCounter } from "../cgroupfs/counter.ts";
import { parseLimit } from "../cgroupfs/limit.ts";
import { parseMemoryEvents } from "../cgroupfs/memory-events.ts";
import { parseMemoryStat } from "../cgroupfs/memory-stat.ts";
import { parseOomControl } from "../cgroupfs/oom-control.ts";
import type { LevelPlace, MemoryEventFacts, MemoryFacts } from "./cgroup-facts.ts";
import type { ReadFile } from "./read-file.ts";

/** Where each version keeps a number; `null`: nowhere. */
const FILES = {
  v1: {
    current: "memory.usage_in_bytes",
    peak: "memory.max_usage_in_bytes",
    limit: "memory.limit_in_bytes",
    soft: "memory.soft_limit_in_bytes",
  },
  v2: { current: "memory.current", peak: "memory.peak", limit: "memory.max", soft: "memory.high" },
} as const;

/** Reads what the memory controller says of one cgroup. */
export function readMemoryFacts(read: ReadFile, { directory, version }: LevelPlace): MemoryFacts {
  const files = FILES[version];
  const currentBytes = read(`${directory}/${files.current}`, parseCounter);
  const limitBytes = read(`${directory}/${files.limit}`, parseLimit);
  const stat = read(`${directory}/memory.stat`, parseMemoryStat);
  return {
    currentBytes,
    peakBytes: read(`${directory}/${files.peak}`, parseCounter),
    limitBytes,
    softLimitBytes: read(`${directory}/${files.soft}`, parseLimit),
    hierarchicalLimitBytes: stat?.hierarchicalLimitBytes ?? null,
    workingSetBytes:
      currentBytes === null || stat === null ? null : Math.max(0, currentBytes - stat.inactiveFileBytes),
    anonymousBytes: stat?.anonymousBytes ?? null,
    fileBytes: stat?.fileBytes ?? null,
    sharedBytes: stat?.sharedBytes ?? null,
    refaults: stat?.refaults ?? null,
    ...(version === "v1"
      ? {
          minBytes: null,
          lowBytes: null,
          swapBytes: stat?.swapBytes ?? null,
          swapLimitBytes: swapBeyond(
            limitBytes,
            read(`${directory}/memory.memsw.limit_in_bytes`, parseLimit),
          ),
          kernelBytes: read(`${directory}/memory.kmem.usage_in_bytes`, parseCounter),
          events: readEventsV1(read, directory),
        }
      : {
          minBytes: read(`${directory}/memory.min`, parseLimit),
          lowBytes: read(`${directory}/memory.low`, parseLimit),
          swapBytes: read(`${directory}/memory.swap.current`, parseCounter),
          swapLimitBytes: read(`${directory}/memory.swap.max`, parseLimit),
          kernelBytes: stat?.kernelBytes ?? null,
          events: readEventsV2(read, directory),
        }),
  };
}

/** @param both - Limit of memory and swap together. */
function swapBeyond(memory: number | "max" | null, both: number | "max" | null): number | "max" | null {
  if (memory === null || both === null || both === "max") return both;
  return memory === "max" ? both : Math.max(0, both - memory);
}

/** Where memory and swap together have no more room than memory alone, only that limit is ever hit; Linux 6.18 does not count it. */
function readEventsV1(read: ReadFile, directory: string): MemoryEventFacts | null {
  const ofMemory = read(`${directory}/memory.failcnt`, parseCounter);
  const ofBoth = read(`${directory}/memory.memsw.failcnt`, parseCounter);
  const max = ofMemory === null ? null : ofMemory + (ofBoth ?? 0);
  const oomKill = read(`${directory}/memory.oom_control`, parseOomControl)?.oomKills ?? null;
  return max === null && oomKill === null ? null : { low: null, high: null, max, oom: null, oomKill };
}

function readEventsV2(read: ReadFile, directory: string): MemoryEventFacts | null {
  const events = read(`${directory}/memory.events`, parseMemoryEvents);
  if (events === null) return null;
  const { oomKills, ...others } = events;
  return { ...others, oomKill: oomKills };
}
