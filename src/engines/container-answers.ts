import type { Answer } from "./answer.ts";
import { parseContainerId } from "./container-id.ts";
import { containerLabels, podContainerName } from "./container-labels.ts";
import { containerSettings } from "./container-settings.ts";
import { containerState } from "./container-state.ts";
import type { EngineContainer, EngineName } from "./engine.ts";
import { portsOfInspection, portsOfSummary } from "./published-ports.ts";

const HEALTH = ["starting", "healthy", "unhealthy"] as const;

/** A container that has not started yet says that it did in the year 1. */
const NEVER = /^0001-/;

/** What runs a health check that is one line of shell. */
const DEFAULT_SHELL = ["/bin/sh", "-c"];

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/**
 * Reads one item of `GET /containers/json`. What only an inspection tells is `null`.
 *
 * @throws {SyntaxError} If it is not what a Docker engine sends.
 * @see https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerList
 */
export function containerOfSummary(summary: Answer, engine: EngineName): EngineContainer {
  const id = parseContainerId(summary.field("Id").text());
  const labels = summary.field("Labels");
  return {
    id,
    engine,
    endpoint: null,
    userId: null,
    name: podContainerName(labels) ?? containerName(summary.field("Names").itemsOrNone()[0], id),
    image: summary.field("Image").textOrNull(),
    state: containerState(summary.field("State").text()),
    health: null,
    healthCheck: null,
    pid: null,
    startedAt: null,
    restartCount: null,
    oomKilled: null,
    ...containerLabels(labels),
    ports: portsOfSummary(summary.field("Ports")),
    networkMode: networks(summary, summary.field("HostConfig")),
    settings: null,
  };
}

/**
 * Reads an answer of `GET /containers/ID/json`.
 *
 * @throws {SyntaxError} If it is not what a Docker engine sends.
 * @see https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerInspect
 */
export function containerOfInspection(inspection: Answer, engine: EngineName): EngineContainer {
  const id = parseContainerId(inspection.field("Id").text());
  const state = inspection.field("State");
  const health = state.field("Health").field("Status").textOrNull();
  return {
    ...containerOfConfig(inspection, id, engine),
    state: containerState(state.field("Status").text()),
    health: HEALTH.find((known) => known === health) ?? null,
    pid: state.field("Pid").countOrNull() || null,
    networkMode: networks(inspection, inspection.field("HostConfig")),
    settings: containerSettings(inspection, inspection.field("HostConfig")),
  };
}

/**
 * Reads Docker's `config.v2.json` and `hostconfig.json`. The state in them may be out of date, and a pid may
 * have been given to another process since: both are `null`.
 *
 * @param hostConfig - `null` when it could not be read.
 * @returns `null` for a container that did not run when the file was written.
 * @throws {SyntaxError} If it is not what a Docker engine writes.
 */
export function containerOfDisk(config: Answer, hostConfig: Answer | null): EngineContainer | null {
  const state = config.field("State");
  const ran = ["Running", "Paused", "Restarting"].some((flag) => state.field(flag).flagOrNull() === true);
  if (!ran) return null;
  return {
    ...containerOfConfig(config, parseContainerId(config.field("ID").text()), "docker"),
    networkMode: networks(config, hostConfig),
    settings: hostConfig && containerSettings(config, hostConfig),
  };
}

/** What an inspection and the file on disk say alike; the rest unknown. */
function containerOfConfig(config: Answer, id: string, engine: EngineName): EngineContainer {
  const labels = config.field("Config").field("Labels");
  return {
    id,
    engine,
    endpoint: null,
    userId: null,
    name: podContainerName(labels) ?? containerName(config.field("Name"), id),
    image: config.field("Config").field("Image").textOrNull(),
    state: null,
    health: null,
    healthCheck: healthCheck(config.field("Config")),
    pid: null,
    startedAt: startTime(config.field("State").field("StartedAt").textOrNull()),
    restartCount: config.field("RestartCount").countOrNull(),
    oomKilled: config.field("State").field("OOMKilled").flagOrNull(),
    ...containerLabels(labels),
    ports: portsOfInspection(config.field("NetworkSettings").field("Ports")),
    networkMode: null,
    settings: null,
  };
}

/** Engines write a slash before it. A container without a name is called as its hostname is, by its short id. */
function containerName(name: Answer | undefined, id: string): string {
  return name?.textOrNull()?.replace(/^\//, "") || id.slice(0, 12);
}

/** `NONE` stands for a check of the image that the container does without. */
function healthCheck(config: Answer): string | null {
  const [how, ...command] = wordsOf(config.field("Healthcheck").field("Test"));
  if (how === "CMD") return command.join(" ");
  if (how !== "CMD-SHELL") return null;
  const shell = wordsOf(config.field("Shell"));
  return [...(shell.length === 0 ? DEFAULT_SHELL : shell), ...command].join(" ");
}

function wordsOf(list: Answer): readonly string[] {
  return list.itemsOrNone().map((word) => word.textOrNull() ?? "");
}

function startTime(text: string | null): string | null {
  return text !== null && RFC_3339.test(text) && !NEVER.test(text) ? text : null;
}

/** The engine networks it is attached to; one that has none shares another's, and its mode says whose. */
function networks(container: Answer, hostConfig: Answer | null): string | null {
  const names = container.field("NetworkSettings").field("Networks").entries();
  if (names.length > 0) return names.map(([name]) => name).join(", ");
  return hostConfig?.field("NetworkMode").textOrNull() ?? null;
}
