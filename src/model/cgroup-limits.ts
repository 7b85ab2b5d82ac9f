import type {
  CgroupFacts,
  CpuFacts,
  CpusetFacts,
  Level,
  LevelPlace,
  Levels,
  MemoryFacts,
} from "../collector/cgroup-facts.ts";
import type { BindingLimit } from "./cgroup-view.ts";
import { growth, percent, percentOfMicroseconds } from "./rates.ts";

/** What one reading says, and the one before of the same group. */
export interface CgroupReadings {
  readonly now: CgroupFacts;
  readonly before: CgroupFacts | null;
  /** Between the two. */
  readonly seconds: number | null;
  readonly hostCpus: number;
}

/** Every limit on a group, innermost first, by what it is of. */
export interface CgroupLimits {
  readonly cpuQuota: readonly BindingLimit[];
  /** {@link cpuQuota}, and the CPUs that it may run on. */
  readonly cpu: readonly BindingLimit[];
  readonly memory: readonly BindingLimit[];
  readonly soft: readonly BindingLimit[];
  readonly swap: readonly BindingLimit[];
  readonly pids: readonly BindingLimit[];
}

/** The file that a limit is in, and how it is read. */
interface LimitKind<Figures> {
  readonly resource: BindingLimit["resource"];
  readonly files: Readonly<Record<LevelPlace["version"], string>>;
  value(level: Level<Figures>): number | "max" | null;
  /** In the unit of the value. */
  used(level: Level<Figures>): number | null;
}

/** Finds all limits, those at cgroups around the group's own included. */
export function cgroupLimits(readings: CgroupReadings): CgroupLimits {
  const { memory, pids } = readings.now;
  const cpuQuota = cpuQuotas(readings);
  return {
    cpuQuota,
    cpu: [...cpuQuota, ...cpusetLimit(readings)],
    memory: [...limitsOf(memory, MEMORY_MAX), ...hiddenMemoryLimit(memory)],
    soft: limitsOf(memory, MEMORY_HIGH),
    swap: limitsOf(memory, SWAP_MAX),
    pids: limitsOf(pids, {
      resource: "pids",
      files: { v1: "pids.max", v2: "pids.max" },
      value: ({ limit }) => limit,
      used: ({ current }) => current,
    }),
  };
}

/** The lowest, the innermost of those that are equal. */
export function tightest(limits: readonly BindingLimit[]): BindingLimit | null {
  return limits.reduce<BindingLimit | null>(
    (lowest, limit) => (lowest === null || limit.value < lowest.value ? limit : lowest),
    null,
  );
}

/**
 * The one that is the nearest to being hit. Swap is left out, since to have used it up is no trouble until memory is
 * short, and so are soft limits of v1, which only say who gives memory back first.
 */
export function nearest({ cpu, memory, soft, pids }: CgroupLimits): BindingLimit | null {
  const held = soft.filter(({ path }) => path.endsWith(`/${MEMORY_HIGH.files.v2}`));
  return [...cpu, ...memory, ...held, ...pids].reduce<BindingLimit | null>(
    (fullest, limit) => (fullest === null || share(limit) > share(fullest) ? limit : fullest),
    null,
  );
}

/** Percent of a core that everything in a cgroup took between the readings. */
export function cpuPercentAt(
  { directory }: LevelPlace,
  readings: CgroupReadings,
  counter: "usageMicroseconds" | "userMicroseconds" | "systemMicroseconds" = "usageMicroseconds",
): number | null {
  const { seconds } = readings;
  return percentOfMicroseconds(
    growthAt(directory, readings, (level) => level[counter]),
    seconds,
  );
}

/** How much a counter of the CPU controller grew at one cgroup between the readings. */
export function growthAt(
  directory: string,
  { now, before }: CgroupReadings,
  counter: (level: Level<CpuFacts>) => number | null,
): number | null {
  const [last, earlier] = [now, before].map((facts) =>
    facts?.cpu?.find((level) => level.directory === directory),
  );
  return growth(last && counter(last), earlier && counter(earlier));
}

const MEMORY_MAX: LimitKind<MemoryFacts> = {
  resource: "memory",
  files: { v1: "memory.limit_in_bytes", v2: "memory.max" },
  value: ({ limitBytes }) => limitBytes,
  used: memoryUsed,
};

const MEMORY_HIGH: LimitKind<MemoryFacts> = {
  resource: "memory",
  files: { v1: "memory.soft_limit_in_bytes", v2: "memory.high" },
  value: ({ softLimitBytes }) => softLimitBytes,
  used: memoryUsed,
};

const SWAP_MAX: LimitKind<MemoryFacts> = {
  resource: "swap",
  files: { v1: "memory.memsw.limit_in_bytes", v2: "memory.swap.max" },
  value: ({ swapLimitBytes }) => swapLimitBytes,
  used: ({ swapBytes }) => swapBytes,
};

function cpuQuotas(readings: CgroupReadings): readonly BindingLimit[] {
  return limitsOf(readings.now.cpu, {
    resource: "cpu",
    files: { v1: "cpu.cfs_quota_us", v2: "cpu.max" },
    value: ({ quotaPercent }) => quotaPercent,
    used: (level) => cpuPercentAt(level, readings),
  });
}

/**
 * Fewer CPUs than the host has are a limit as well. It stands in the outermost cgroup that has no more of them than
 * the innermost: those below have it from there.
 */
function cpusetLimit(readings: CgroupReadings): readonly BindingLimit[] {
  const levels = readings.now.cpuset?.filter(({ effectiveCpuCount }) => effectiveCpuCount !== null) ?? [];
  const count = levels[0]?.effectiveCpuCount ?? 0;
  const level = levels.findLast((each) => each.effectiveCpuCount === count);
  if (level === undefined || count === 0 || count >= readings.hostCpus) return [];
  const used = readings.now.cpu?.find(({ path }) => path === level.path);
  return [limitAt(level, "cpu", cpusetFile(level), count * 100, used ? cpuPercentAt(used, readings) : null)];
}

/** In a cgroup namespace the list that says it may be around what is visible. */
function cpusetFile({ cpus, version }: Level<CpusetFacts>): string {
  if (cpus !== "" && cpus !== null) return "cpuset.cpus";
  return version === "v1" ? "cpuset.effective_cpus" : "cpuset.cpus.effective";
}

/** v1 says which limit binds in the end; one that is lower than all that can be seen is around them. */
function hiddenMemoryLimit(levels: Levels<MemoryFacts> | null): readonly BindingLimit[] {
  const [own] = levels ?? [];
  const limit = own?.hierarchicalLimitBytes;
  if (own === undefined || typeof limit !== "number") return [];
  const seen = levels?.every(
    ({ limitBytes }) => limitBytes !== null && (limitBytes === "max" || limitBytes > limit),
  );
  if (seen !== true) return [];
  return [{ ...limitAt(own, "memory", "memory.stat", limit, null), cgroupPath: null, isOwn: false }];
}

function limitsOf<Figures>(
  levels: Levels<Figures> | null,
  { resource, files, value, used }: LimitKind<Figures>,
): readonly BindingLimit[] {
  return (levels ?? []).flatMap((level) => {
    const limit = value(level);
    return typeof limit === "number"
      ? [limitAt(level, resource, files[level.version], limit, used(level))]
      : [];
  });
}

function limitAt(
  { directory, path, isOwn }: LevelPlace,
  resource: BindingLimit["resource"],
  file: string,
  value: number,
  used: number | null,
): BindingLimit {
  return {
    resource,
    path: `${directory}/${file}`,
    cgroupPath: path,
    isOwn,
    value,
    used,
    usedPercent: used === null || value === 0 ? null : percent(used, value),
  };
}

function memoryUsed({ workingSetBytes, currentBytes }: MemoryFacts): number | null {
  return workingSetBytes ?? currentBytes;
}

/** What is not known comes last. */
function share({ usedPercent }: BindingLimit): number {
  return usedPercent ?? -1;
}
