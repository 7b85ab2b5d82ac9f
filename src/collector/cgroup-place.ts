import { type CgroupLevel, cgroupLevels } from "./cgroup-levels.ts";
import type { CgroupMounts } from "./cgroup-mounts.ts";
import type { CgroupController, CgroupDirectories } from "./sample.ts";

/** Where one cgroup is in each hierarchy, and which one is around it. */
export interface CgroupPlace {
  /** The same for two places only where everything else is the same. */
  readonly key: string;
  /** As in `/proc/[pid]/cgroup`; where the hierarchies have it at different paths, that in the first of {@link CGROUP_CONTROLLERS}. */
  readonly path: string;
  readonly directories: CgroupDirectories;
  /** `null` when that is the root, or outside of what is mounted here. */
  readonly above: CgroupPlace | null;
}

/** The hierarchies that nstop reads files of. */
export const CGROUP_CONTROLLERS = [
  "unified",
  "cpu",
  "cpuacct",
  "memory",
  "pids",
  "blkio",
  "freezer",
] as const;

/** The levels of one controller, outermost first. */
type Levels = readonly [CgroupController, readonly CgroupLevel[]];

/**
 * Finds the files of a container's or service's own cgroup, and of those around it. v1 may keep it elsewhere in each hierarchy; what is
 * equally far from the root is then taken together, so that all containers of one engine have the same cgroups around them.
 *
 * @param path - Key of the result.
 * @param ownPaths - Where each controller has it; one that has it together with others is not among them.
 */
export function cgroupPlace(
  mounts: CgroupMounts,
  path: string,
  ownPaths: ReadonlyMap<string, string>,
): CgroupPlace {
  const all = CGROUP_CONTROLLERS.flatMap((controller): Levels[] => {
    const levels = cgroupLevels(mounts, controller, ownPaths.get(controller) ?? "").toReversed();
    return levels.length === 0 ? [] : [[controller, levels]];
  });
  const own = all.map(([controller, levels]) => [controller, levels.at(-1)?.directory]);
  return { key: path, path, directories: Object.fromEntries(own), above: placeAbove(all) };
}

function placeAbove(all: readonly Levels[]): CgroupPlace | null {
  let above: CgroupPlace | null = null;
  for (let depth = 0; ; depth += 1) {
    const there = all.flatMap(([controller, levels]) => {
      const level = depth < levels.length - 1 ? levels[depth] : undefined;
      return level === undefined ? [] : [{ controller, ...level }];
    });
    const [first] = there;
    if (first === undefined) return above;
    const directories = there.map(({ controller, directory }) => [controller, directory]);
    const key: string = JSON.stringify([above?.key ?? null, directories]);
    above = { key, path: first.path, directories: Object.fromEntries(directories), above };
  }
}
