import { cgroupUser } from "../cgroupfs/cgroup-owner.ts";
import { unescapeUnit } from "../cgroupfs/unescape-unit.ts";
import type { CgroupOwner } from "../collector/sample.ts";
import { shortName } from "../engines/bare-container.ts";
import {
  containerKey,
  type EngineContainer,
  type EngineView,
  type SeenContainer,
} from "../engines/engine.ts";
import { containerGroupId } from "./group-id.ts";
import type { ProcessGroup } from "./group-processes.ts";
import type { LedGroup } from "./led-group.ts";
import type { Group } from "./snapshot.ts";

/**
 * What the engines say of each container that has processes, by group id. A cgroup made inside a container may
 * bear another container's id: the engine means the one with the fewest containers around it. One in a user's slice is
 * what that user's engine says; it is a container of the host's engine only where that named its first process.
 */
export function containersByGroup(
  groups: readonly ProcessGroup[],
  containers: ReadonlyMap<string, EngineContainer>,
): ReadonlyMap<string, EngineContainer> {
  const outermost = new Map<string, ProcessGroup>();
  for (const group of groups) {
    const key = containerKeyOf(group);
    if (key === null) continue;
    const known = outermost.get(key);
    if (known === undefined || group.outerContainerIds.length < known.outerContainerIds.length) {
      outermost.set(key, group);
    }
  }
  const found = new Map<string, EngineContainer>();
  for (const [key, group] of outermost) {
    const container = containers.get(key) ?? hostContainerOf(group, containers);
    if (container !== undefined) found.set(group.id, container);
  }
  return found;
}

/** A container of the host's engine that was put into a user's slice. */
function hostContainerOf(
  { owner, processes }: ProcessGroup,
  containers: ReadonlyMap<string, EngineContainer>,
): EngineContainer | undefined {
  const container = containers.get(owner?.id ?? "");
  return processes.some(({ pid }) => pid === container?.pid) ? container : undefined;
}

/** Containers by their cgroups, for their engines to be asked or their files to be searched; none that is in another one. */
export function seenContainers(groups: readonly LedGroup[]): readonly SeenContainer[] {
  return groups.flatMap(({ kind, owner, cgroupPath, outerContainerIds, leader }) => {
    if (kind !== "container" || owner === null || cgroupPath === null || leader === null) return [];
    if (outerContainerIds.length > 0) return [];
    return {
      id: owner.id,
      engine: owner.engine,
      userId: cgroupUser(cgroupPath),
      cgroupPath,
      leaderPid: leader.pid,
      parentPid: leader.parentPid,
    };
  });
}

/**
 * Groups for containers that an engine of the host says are alive but that no process was seen of, such as one restarting. What a
 * user's own engine says counts only for cgroups of that user.
 *
 * @param known - Those that have a group.
 */
export function groupsWithoutProcesses(
  containers: Iterable<EngineContainer>,
  known: ReadonlySet<EngineContainer>,
): readonly ProcessGroup[] {
  return [...containers]
    .filter((container) => isAlive(container) && container.userId === null && !known.has(container))
    .map(emptyGroup);
}

/** Id of the group's container as its engine knows it; `null` when it is no container. */
export function containerIdOf(group: ProcessGroup): string | null {
  return group.kind === "container" ? (group.owner?.id ?? null) : null;
}

/** Under which engines know the group's container; `null` when it is no container. */
export function containerKeyOf({ kind, owner, cgroupPath }: ProcessGroup): string | null {
  if (kind !== "container" || owner === null) return null;
  return containerKey({ ...owner, userId: cgroupUser(cgroupPath) });
}

/** What the engines say of a group that is shown; `undefined` where none knows it. */
export function containerOf(
  { containerId, engine, cgroupPath }: Group,
  { containers }: Pick<EngineView, "containers">,
): EngineContainer | undefined {
  if (containerId === null) return undefined;
  return containers.get(containerKey({ id: containerId, engine, userId: cgroupUser(cgroupPath) }));
}

/** What a container is called of which only the cgroup is known. */
export function nameFromCgroup({ engine, id }: Pick<CgroupOwner, "engine" | "id">): string {
  return engine === "nspawn" ? unescapeUnit(id) : shortName(id);
}

function isAlive({ state }: EngineContainer): boolean {
  return state === "running" || state === "paused" || state === "restarting";
}

function emptyGroup({ id, engine }: EngineContainer): ProcessGroup {
  return {
    id: containerGroupId({ id, engine }, []),
    kind: "container",
    owner: { id, engine },
    cgroupPath: null,
    outerContainerIds: [],
    privateNamespaces: [],
    processes: [],
  };
}
