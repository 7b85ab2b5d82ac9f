import { parseCounter } from "../cgroupfs/counter.ts";
import { parseCfsQuota, parseCpuMax } from "../cgroupfs/cpu-max.ts";
import { parseCpuStat } from "../cgroupfs/cpu-stat.ts";
import { parseCpuacctUsage } from "../cgroupfs/cpuacct.ts";
import { parseCgroupEvents, parseFreezerState } from "../cgroupfs/freezer.ts";
import { parseLimit } from "../cgroupfs/limit.ts";
import { parsePidsEvents } from "../cgroupfs/pids-events.ts";
import { parsePressure } from "../procfs/pressure.ts";
import type { CgroupFiles } from "./cgroup-files.ts";
import type { CgroupPlace } from "./cgroup-place.ts";
import { readIo, readLimitedIo } from "./read-cgroup-io.ts";
import { readMemory, readMemoryLimits } from "./read-cgroup-memory.ts";
import type { CgroupDirectories, CgroupSample, PressureTriple, ProcessWait } from "./sample.ts";

/** What a cgroup's own files do not tell. */
export interface CgroupSurroundings {
  readonly nowSeconds: number;
  /** Name of a block device, as `8:0`. */
  readonly deviceName: (device: string) => string | null;
  /** How its busiest processes wait; asked only where no pressure is accounted. */
  readonly waits: (hasRun: boolean) => readonly ProcessWait[] | null;
}

/**
 * Reads the counters and limits of one container or service. Each controller is read where it lives: in the v1
 * hierarchy that it is mounted in, else in v2.
 */
export function readCgroupSample(
  files: CgroupFiles,
  { path, directories, above }: CgroupPlace,
  { nowSeconds, deviceName, waits }: CgroupSurroundings,
): CgroupSample {
  const { unified } = directories;
  const pressure = unified === undefined ? null : readPressure(files, unified);
  const cpu = readCpu(files, directories);
  return {
    path,
    directories,
    above: above?.key ?? null,
    readAtSeconds: nowSeconds,
    ...cpu,
    memory: readMemory(files, directories),
    pids: readPids(files, directories),
    io: readIo(files, directories, deviceName),
    pressure,
    frozen: readFrozen(files, directories),
    waits: pressure === null ? waits(cpu.cpuMicroseconds !== files.last?.cpuMicroseconds) : null,
  };
}

/** Reads limits of a cgroup around others, and only what is counted towards a limit that is set. */
export function readCgroupAround(
  files: CgroupFiles,
  { path, directories, above }: CgroupPlace,
  { nowSeconds, deviceName }: CgroupSurroundings,
): CgroupSample {
  const cpuLimit = readCpuLimit(files, directories);
  const { limitBytes, highBytes } = readMemoryLimits(files, directories);
  const pidsLimit = readPidsLimit(files, directories);
  return {
    path,
    directories,
    above: above?.key ?? null,
    readAtSeconds: nowSeconds,
    cpuMicroseconds: null,
    ...cpuLimit,
    throttling: isSet(cpuLimit.cpuLimitPercent) ? readThrottling(files, directories) : null,
    memory: isSet(limitBytes) || isSet(highBytes) ? readMemory(files, directories) : null,
    pids: isSet(pidsLimit) ? readPids(files, directories) : null,
    io: readLimitedIo(files, directories, deviceName),
    pressure: null,
    frozen: readFrozen(files, directories),
    waits: null,
  };
}

/** The directory that {@link readCpuTime} reads; `null` where CPU time is not counted. */
export function cpuDirectory({ cpuacct, cpu, unified }: CgroupDirectories): string | null {
  return cpuacct ?? cpu ?? unified ?? null;
}

/** Reads only how long everything in the cgroup has run, in microseconds. */
export function readCpuTime(files: CgroupFiles, { cpuacct, cpu, unified }: CgroupDirectories): number | null {
  if (cpuacct !== undefined) {
    const nanoseconds = files.counter(cpuacct, "cpuacct.usage", parseCpuacctUsage);
    if (nanoseconds !== null) return nanoseconds / 1000;
  }
  const home = cpu ?? unified;
  return home === undefined
    ? null
    : (files.counter(home, "cpu.stat", parseCpuStat)?.usageMicroseconds ?? null);
}

/** Reads whether somebody holds everything in the cgroup still. */
export function readFrozen(files: CgroupFiles, { freezer, unified }: CgroupDirectories): boolean | null {
  if (freezer !== undefined) return files.counter(freezer, "freezer.state", parseFreezerState);
  if (unified === undefined) return null;
  return files.counter(unified, "cgroup.events", parseCgroupEvents)?.frozen ?? null;
}

function readCpu(
  files: CgroupFiles,
  directories: CgroupDirectories,
): Pick<CgroupSample, "cpuMicroseconds" | "throttling"> & CpuLimit {
  const home = directories.cpu ?? directories.unified;
  const stat = home === undefined ? null : files.counter(home, "cpu.stat", parseCpuStat);
  return {
    cpuMicroseconds: stat?.usageMicroseconds ?? readCpuTime(files, directories),
    ...readCpuLimit(files, directories),
    throttling: stat?.throttling ?? null,
  };
}

function readThrottling(files: CgroupFiles, { cpu, unified }: CgroupDirectories): CgroupSample["throttling"] {
  const home = cpu ?? unified;
  return home === undefined ? null : (files.counter(home, "cpu.stat", parseCpuStat)?.throttling ?? null);
}

type CpuLimit = Pick<CgroupSample, "cpuLimitPercent" | "cpuQuota">;

function readCpuLimit(files: CgroupFiles, { cpu, unified }: CgroupDirectories): CpuLimit {
  if (cpu !== undefined) {
    const period = files.limit(cpu, "cpu.cfs_period_us", (text) => text);
    return readQuota(files, cpu, "cpu.cfs_quota_us", (quota) =>
      period === null ? null : parseCfsQuota(quota, period),
    );
  }
  if (unified === undefined) return { cpuLimitPercent: null, cpuQuota: null };
  return readQuota(files, unified, "cpu.max", parseCpuMax);
}

function readQuota(
  files: CgroupFiles,
  directory: string,
  name: string,
  parse: (text: string) => CgroupSample["cpuLimitPercent"],
): CpuLimit {
  const cpuLimitPercent = files.limit(directory, name, parse);
  return {
    cpuLimitPercent,
    cpuQuota: isSet(cpuLimitPercent) ? files.limit(directory, name, (text) => text.trimEnd()) : null,
  };
}

function readPidsLimit(files: CgroupFiles, { pids, unified }: CgroupDirectories): number | "max" | null {
  const home = pids ?? unified;
  return home === undefined ? null : files.limit(home, "pids.max", parseLimit);
}

function readPids(files: CgroupFiles, directories: CgroupDirectories): CgroupSample["pids"] {
  const home = directories.pids ?? directories.unified;
  if (home === undefined) return null;
  const current = files.counter(home, "pids.current", parseCounter);
  if (current === null) return null;
  const limit = readPidsLimit(files, directories);
  return {
    current,
    limit,
    refused: isSet(limit) ? files.counter(home, "pids.events", parsePidsEvents) : null,
  };
}

function readPressure(files: CgroupFiles, unified: string): PressureTriple | null {
  const read = (resource: string) => files.average(unified, `${resource}.pressure`, parsePressure);
  const pressure = { cpu: read("cpu"), memory: read("memory"), io: read("io") };
  return pressure.cpu === null && pressure.memory === null && pressure.io === null ? null : pressure;
}

function isSet(limit: number | "max" | null): limit is number {
  return typeof limit === "number";
}
