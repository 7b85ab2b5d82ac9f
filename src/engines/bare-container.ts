import type { EngineContainer, EngineName, SeenContainer } from "./engine.ts";

/** As many digits of an id as engines show. */
const SHORT_ID_DIGITS = 12;

/** What was found of a container, as far as it was. */
export interface FoundContainer extends Partial<Omit<EngineContainer, "id" | "name" | "userId">> {
  readonly name?: string | null;
}

/** What is known of a container that no engine answers for: what was found, and nothing else. */
export function bareContainer(
  { id, userId }: Pick<SeenContainer, "id" | "userId">,
  engine: EngineName,
  found: FoundContainer,
): EngineContainer {
  return {
    endpoint: null,
    state: null,
    health: null,
    healthCheck: null,
    pid: null,
    startedAt: null,
    oomKilled: null,
    ports: [],
    networkMode: null,
    settings: null,
    image: null,
    restartCount: null,
    compose: null,
    pod: null,
    ...found,
    id,
    engine,
    userId,
    name: found.name ?? shortName(id),
  };
}

/** What a container is called of which only the id is known; engines that name their cgroups have no digits to cut. */
export function shortName(id: string): string {
  return /^[0-9a-f]{12,}$/.test(id) ? id.slice(0, SHORT_ID_DIGITS) : id;
}
