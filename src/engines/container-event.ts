import { Answer } from "./answer.ts";
import { parseContainerId } from "./container-id.ts";
import type { EngineEvent } from "./engine.ts";

/** Something that happened to a container. */
export interface ContainerEvent {
  /** Without what follows a colon: `health_status`, not `health_status: healthy`. */
  readonly action: string;
  /** What follows the colon: of `exec_start`, what is run. */
  readonly detail: string | null;
  readonly containerId: string;
  /** RFC 3339; `null` where the engine did not say. */
  readonly at: string | null;
  /** The container's. */
  readonly name: string | null;
  readonly exitCode: number | null;
  readonly execId: string | null;
}

/**
 * The actions that change what nstop shows, to ask the engine for no others: a health check alone makes three
 * of them each time it runs. `remove` is Podman's word for `destroy`.
 */
export const WATCHED_ACTIONS = [
  "start",
  "restart",
  "die",
  "destroy",
  "remove",
  "pause",
  "unpause",
  "rename",
  "update",
  "health_status",
  "oom",
] as const;

/** What each engine says when it runs something more in a container. */
export const EXEC_ACTIONS = { docker: "exec_start", podman: "exec" } as const;

/** The actions that are told as events of their own. */
const TOLD: Readonly<Record<string, EngineEvent["what"]>> = {
  start: "started",
  die: "stopped",
  oom: "oom",
  [EXEC_ACTIONS.docker]: "exec",
  [EXEC_ACTIONS.podman]: "exec",
};

/**
 * Parses one line of `GET /events`.
 *
 * @throws {SyntaxError} If it is not a container's event.
 */
export function parseContainerEvent(line: string): ContainerEvent {
  const event = Answer.parse(line, "event");
  const [, action = "", detail = null] = /^([^:]*)(?:: ?(.*))?$/s.exec(event.field("Action").text()) ?? [];
  const actor = event.field("Actor");
  const attributes = actor.field("Attributes");
  return {
    action,
    detail,
    containerId: parseContainerId(actor.field("ID").text()),
    at: timeOf(event.field("timeNano").numberOrNull()),
    name: attributes.field("name").textOrNull(),
    exitCode: wholeNumber(attributes.field("exitCode").textOrNull()),
    execId: attributes.field("execID").textOrNull(),
  };
}

/** Whether something more was run in a container. */
export function isExec({ action }: ContainerEvent): boolean {
  return action === EXEC_ACTIONS.docker || action === EXEC_ACTIONS.podman;
}

/**
 * What there is to tell of an event.
 *
 * @param pid - Of what an `exec` runs.
 * @returns `null` when it only changes what is known of the container, or when it happened at no known time.
 */
export function engineEvent(event: ContainerEvent, pid: number | null): EngineEvent | null {
  const { action, at, containerId, name, exitCode, detail } = event;
  const what = Object.hasOwn(TOLD, action) ? TOLD[action] : undefined;
  if (what === undefined || at === null) return null;
  return {
    what,
    at,
    containerId,
    name,
    exitCode: what === "stopped" ? exitCode : null,
    command: what === "exec" ? detail : null,
    pid,
  };
}

function timeOf(nanoseconds: number | null): string | null {
  const date = new Date((nanoseconds ?? Number.NaN) / 1e6);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

function wholeNumber(text: string | null): number | null {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null;
}
