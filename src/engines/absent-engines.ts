import type { EngineName, EngineReport, SeenContainer } from "./engine.ts";
import { HOST_ENDPOINTS, userEndpoint } from "./known-endpoints.ts";

/** What makes an engine answer, as a person types it. Engines that are not in it speak no API that nstop asks. */
const START: Partial<Record<EngineName, { readonly host: string; readonly user: string }>> = {
  docker: { host: "systemctl start docker", user: "systemctl --user start docker" },
  podman: {
    host: "systemctl enable --now podman.socket",
    user: "systemctl --user enable --now podman.socket",
  },
};

/**
 * Engines that could be asked but have no socket, though containers of theirs run.
 *
 * @param unanswered - Containers that no engine answers for.
 * @param missing - Which engines were looked for and are not there.
 */
export function absentEngines(
  unanswered: readonly SeenContainer[],
  missing: (engine: EngineName, userId: number | null) => boolean,
): readonly EngineReport[] {
  const byEngine = Map.groupBy(unanswered, ({ engine, userId }) => `${engine} ${userId}`);
  return [...byEngine.values()].flatMap((containers) => {
    const [{ engine, userId } = { engine: null, userId: null }] = containers;
    const start = engine === null ? undefined : START[engine];
    if (engine === null || start === undefined || !missing(engine, userId)) return [];
    const host = HOST_ENDPOINTS.find((known) => known.engine === engine)?.url ?? "";
    return {
      name: engine,
      endpoint: userId === null ? host : userEndpoint(userId, engine),
      state: "absent",
      version: null,
      message: message(containers.length, userId === null ? start.host : start.user),
    };
  });
}

function message(count: number, command: string): string {
  const running = count === 1 ? "a container of its runs" : `${count} containers of its run`;
  return `has no socket there, though ${running}: start one with "${command}", or name another with --engine unix:///PATH`;
}
