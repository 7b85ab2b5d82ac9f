import type { CgroupController, CgroupDirectories } from "../collector/sample.ts";

/** One figure's file: its name in cgroup v2, and its controller and name in v1. */
export interface CgroupFile {
  readonly v2: string;
  /** `null`: only v2 has it. */
  readonly v1: readonly [controller: CgroupController, file: string] | null;
}

/** Files that a verdict is known from. */
export const CGROUP_FILES = {
  cpuQuota: { v2: "cpu.max", v1: ["cpu", "cpu.cfs_quota_us"] },
  cpuStat: { v2: "cpu.stat", v1: ["cpu", "cpu.stat"] },
  memoryLimit: { v2: "memory.max", v1: ["memory", "memory.limit_in_bytes"] },
  memoryHigh: { v2: "memory.high", v1: null },
  limitHits: { v2: "memory.events", v1: ["memory", "memory.failcnt"] },
  highHits: { v2: "memory.events", v1: null },
  oomKills: { v2: "memory.events", v1: ["memory", "memory.oom_control"] },
  memoryStat: { v2: "memory.stat", v1: ["memory", "memory.stat"] },
  pidsCurrent: { v2: "pids.current", v1: ["pids", "pids.current"] },
  pidsMax: { v2: "pids.max", v1: ["pids", "pids.max"] },
  pidsEvents: { v2: "pids.events", v1: ["pids", "pids.events"] },
  frozen: { v2: "cgroup.events", v1: ["freezer", "freezer.state"] },
  cpuPressure: { v2: "cpu.pressure", v1: null },
  memoryPressure: { v2: "memory.pressure", v1: null },
  ioPressure: { v2: "io.pressure", v1: null },
  readBytesPerSecond: { v2: "io.max", v1: ["blkio", "blkio.throttle.read_bps_device"] },
  writeBytesPerSecond: { v2: "io.max", v1: ["blkio", "blkio.throttle.write_bps_device"] },
  readsPerSecond: { v2: "io.max", v1: ["blkio", "blkio.throttle.read_iops_device"] },
  writesPerSecond: { v2: "io.max", v1: ["blkio", "blkio.throttle.write_iops_device"] },
  ioBytes: { v2: "io.stat", v1: ["blkio", "blkio.throttle.io_service_bytes_recursive"] },
  ioOperations: { v2: "io.stat", v1: ["blkio", "blkio.throttle.io_serviced_recursive"] },
} as const satisfies Readonly<Record<string, CgroupFile>>;

/** Whether v1 has the figure of this cgroup, in whose files it is written otherwise. */
export function isInV1(directories: CgroupDirectories, { v1 }: CgroupFile): boolean {
  return v1 !== null && directories[v1[0]] !== undefined;
}

/**
 * Where a person finds the file: in the v1 hierarchy of its controller, else in v2. On a hybrid host each controller is in one of them.
 *
 * @see https://docs.kernel.org/admin-guide/cgroup-v1/cgroups.html
 */
export function cgroupFilePath(directories: CgroupDirectories, file: CgroupFile): string {
  const home = file.v1 === null ? undefined : directories[file.v1[0]];
  if (file.v1 !== null && home !== undefined) return `${home}/${file.v1[1]}`;
  return `${directories.unified ?? ""}/${file.v2}`;
}
