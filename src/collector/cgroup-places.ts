import { parsePidCgroup } from "../procfs/pid-cgroup.ts";
import type { LevelPlace, Levels } from "./cgroup-facts.ts";
import { cgroupLevels } from "./cgroup-levels.ts";
import { type CgroupMounts, cgroupDirectory } from "./cgroup-mounts.ts";
import { type ProcessCgroup, UNIFIED } from "./read-process-cgroup.ts";

/** Where a process's cgroups are, innermost first, in the hierarchy of a controller; empty where there are none. */
export type PlacesOf = (controller: string) => readonly LevelPlace[];

/**
 * Finds where each controller has the cgroup that is a container's or service's own and those around it; where it has
 * none of its own, that of the process. The root is the last: in a cgroup namespace it may have limits.
 *
 * @param cgroup - Of the process.
 */
export function cgroupPlaces(mounts: CgroupMounts, cgroup: ProcessCgroup): PlacesOf {
  const paths = new Map(
    parsePidCgroup(cgroup.text).flatMap(({ hierarchyId, controllers, path }) =>
      (hierarchyId === 0 ? [UNIFIED] : controllers).map((controller) => [controller, path] as const),
    ),
  );
  return (controller) => {
    const hierarchy = mounts.hierarchies.has(controller) ? controller : UNIFIED;
    const own = cgroup.ownPaths.get(hierarchy);
    const path = own ?? paths.get(hierarchy);
    if (path === undefined) return [];
    const version = hierarchy === UNIFIED ? "v2" : "v1";
    return visibleLevels(mounts, hierarchy, path).map((level) => ({
      ...level,
      version,
      isOwn: level.path === own,
    }));
  };
}

function visibleLevels(mounts: CgroupMounts, hierarchy: string, path: string) {
  const levels = cgroupLevels(mounts, hierarchy, path);
  // A process outside of the reader's cgroup namespace is not below its root.
  const root = path.split("/").includes("..") ? null : cgroupDirectory(mounts, hierarchy, "/");
  return root === null ? levels : [...levels, { path: "/", directory: root }];
}

/** Reads figures at each place. @returns `null` when none of them is known at any. */
export function readLevels<Figures extends object>(
  places: readonly LevelPlace[],
  read: (place: LevelPlace) => Figures,
): Levels<Figures> | null {
  const levels = places.map((place) => ({ place, figures: read(place) }));
  const isKnown = levels.some(({ figures }) => Object.values(figures).some((figure) => figure !== null));
  const [first, ...others] = levels.map(({ place, figures }) => ({ ...place, ...figures }));
  return first === undefined || !isKnown ? null : [first, ...others];
}
