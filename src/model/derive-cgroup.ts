import type {
  CgroupFacts,
  CpuFacts,
  CpusetFacts,
  IoFacts,
  Level,
  Levels,
  MemoryFacts,
  PidsFacts,
} from "../collector/cgroup-facts.ts";
import {
  type CgroupLimits,
  type CgroupReadings,
  cgroupLimits,
  cpuPercentAt,
  growthAt,
  nearest,
  tightest,
} from "./cgroup-limits.ts";
import { numberOrNull } from "./cgroup-usage.ts";
import type { CgroupView, CpuView, IoView, MemoryView, PidsView } from "./cgroup-view.ts";
import { growth, percent, percentOfMicroseconds, perSecond, secondsBetween } from "./rates.ts";

/** What a {@link CgroupView} is made from. */
export interface CgroupInput {
  readonly now: CgroupFacts;
  /** The reading before of the same group; without one there are no rates. */
  readonly before: CgroupFacts | null;
  /** Of the group; `null`: it has no control group of its own, whoever's it is in. */
  readonly ownPath: string | null;
  readonly hostCpus: number;
}

/** Makes the view of what holds a group back. */
export function deriveCgroup({ now: facts, before, ownPath, hostCpus }: CgroupInput): CgroupView {
  const isOwn = facts.isOwn && facts.path === ownPath;
  const now = isOwn ? facts : disowned(facts);
  const seconds = secondsBetween(now.readAtSeconds, before?.readAtSeconds);
  const readings = { now, before, seconds, hostCpus };
  const limits = cgroupLimits(readings);
  return {
    path: now.path,
    version: now.version,
    directories: now.directories,
    isOwn,
    cpu: now.cpu && cpuView(now.cpu, readings, limits),
    cpuset: now.cpuset && cpusetView(now.cpuset),
    memory: now.memory && memoryView(now.memory, readings, limits),
    pids: now.pids && pidsView(now.pids, limits),
    io: now.io && ioView(now.io, readings),
    pressure: now.pressure,
    freezer: now.freezer,
    network: now.network,
    bindingLimit: nearest(limits),
  };
}

/** The facts of a control group that is another group's, or nobody's. */
function disowned(facts: CgroupFacts): CgroupFacts {
  const { cpu, cpuset, memory, pids, io } = facts;
  return {
    ...facts,
    isOwn: false,
    cpu: cpu && shared(cpu),
    cpuset: cpuset && shared(cpuset),
    memory: memory && shared(memory),
    pids: pids && shared(pids),
    io: io && {
      ...io,
      isOwn: false,
      devices: io.devices.map((device) => ({
        ...device,
        limits: device.limits.map((limit) => ({ ...limit, isOwn: false })),
      })),
    },
  };
}

function shared<Figures>([first, ...others]: Levels<Figures>): Levels<Figures> {
  return [{ ...first, isOwn: false }, ...others];
}

function cpuView(levels: Levels<CpuFacts>, readings: CgroupReadings, limits: CgroupLimits): CpuView {
  const [own] = levels;
  const { seconds } = readings;
  const quota = tightest(limits.cpuQuota);
  const at = levels.find(({ path }) => path === quota?.cgroupPath);
  const grown = (counter: (level: Level<CpuFacts>) => number | null) =>
    at === undefined ? null : growthAt(at.directory, readings, counter);
  const throttled = grown(({ throttledPeriods }) => throttledPeriods);
  const periods = grown((level) => level.periods);
  return {
    isOwn: own.isOwn,
    weight: own.weight,
    weightFile: own.version === "v1" ? "cpu.shares" : "cpu.weight",
    isIdle: own.isIdle,
    percent: cpuPercentAt(own, readings),
    userPercent: cpuPercentAt(own, readings, "userMicroseconds"),
    systemPercent: cpuPercentAt(own, readings, "systemMicroseconds"),
    hostPercent: readings.hostCpus * 100,
    quotaPercent: numberOrNull(own.quotaPercent),
    periods: own.periods,
    throttledPeriods: own.throttledPeriods,
    throttledSeconds: own.throttledMicroseconds === null ? null : own.throttledMicroseconds / 1e6,
    throttledPercent: throttled === null || periods === null ? null : percent(throttled, periods),
    throttledTimePercent: percentOfMicroseconds(
      grown(({ throttledMicroseconds }) => throttledMicroseconds),
      seconds,
    ),
    binding: tightest(limits.cpu),
  };
}

/** In v2 a cgroup whose parent does not hand the controller on may use what the parent may. */
function cpusetView(levels: Levels<CpusetFacts>): CpusetFacts {
  const [{ cpus, mems }] = levels;
  const nearest = levels.find(({ effectiveCpus }) => effectiveCpus !== null) ?? levels[0];
  const { effectiveCpus, effectiveMems, effectiveCpuCount } = nearest;
  return { cpus, mems, effectiveCpus, effectiveMems, effectiveCpuCount };
}

function memoryView([own]: Levels<MemoryFacts>, readings: CgroupReadings, limits: CgroupLimits): MemoryView {
  const { now, before, seconds } = readings;
  const earlier = before?.memory?.[0];
  const isSame = earlier?.directory === now.memory?.[0].directory;
  return {
    isOwn: own.isOwn,
    currentBytes: own.currentBytes,
    peakBytes: own.peakBytes,
    workingSetBytes: own.workingSetBytes,
    anonymousBytes: own.anonymousBytes,
    fileBytes: own.fileBytes,
    sharedBytes: own.sharedBytes,
    kernelBytes: own.kernelBytes,
    swapBytes: own.swapBytes,
    limitBytes: numberOrNull(own.limitBytes),
    softLimitBytes: numberOrNull(own.softLimitBytes),
    minBytes: numberOrNull(own.minBytes),
    lowBytes: numberOrNull(own.lowBytes),
    swapLimitBytes: numberOrNull(own.swapLimitBytes),
    events: own.events,
    refaultsPerSecond: perSecond(isSame ? growth(own.refaults, earlier?.refaults) : null, seconds),
    binding: tightest(limits.memory),
    softBinding: tightest(limits.soft),
    swapBinding: tightest(limits.swap),
  };
}

function pidsView(
  [{ isOwn, current, peak, limit, refused }]: Levels<PidsFacts>,
  { pids }: CgroupLimits,
): PidsView {
  return { isOwn, current, peak, limit: numberOrNull(limit), refused, binding: tightest(pids) };
}

function ioView(
  { isOwn, weight, weightFile, devices, directory }: IoFacts,
  { before, seconds }: CgroupReadings,
): IoView {
  const earlier = before?.io?.directory === directory ? before.io : null;
  return {
    isOwn,
    weight,
    weightFile,
    devices: devices.map((device) => {
      // One that it had not used is not among the earlier ones.
      const was = earlier && (earlier.devices.find(({ number }) => number === device.number) ?? UNUSED);
      return {
        ...device,
        readBytesPerSecond: perSecond(growth(device.readBytes, was?.readBytes), seconds),
        writeBytesPerSecond: perSecond(growth(device.writeBytes, was?.writeBytes), seconds),
        readsPerSecond: perSecond(growth(device.reads, was?.reads), seconds),
        writesPerSecond: perSecond(growth(device.writes, was?.writes), seconds),
      };
    }),
  };
}

const UNUSED = { readBytes: 0, writeBytes: 0, reads: 0, writes: 0 };
