import { parseBlkio } from "../cgroupfs/blkio.ts";
import { parseCounter } from "../cgroupfs/counter.ts";
import { parseCfsQuota, parseCpuMax } from "../cgroupfs/cpu-max.ts";
import { parseCpuStat } from "../cgroupfs/cpu-stat.ts";
import { parseCpuacctUsage } from "../cgroupfs/cpuacct.ts";
import { parseCgroupEvents, parseFreezerState } from "../cgroupfs/freezer.ts";
import { type DeviceIo, parseIoStat, totalIo } from "../cgroupfs/io-stat.ts";
import { parseLimit } from "../cgroupfs/limit.ts";
import { parseMemoryEvents } from "../cgroupfs/memory-events.ts";
import { parseMemoryStat } from "../cgroupfs/memory-stat.ts";
import { parseOomControl } from "../cgroupfs/oom-control.ts";
import { parsePressure } from "../procfs/pressure.ts";
import type { CgroupFiles } from "./cgroup-files.ts";
import { UNIFIED } from "./read-process-cgroup.ts";
import type { CgroupSample, PressureTriple } from "./sample.ts";

/** Where a controller has the cgroup, or `null`. */
type DirectoryOf = (controller: string) => string | null;

/**
 * Reads the counters and limits of one container or service. Each controller is read where it lives: in the v1
 * hierarchy that it is mounted in, else in v2.
 *
 * @param path - Key of the result in `Sample.cgroups`.
 */
export function readCgroupSample(
  files: CgroupFiles,
  path: string,
  directoryOf: DirectoryOf,
  nowSeconds: number,
): CgroupSample {
  const unified = directoryOf(UNIFIED);
  return {
    path,
    readAtSeconds: nowSeconds,
    ...readCpu(files, directoryOf, unified),
    memory: readMemory(files, directoryOf("memory"), unified),
    pids: readPids(files, directoryOf("pids") ?? unified),
    io: readIo(files, directoryOf("blkio"), unified),
    pressure: unified === null ? null : readPressure(files, unified),
    frozen: readFrozen(files, directoryOf),
  };
}

/** Reads only how long everything in the cgroup has run, in microseconds. */
export function readCpuTime(files: CgroupFiles, directoryOf: DirectoryOf): number | null {
  const cpuacct = directoryOf("cpuacct");
  if (cpuacct !== null) {
    const nanoseconds = files.counter(`${cpuacct}/cpuacct.usage`, parseCpuacctUsage);
    if (nanoseconds !== null) return nanoseconds / 1000;
  }
  const home = directoryOf("cpu") ?? directoryOf(UNIFIED);
  return home === null ? null : (files.counter(`${home}/cpu.stat`, parseCpuStat)?.usageMicroseconds ?? null);
}

function readCpu(
  files: CgroupFiles,
  directoryOf: DirectoryOf,
  unified: string | null,
): Pick<CgroupSample, "cpuMicroseconds" | "cpuLimitPercent" | "throttling"> {
  const cpu = directoryOf("cpu");
  const home = cpu ?? unified;
  const stat = home === null ? null : files.counter(`${home}/cpu.stat`, parseCpuStat);
  return {
    cpuMicroseconds: stat?.usageMicroseconds ?? readCpuTime(files, directoryOf),
    cpuLimitPercent: cpu === null ? readCpuMax(files, unified) : readCfsQuota(files, cpu),
    throttling: stat?.throttling ?? null,
  };
}

function readCpuMax(files: CgroupFiles, unified: string | null): CgroupSample["cpuLimitPercent"] {
  return unified === null ? null : files.limit(`${unified}/cpu.max`, parseCpuMax);
}

function readCfsQuota(files: CgroupFiles, cpu: string): CgroupSample["cpuLimitPercent"] {
  const period = files.limit(`${cpu}/cpu.cfs_period_us`, (text) => text);
  if (period === null) return null;
  return files.limit(`${cpu}/cpu.cfs_quota_us`, (quota) => parseCfsQuota(quota, period));
}

function readMemory(files: CgroupFiles, v1: string | null, unified: string | null): CgroupSample["memory"] {
  const home = v1 ?? unified;
  if (home === null) return null;
  const usage = v1 === null ? "memory.current" : "memory.usage_in_bytes";
  const currentBytes = files.counter(`${home}/${usage}`, parseCounter);
  const stat = currentBytes === null ? null : files.counter(`${home}/memory.stat`, parseMemoryStat);
  if (currentBytes === null || stat === null) return null;
  return {
    currentBytes,
    workingSetBytes: Math.max(0, currentBytes - stat.inactiveFileBytes),
    anonymousBytes: stat.anonymousBytes,
    ...(v1 === null ? readMemoryEventsV2(files, home) : readMemoryEventsV1(files, home)),
  };
}

type MemoryLimit = Pick<NonNullable<CgroupSample["memory"]>, "limitBytes" | "oomKills" | "limitHits">;

function readMemoryEventsV1(files: CgroupFiles, directory: string): MemoryLimit {
  return {
    limitBytes: files.limit(`${directory}/memory.limit_in_bytes`, parseLimit),
    oomKills: files.counter(`${directory}/memory.oom_control`, parseOomControl)?.oomKills ?? null,
    limitHits: files.counter(`${directory}/memory.failcnt`, parseCounter),
  };
}

function readMemoryEventsV2(files: CgroupFiles, directory: string): MemoryLimit {
  const events = files.counter(`${directory}/memory.events`, parseMemoryEvents);
  return {
    limitBytes: files.limit(`${directory}/memory.max`, parseLimit),
    oomKills: events?.oomKills ?? null,
    limitHits: events?.max ?? null,
  };
}

function readPids(files: CgroupFiles, directory: string | null): CgroupSample["pids"] {
  const current = directory === null ? null : files.counter(`${directory}/pids.current`, parseCounter);
  if (current === null) return null;
  return { current, limit: files.limit(`${directory}/pids.max`, parseLimit) };
}

function readIo(files: CgroupFiles, v1: string | null, unified: string | null): CgroupSample["io"] {
  const devices = v1 === null ? readIoStat(files, unified) : readBlkio(files, v1);
  return devices === null ? null : totalIo(devices);
}

function readIoStat(files: CgroupFiles, unified: string | null): readonly DeviceIo[] | null {
  return unified === null ? null : files.counter(`${unified}/io.stat`, parseIoStat);
}

/** Only the file of the first name counts the cgroups below it; kernels before 5.3 do not have it. */
function readBlkio(files: CgroupFiles, directory: string): readonly DeviceIo[] | null {
  return (
    files.counter(`${directory}/blkio.throttle.io_service_bytes_recursive`, parseBlkio) ??
    files.counter(`${directory}/blkio.throttle.io_service_bytes`, parseBlkio)
  );
}

function readPressure(files: CgroupFiles, unified: string): PressureTriple | null {
  const read = (resource: string) => files.average(`${unified}/${resource}.pressure`, parsePressure);
  const pressure = { cpu: read("cpu"), memory: read("memory"), io: read("io") };
  return pressure.cpu === null && pressure.memory === null && pressure.io === null ? null : pressure;
}

/** Reads whether somebody holds everything in the cgroup still. */
export function readFrozen(files: CgroupFiles, directoryOf: DirectoryOf): boolean | null {
  const freezer = directoryOf("freezer");
  if (freezer !== null) return files.counter(`${freezer}/freezer.state`, parseFreezerState);
  const unified = directoryOf(UNIFIED);
  if (unified === null) return null;
  return files.counter(`${unified}/cgroup.events`, parseCgroupEvents)?.frozen ?? null;
}
