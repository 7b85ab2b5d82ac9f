import type { HostReader } from "../host/host-reader.ts";
import { isSameValue } from "../host/same-value.ts";
import { type MountInfo, parseMountinfo } from "../procfs/mountinfo.ts";
import type { IssueLog } from "./issue-log.ts";
import { UNIFIED } from "./read-process-cgroup.ts";
import type { HostSample } from "./sample.ts";

/** Where the control groups of this host are mounted. */
export interface CgroupMounts {
  readonly version: HostSample["cgroupVersion"];
  /** By v1 controller, or {@link UNIFIED}. */
  readonly hierarchies: ReadonlyMap<string, CgroupMount>;
}

/** Those of v1 whose files nstop reads. */
const V1_CONTROLLERS: ReadonlySet<string> = new Set([
  ...["cpu", "cpuacct", "memory", "pids", "blkio", "freezer", "cpuset"],
  ...["net_cls", "net_prio"],
]);

/** Those that v2 has nothing of: a host that mounts them beside v2 is still one of v2. */
const BESIDE_V2: ReadonlySet<string> = new Set(["net_cls", "net_prio"]);

interface CgroupMount {
  readonly mountPoint: string;
  /** Which cgroup is mounted there: `/`, or a container's where nstop runs in one. */
  readonly root: string;
}

/**
 * Finds the hierarchies of control groups. cgroup v1 mounts one for each controller, or for a few of them; v2 one
 * for all; a hybrid host has both, and each controller in one of them.
 */
export function readCgroupMounts(reader: HostReader, issues: IssueLog): CgroupMounts {
  const path = "/proc/self/mountinfo";
  const mounts =
    issues.attempt(path, "Control groups are not shown", () => parseMountinfo(reader.readText(path))) ?? [];
  const hierarchies = new Map<string, CgroupMount>();
  for (const mount of mounts) {
    for (const controller of controllersOf(mount)) {
      if (hierarchies.get(controller)?.root !== "/") hierarchies.set(controller, mount);
    }
  }
  return { version: versionOf(new Set(hierarchies.keys())), hierarchies };
}

/** Whether every cgroup is where it was. */
export function areSameMounts(a: CgroupMounts, b: CgroupMounts): boolean {
  const placed = ({ hierarchies }: CgroupMounts) =>
    Array.from(hierarchies, ([controller, { mountPoint, root }]) => [controller, mountPoint, root]);
  return a.version === b.version && isSameValue(placed(a), placed(b));
}

function versionOf(hierarchies: ReadonlySet<string>): CgroupMounts["version"] {
  const hasV1 = [...hierarchies].some((name) => name !== UNIFIED && !BESIDE_V2.has(name));
  if (!hasV1) return "v2";
  return hierarchies.has(UNIFIED) ? "hybrid" : "v1";
}

/**
 * The directory of a cgroup.
 *
 * @param path - As in `/proc/[pid]/cgroup`.
 * @returns `null` when the controller is not mounted, or the cgroup is outside of what is.
 */
export function cgroupDirectory(mounts: CgroupMounts, controller: string, path: string): string | null {
  const mount = mounts.hierarchies.get(controller);
  if (mount === undefined || path.split("/").includes("..")) return null;
  const root = mount.root === "/" ? "" : mount.root;
  if (path !== root && !path.startsWith(`${root}/`)) return null;
  return `${mount.mountPoint}${path.slice(root.length)}`.replace(/\/+$/, "");
}

function controllersOf({ fsType, superOptions }: MountInfo): readonly string[] {
  if (fsType === "cgroup2") return [UNIFIED];
  return fsType === "cgroup" ? superOptions.filter((option) => V1_CONTROLLERS.has(option)) : [];
}
