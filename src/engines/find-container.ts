import { podUid } from "../cgroupfs/cgroup-owner.ts";
import { bareContainer, type FoundContainer } from "./bare-container.ts";
import { CONTAINER_PLACES, minderEngine } from "./container-places.ts";
import type { EngineContainer, EngineName, SeenContainer } from "./engine.ts";
import type { SearchRound } from "./search-round.ts";

/**
 * Looks for what a container that no engine answers for is called, in what its engine keeps on disk. Nothing that a container
 * can change is read. Of a user's own container no file is read at all, since each could be a link to anything: only the
 * arguments of what minds it.
 *
 * @returns `null` when nothing tells.
 */
export async function findContainer(
  seen: SeenContainer,
  round: SearchRound,
): Promise<EngineContainer | null> {
  const minder = await round.minder(seen);
  const engine = seen.engine ?? minderEngine(minder);
  if (engine === null) return null;
  if (seen.userId !== null) return minder?.kind === "conmon" ? bareContainer(seen, engine, minder) : null;
  const found = (await CONTAINER_PLACES[engine]?.(seen, minder, round)) ?? null;
  return withPod(found, engine, seen, round);
}

/** Adds what Kubernetes itself says of a container in a pod: its logs are named after it, whatever the runtime. */
async function withPod(
  found: FoundContainer | null,
  engine: EngineName,
  seen: SeenContainer,
  round: SearchRound,
): Promise<EngineContainer | null> {
  const uid = podUid(seen.cgroupPath);
  const inPod = uid === null ? null : await round.podLogs.find(seen.id, uid);
  if (inPod === null) return found && bareContainer(seen, found.engine ?? engine, found);
  return bareContainer(seen, found?.engine ?? engine, {
    ...found,
    name: found?.name ?? inPod.name,
    pod: found?.pod ?? inPod.pod,
    restartCount: inPod.restartCount,
  });
}
