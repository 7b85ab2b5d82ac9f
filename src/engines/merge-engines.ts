import type { EndpointWatch } from "./endpoint-watch.ts";
import { containerKey, type EngineContainer, type EngineView, type SeenContainer } from "./engine.ts";

/** What one engine says; see {@link EndpointWatch}. */
export type EngineSays = Pick<EndpointWatch, "report" | "containers" | "events" | "userId" | "url">;

/**
 * Puts together what several engines say. The host's engines come before users', which count only for what lies in the control
 * groups of that user: whoever owns an engine can make it say anything.
 *
 * @param found - Of containers that no engine tells of.
 * @param seenOfUsers - Keys of users' containers that have been seen of late.
 */
export function mergeEngines(
  engines: readonly EngineSays[],
  found: ReadonlyMap<string, EngineContainer>,
  seenOfUsers: ReadonlySet<string>,
): Pick<EngineView, "containers" | "events"> {
  // One that answers knows its containers better than the files that another one's silence had read.
  const inOrder = engines.toSorted((a, b) => Number(isConnected(a)) - Number(isConnected(b)));
  const told = inOrder.flatMap(containersOf);
  const hosts = new Set(told.flatMap(({ id, userId }) => (userId === null ? [id] : [])));
  return {
    containers: new Map([
      ...found,
      ...told.map((container) => [containerKey(container), container] as const),
    ]),
    events: engines.flatMap(({ events, userId }) =>
      userId === null ? events : events.filter(({ containerId: id }) => isUsersOwn(id, userId)),
    ),
  };

  function isUsersOwn(id: string, userId: number): boolean {
    return !hosts.has(id) && seenOfUsers.has(containerKey({ id, engine: null, userId }));
  }
}

/** The containers that no engine which answers knows. */
export function unansweredContainers(
  seen: readonly SeenContainer[],
  engines: readonly EngineSays[],
): readonly SeenContainer[] {
  return unknownContainers(seen, engines.filter(isConnected));
}

/** The containers that no engine knows, be it from what it said before it was lost. */
export function unknownContainers(
  seen: readonly SeenContainer[],
  engines: readonly EngineSays[],
): readonly SeenContainer[] {
  const known = new Set(engines.flatMap(containersOf).map(containerKey));
  return seen.filter((container) => !known.has(containerKey(container)));
}

function containersOf({ containers, url: endpoint, userId }: EngineSays): readonly EngineContainer[] {
  return [...containers.values()].map((container) => ({ ...container, endpoint, userId }));
}

function isConnected({ report }: EngineSays): boolean {
  return report?.state === "connected";
}
