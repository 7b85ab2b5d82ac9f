import { parseCounter } from "../cgroupfs/counter.ts";
import { parseLimit } from "../cgroupfs/limit.ts";
import { parseMemoryEvents } from "../cgroupfs/memory-events.ts";
import { parseMemoryStat } from "../cgroupfs/memory-stat.ts";
import { parseOomControl } from "../cgroupfs/oom-control.ts";
import type { CgroupFiles } from "./cgroup-files.ts";
import type { CgroupDirectories, CgroupSample } from "./sample.ts";

type Memory = NonNullable<CgroupSample["memory"]>;
type MemoryLimits = Pick<Memory, "limitBytes" | "highBytes">;
type MemoryEvents = Pick<Memory, "oomKills" | "limitHits" | "highHits">;

/** Reads memory in use, its limits and what came of them; `null` where the controller is not there. */
export function readMemory(files: CgroupFiles, directories: CgroupDirectories): CgroupSample["memory"] {
  const { memory: v1, unified } = directories;
  const home = v1 ?? unified;
  if (home === undefined) return null;
  const usage = v1 === undefined ? "memory.current" : "memory.usage_in_bytes";
  const currentBytes = files.counter(home, usage, parseCounter);
  const stat = currentBytes === null ? null : files.counter(home, "memory.stat", parseMemoryStat);
  if (currentBytes === null || stat === null) return null;
  return {
    currentBytes,
    workingSetBytes: Math.max(0, currentBytes - stat.inactiveFileBytes),
    anonymousBytes: stat.anonymousBytes,
    refaults: stat.refaults,
    ...readMemoryLimits(files, directories),
    ...(v1 === undefined ? readEventsV2(files, home) : readEventsV1(files, home)),
  };
}

/** Reads the limits alone, which is seldom done. */
export function readMemoryLimits(files: CgroupFiles, { memory, unified }: CgroupDirectories): MemoryLimits {
  if (memory !== undefined) {
    return { limitBytes: files.limit(memory, "memory.limit_in_bytes", parseLimit), highBytes: null };
  }
  if (unified === undefined) return { limitBytes: null, highBytes: null };
  return {
    limitBytes: files.limit(unified, "memory.max", parseLimit),
    highBytes: files.limit(unified, "memory.high", parseLimit),
  };
}

function readEventsV1(files: CgroupFiles, directory: string): MemoryEvents {
  return {
    oomKills: files.counter(directory, "memory.oom_control", parseOomControl)?.oomKills ?? null,
    limitHits: files.counter(directory, "memory.failcnt", parseCounter),
    highHits: null,
  };
}

function readEventsV2(files: CgroupFiles, directory: string): MemoryEvents {
  const events = files.counter(directory, "memory.events", parseMemoryEvents);
  return {
    oomKills: events?.oomKills ?? null,
    limitHits: events?.max ?? null,
    highHits: events?.high ?? null,
  };
}
