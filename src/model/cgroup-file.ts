import type { HostSample } from "../collector/sample.ts";

/** One figure's file: its name in cgroup v2, and its hierarchy and name in v1. */
export interface CgroupFile {
  readonly v2: string;
  readonly v1: readonly [hierarchy: string, file: string];
}

/** Files that a verdict is known from. */
export const CGROUP_FILES = {
  cpuStat: { v2: "cpu.stat", v1: ["cpu", "cpu.stat"] },
  limitHits: { v2: "memory.events", v1: ["memory", "memory.failcnt"] },
  oomKills: { v2: "memory.events", v1: ["memory", "memory.oom_control"] },
  pidsCurrent: { v2: "pids.current", v1: ["pids", "pids.current"] },
  pidsMax: { v2: "pids.max", v1: ["pids", "pids.max"] },
  frozen: { v2: "cgroup.events", v1: ["freezer", "freezer.state"] },
} as const satisfies Readonly<Record<string, CgroupFile>>;

/**
 * Where a person finds the file, with the hierarchies mounted where every distribution mounts them. On a hybrid
 * host the controllers are in v1.
 *
 * @see https://docs.kernel.org/admin-guide/cgroup-v1/cgroups.html
 */
export function cgroupFilePath(
  version: HostSample["cgroupVersion"],
  cgroupPath: string,
  { v2, v1: [hierarchy, file] }: CgroupFile,
): string {
  const below = cgroupPath === "/" ? "" : cgroupPath;
  return version === "v2" ? `/sys/fs/cgroup${below}/${v2}` : `/sys/fs/cgroup/${hierarchy}${below}/${file}`;
}
