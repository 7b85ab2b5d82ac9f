import { cgroupUser } from "../cgroupfs/cgroup-owner.ts";
import { configuredDataRoot } from "../engines/disk-containers.ts";
import type { EngineName, SeenContainer } from "../engines/engine.ts";
import type { EngineLimits } from "../engines/engine-limits.ts";
import { watchEngines } from "../engines/watch-engines.ts";
import type { HostReader } from "../host/host-reader.ts";
import { attempt } from "./attempt-read.ts";
import type { EngineFacts } from "./doctor-facts.ts";
import { IssueLog } from "./issue-log.ts";
import { surveyProcesses } from "./survey-processes.ts";

/** One that hangs is told by its first request. One that is slow, as on a loaded host, has an answer worth waiting for. */
const PATIENT: Partial<EngineLimits> = { settleMilliseconds: 6000 };

/** Which engines are asked. */
export interface ProbeEnginesOptions {
  /** `null`: the well-known ones. */
  readonly endpoints: readonly string[] | null;
  readonly engines: boolean;
  /** `DOCKER_HOST` in the environment; "" when it is not set. */
  readonly dockerHost: string;
}

/** Asks the engines, and looks who else has containers. */
export async function probeEngines(
  reader: HostReader,
  { endpoints, engines, dockerHost }: ProbeEnginesOptions,
): Promise<EngineFacts> {
  const watch = watchEngines({ endpoints, enabled: engines, limits: PATIENT });
  const running = runningContainers(reader);
  watch.see(running);
  await Promise.all([watch.settled(), watch.found()]);
  const { reports, containers } = watch.view();
  watch.close();
  const path = `${await configuredDataRoot(reader)}/containers`;
  return {
    asked: engines,
    reports,
    known: countBy([...containers.values()].map(({ engine }) => engine)),
    running: countBy(running.flatMap(({ engine }) => engine ?? [])),
    dockerHost: endpoints === null && dockerHost !== "" ? dockerHost : null,
    dockerFiles: { path, outcome: attempt(() => reader.list(path)) },
  };
}

/** Containers that processes run in, by what their cgroups name; those inside of others are left out. */
function runningContainers(reader: HostReader): readonly SeenContainer[] {
  const containers = new Map<string, SeenContainer>();
  for (const { pid, stat, cgroup } of surveyProcesses(reader, new IssueLog()).values()) {
    const { owner, outerContainerIds } = cgroup?.membership ?? { owner: null, outerContainerIds: [] };
    if (owner?.kind !== "container" || outerContainerIds.length > 0 || containers.has(owner.path)) continue;
    const { id, engine, path } = owner;
    const process = { leaderPid: pid, parentPid: stat.parentPid };
    containers.set(path, { id, engine, userId: cgroupUser(path), cgroupPath: path, ...process });
  }
  return [...containers.values()];
}

function countBy(engines: readonly EngineName[]): Partial<Record<EngineName, number>> {
  const counts: Partial<Record<EngineName, number>> = {};
  for (const engine of engines) counts[engine] = (counts[engine] ?? 0) + 1;
  return counts;
}
