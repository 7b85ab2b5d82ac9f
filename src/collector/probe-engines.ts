import { configuredDataRoot } from "../engines/disk-containers.ts";
import type { EngineName } from "../engines/engine.ts";
import type { EngineLimits } from "../engines/engine-limits.ts";
import { watchEngines } from "../engines/watch-engines.ts";
import type { HostReader } from "../host/host-reader.ts";
import { attempt } from "./attempt-read.ts";
import type { EngineFacts } from "./doctor-facts.ts";
import { IssueLog } from "./issue-log.ts";
import { pidsAmong } from "./process-table.ts";
import { type ProcessCgroup, readProcessCgroup } from "./read-process-cgroup.ts";

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
  await watch.settled();
  const { reports, containers } = watch.view();
  watch.close();
  const path = `${await configuredDataRoot(reader)}/containers`;
  return {
    asked: engines,
    reports,
    known: countBy([...containers.values()].map(({ engine }) => engine)),
    running: runningContainers(reader),
    dockerHost: endpoints === null && dockerHost !== "" ? dockerHost : null,
    dockerFiles: { path, outcome: attempt(() => reader.list(path)) },
  };
}

/** Containers that processes run in, by the engine that their cgroups name; one that no engine is named for is left out. */
function runningContainers(reader: HostReader): EngineFacts["running"] {
  const issues = new IssueLog();
  const cgroups = new Map<string, ProcessCgroup>();
  const engines = new Map<string, EngineName>();
  for (const pid of pidsAmong(reader.list("/proc"))) {
    const cgroup = readProcessCgroup(reader, issues, pid, (text) => cgroups.get(text));
    if (cgroup === null) continue;
    cgroups.set(cgroup.text, cgroup);
    const { owner } = cgroup.membership;
    if (owner?.kind === "container" && owner.engine !== null) engines.set(owner.id, owner.engine);
  }
  return countBy([...engines.values()]);
}

function countBy(engines: readonly EngineName[]): Partial<Record<EngineName, number>> {
  const counts: Partial<Record<EngineName, number>> = {};
  for (const engine of engines) counts[engine] = (counts[engine] ?? 0) + 1;
  return counts;
}
