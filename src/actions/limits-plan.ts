import type { LimitsUpdate, PodmanResources } from "../engines/container-orders.ts";
import type { SetLimits } from "../engines/controlled-container.ts";
import { bytesText, percentText } from "../model/amount-text.ts";
import type { ContainerLimits } from "./order.ts";

/** The kernel's own period, in microseconds. */
const PERIOD = 100_000;

/** `NanoCpus` of one percent of a core. */
const NANO_CPUS_PER_PERCENT = 10_000_000;

/** How much an engine has to give. */
export interface Capacity {
  readonly cpus: number;
  readonly memoryBytes: number;
}

/** What an engine is to be told, and what is said of it when it is done. */
export interface LimitsPlan<Update> {
  readonly update: Update;
  /** Each limit as it is then. */
  readonly said: readonly string[];
}

/**
 * How Docker is told: CPU in the way in which the container was made, since it refuses to mix the two; swap goes with memory,
 * which it does not let grow beyond both together. What it cannot take away is set to all that the host has.
 *
 * @param set - As Docker keeps them now.
 * @see https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerUpdate
 */
export function dockerPlan(
  { cpuPercent, memoryBytes }: ContainerLimits,
  set: SetLimits,
  capacity: Capacity,
): LimitsPlan<LimitsUpdate> {
  const cpu = cpuPercent === undefined ? null : dockerCpu(cpuPercent, set, capacity);
  const memory = memoryBytes === undefined ? null : dockerMemory(memoryBytes, set, capacity);
  return {
    update: { ...cpu?.update, ...memory?.update },
    said: [cpu, memory].flatMap((part) => part?.said ?? []),
  };
}

/** How Podman is told; it takes limits away, and does not say which there are. Swap is what it gives a new container. */
export function podmanPlan({ cpuPercent, memoryBytes }: ContainerLimits): LimitsPlan<PodmanResources> {
  const cpu =
    cpuPercent === undefined
      ? {}
      : { cpu: { quota: cpuPercent === "max" ? -1 : quota(cpuPercent, PERIOD), period: PERIOD } };
  const memory =
    memoryBytes === undefined
      ? {}
      : {
          memory:
            memoryBytes === "max" ? { limit: -1, swap: -1 } : { limit: memoryBytes, swap: memoryBytes * 2 },
        };
  return { update: { ...cpu, ...memory }, said: [...cpuSaid(cpuPercent), ...memorySaid(memoryBytes)] };
}

function dockerCpu(percent: number | "max", set: SetLimits, { cpus }: Capacity): LimitsPlan<LimitsUpdate> {
  const { nanoCpus, cpuQuota, cpuPeriod } = set;
  if (nanoCpus > 0) {
    if (percent === "max") {
      return {
        update: { NanoCpus: cpus * 100 * NANO_CPUS_PER_PERCENT },
        said: [
          `CPU ${percentText(cpus * 100)}, all of the host's, since its engine cannot take this limit away`,
        ],
      };
    }
    // A quota that somebody took away once is kept by Docker, and wins when the container starts.
    const until = cpuQuota < 0 ? " until its next start, at which its engine forgets it" : "";
    return {
      update: { NanoCpus: Math.round(percent * NANO_CPUS_PER_PERCENT) },
      said: [`CPU ${percentText(percent)}${until}`],
    };
  }
  if (percent === "max") {
    return cpuQuota > 0
      ? { update: { CpuQuota: -1 }, said: cpuSaid("max") }
      : { update: {}, said: ["CPU without a limit, as it was"] };
  }
  const byQuota = cpuQuota !== 0 || cpuPeriod !== 0;
  return {
    update: byQuota
      ? { CpuQuota: quota(percent, cpuPeriod || PERIOD) }
      : { NanoCpus: Math.round(percent * NANO_CPUS_PER_PERCENT) },
    said: cpuSaid(percent),
  };
}

function dockerMemory(
  bytes: number | "max",
  { memory, memorySwap }: SetLimits,
  { memoryBytes }: Capacity,
): LimitsPlan<LimitsUpdate> {
  if (bytes === "max") {
    if (memory === 0) return { update: {}, said: ["memory without a limit, as it was"] };
    // Not -1 where it is not that already: cgroup v1 wants this limit raised before the other, which engines only do with numbers.
    const both = memorySwap < 0 ? -1 : memoryBytes * 2;
    return {
      update: { Memory: memoryBytes, MemorySwap: both },
      said: [
        `memory ${bytesText(memoryBytes)}, all of the host's, since its engine cannot take this limit away`,
      ],
    };
  }
  if (memorySwap < 0) {
    return {
      update: { Memory: bytes, MemorySwap: -1 },
      said: [...memorySaid(bytes), "swap without a limit"],
    };
  }
  // As much swap as it had; one that had no limit gets what `docker run` gives.
  const swap = memory > 0 && memorySwap >= memory ? memorySwap - memory : bytes;
  return {
    update: { Memory: bytes, MemorySwap: bytes + swap },
    said: [...memorySaid(bytes), `swap ${bytesText(swap)}`],
  };
}

function quota(percent: number, period: number): number {
  return Math.round((percent / 100) * period);
}

function cpuSaid(percent: ContainerLimits["cpuPercent"]): readonly string[] {
  if (percent === undefined) return [];
  return [percent === "max" ? "CPU without a limit" : `CPU ${percentText(percent)}`];
}

function memorySaid(bytes: ContainerLimits["memoryBytes"]): readonly string[] {
  if (bytes === undefined) return [];
  return [bytes === "max" ? "memory without a limit" : `memory ${bytesText(bytes)}`];
}
