import type {
  BindingLimit,
  CgroupView,
  CpuView,
  DeviceView,
  MemoryView,
  PidsView,
} from "../../src/model/cgroup-view.ts";
import type { Pressure } from "../../src/procfs/pressure.ts";

/** A docker container's cgroup in v2 that nothing limits; of its controllers only what is given. */
export function cgroupOf(known: Partial<CgroupView> = {}): CgroupView {
  return {
    path: "/docker/web",
    directories: { unified: "/sys/fs/cgroup/docker/web" },
    version: "v2",
    isOwn: true,
    cpu: null,
    cpuset: null,
    memory: null,
    pids: null,
    io: null,
    pressure: null,
    freezer: null,
    network: null,
    bindingLimit: null,
    ...known,
  };
}

/** A limit of the cgroup's own. */
export function limitOf(known: Partial<BindingLimit> & Pick<BindingLimit, "value">): BindingLimit {
  return {
    resource: "cpu",
    path: "/sys/fs/cgroup/docker/web/cpu.max",
    cgroupPath: "/docker/web",
    isOwn: true,
    used: null,
    usedPercent: null,
    ...known,
  };
}

export function cpuOf(known: Partial<CpuView> = {}): CpuView {
  return {
    isOwn: true,
    weight: 100,
    weightFile: "cpu.weight",
    isIdle: false,
    percent: null,
    userPercent: null,
    systemPercent: null,
    hostPercent: 200,
    quotaPercent: null,
    periods: null,
    throttledPeriods: null,
    throttledSeconds: null,
    throttledPercent: null,
    throttledTimePercent: null,
    binding: null,
    ...known,
  };
}

export function memoryOf(known: Partial<MemoryView> = {}): MemoryView {
  return {
    isOwn: true,
    currentBytes: null,
    peakBytes: null,
    workingSetBytes: null,
    anonymousBytes: null,
    fileBytes: null,
    sharedBytes: null,
    kernelBytes: null,
    swapBytes: null,
    limitBytes: null,
    softLimitBytes: null,
    minBytes: null,
    lowBytes: null,
    swapLimitBytes: null,
    events: null,
    refaultsPerSecond: null,
    binding: null,
    softBinding: null,
    swapBinding: null,
    ...known,
  };
}

export function pidsOf(known: Partial<PidsView> = {}): PidsView {
  return { isOwn: true, current: null, peak: null, limit: null, refused: null, binding: null, ...known };
}

export function deviceOf(known: Partial<DeviceView> = {}): DeviceView {
  return {
    number: "8:0",
    name: "sda",
    readBytes: 0,
    writeBytes: 0,
    reads: null,
    writes: null,
    weight: null,
    limits: [],
    readBytesPerSecond: null,
    writeBytesPerSecond: null,
    readsPerSecond: null,
    writesPerSecond: null,
    ...known,
  };
}

export function pressureOf(some10Percent: number, known: Partial<Pressure> = {}): Pressure {
  return {
    some10Percent,
    some60Percent: 0,
    some300Percent: 0,
    full10Percent: 0,
    full60Percent: 0,
    full300Percent: 0,
    ...known,
  };
}
