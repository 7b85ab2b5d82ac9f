import { type CgroupMounts, cgroupDirectory } from "./cgroup-mounts.ts";

/** One cgroup on the way from a group's own up to the root. */
export interface CgroupLevel {
  /** In the controller's hierarchy. */
  readonly path: string;
  readonly directory: string;
}

/**
 * A cgroup and every one around it, innermost first, without the root, which has no limits. Those that lie outside of what is mounted
 * here, as in a container, are left out.
 *
 * @param controller - As in {@link cgroupDirectory}.
 * @param path - As in `/proc/[pid]/cgroup`.
 */
export function cgroupLevels(mounts: CgroupMounts, controller: string, path: string): readonly CgroupLevel[] {
  const levels: CgroupLevel[] = [];
  for (let level = path; level.length > 1; level = level.slice(0, level.lastIndexOf("/"))) {
    const directory = cgroupDirectory(mounts, controller, level);
    if (directory === null) break;
    levels.push({ path: level, directory });
  }
  return levels;
}
