import type {
  CgroupFacts,
  CpuFacts,
  CpusetFacts,
  Level,
  LevelPlace,
  MemoryFacts,
  PidsFacts,
} from "../../src/collector/cgroup-facts.ts";

const CPU: CpuFacts = {
  weight: 100,
  isIdle: null,
  quotaPercent: "max",
  usageMicroseconds: 0,
  userMicroseconds: 0,
  systemMicroseconds: 0,
  periods: 0,
  throttledPeriods: 0,
  throttledMicroseconds: 0,
};

const MEMORY: MemoryFacts = {
  currentBytes: 100,
  peakBytes: null,
  limitBytes: "max",
  softLimitBytes: "max",
  minBytes: 0,
  lowBytes: 0,
  swapBytes: 0,
  swapLimitBytes: "max",
  hierarchicalLimitBytes: null,
  workingSetBytes: 80,
  anonymousBytes: null,
  fileBytes: null,
  sharedBytes: null,
  kernelBytes: null,
  refaults: 0,
  events: null,
};

/** A cgroup of v2; its own where it is that of the container. */
function place(path: string): LevelPlace {
  return { path, directory: `/sys/fs/cgroup${path}`, version: "v2", isOwn: path === OWN };
}

/** Path of the container's cgroup. */
export const OWN = "/pods/web";

/** Figures of the CPU controller at one cgroup, which has no limit but those given. */
export function cpuAt(path: string, facts: Partial<CpuFacts> = {}): Level<CpuFacts> {
  return { ...place(path), ...CPU, ...facts };
}

export function cpusetAt(path: string, facts: Partial<CpusetFacts>): Level<CpusetFacts> {
  const nothing = { cpus: "", mems: "", effectiveCpus: null, effectiveMems: null, effectiveCpuCount: null };
  return { ...place(path), ...nothing, ...facts };
}

/** As {@link cpuAt}; of 100 bytes the working set is 80. */
export function memoryAt(path: string, facts: Partial<MemoryFacts> = {}): Level<MemoryFacts> {
  return { ...place(path), ...MEMORY, ...facts };
}

export function pidsAt(path: string, facts: Partial<PidsFacts> = {}): Level<PidsFacts> {
  return { ...place(path), current: 3, peak: null, limit: "max", refused: 0, ...facts };
}

/** Facts of a container in {@link OWN} of which no controller is known but those given. */
export function cgroupFacts(facts: Partial<CgroupFacts> = {}): CgroupFacts {
  return {
    version: "v2",
    readAtSeconds: 100,
    path: OWN,
    directories: { unified: `/sys/fs/cgroup${OWN}` },
    isOwn: true,
    cpu: null,
    cpuset: null,
    memory: null,
    pids: null,
    io: null,
    pressure: null,
    freezer: null,
    network: null,
    ...facts,
  };
}
