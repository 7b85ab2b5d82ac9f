import type { EngineContainer } from "../engines/engine.ts";
import { containerGroupId } from "./group-id.ts";
import type { ProcessGroup } from "./group-processes.ts";

/** As many digits of an id as engines show. */
const SHORT_ID_DIGITS = 12;

/**
 * What the engines say of each container that has processes, by group id. A cgroup made inside a container may
 * bear another container's id: the engine means the one with the fewest containers around it.
 */
export function containersByGroup(
  groups: readonly ProcessGroup[],
  containers: ReadonlyMap<string, EngineContainer>,
): ReadonlyMap<string, EngineContainer> {
  const outermost = new Map<string, ProcessGroup>();
  for (const group of groups) {
    const id = containerIdOf(group);
    if (id === null) continue;
    const known = outermost.get(id);
    if (known === undefined || group.outerContainerIds.length < known.outerContainerIds.length) {
      outermost.set(id, group);
    }
  }
  const found = new Map<string, EngineContainer>();
  for (const [id, group] of outermost) {
    const container = containers.get(id);
    if (container !== undefined) found.set(group.id, container);
  }
  return found;
}

/** Groups for containers that an engine says are alive but that no process was seen of, such as one restarting. */
export function groupsWithoutProcesses(
  groups: readonly ProcessGroup[],
  containers: ReadonlyMap<string, EngineContainer>,
): readonly ProcessGroup[] {
  const seen = new Set(groups.map(containerIdOf));
  return [...containers.values()]
    .filter(isAlive)
    .flatMap((container) => (seen.has(container.id) ? [] : [emptyGroup(container)]));
}

/** Id of the group's container as its engine knows it; `null` when it is no container. */
export function containerIdOf(group: ProcessGroup): string | null {
  return group.kind === "container" ? (group.owner?.id ?? null) : null;
}

/** What a container is called of which only the id is known; engines that name their cgroups have no digits to cut. */
export function nameFromId(id: string): string {
  return /^[0-9a-f]{12,}$/.test(id) ? id.slice(0, SHORT_ID_DIGITS) : id;
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
