import { Answer } from "./answer.ts";
import { parseContainerId } from "./container-id.ts";

/** Something that happened to a container. */
export interface ContainerEvent {
  /** Without what follows a colon: `health_status`, not `health_status: healthy`. */
  readonly action: string;
  readonly containerId: string;
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

/**
 * Parses one line of `GET /events`.
 *
 * @throws {SyntaxError} If it is not a container's event.
 */
export function parseContainerEvent(line: string): ContainerEvent {
  const event = Answer.parse(line, "event");
  const [action = ""] = event.field("Action").text().split(":");
  return { action, containerId: parseContainerId(event.field("Actor").field("ID").text()) };
}
