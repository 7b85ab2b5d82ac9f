import type { NamespacePin } from "../collector/namespace-survey.ts";
import type { ProcessSample } from "../collector/sample.ts";
import { type Look, processText } from "./derive-events.ts";
import type { HostEvent } from "./host-event.ts";
import { processWithPid } from "./process-with-pid.ts";
import { rfc3339 } from "./start-time.ts";

/**
 * Tells that a namespace has stayed after its last process.
 *
 * @param emptied What was told when that had left: the namespace is still its group's.
 * @param pin The first that was found to keep it alive.
 */
export function pinnedEvent(emptied: HostEvent, pin: NamespacePin, { sample }: Look): HostEvent {
  const process = pin.pid === null ? null : processWithPid(sample, pin.pid);
  // All of the host see the same mounts; which of them was asked says nothing.
  const isHosts = pin.kind === "mount" && process?.namespaces.mnt === sample.hostNamespaces.mnt;
  const holder = isHosts ? null : process;
  const { type, to } = emptied;
  return {
    ...emptied,
    at: rfc3339(sample.takenAtMilliseconds) ?? emptied.at,
    kind: "namespace-pinned",
    pid: isHosts ? null : pin.pid,
    comm: holder?.comm ?? null,
    sentence: `${type}:${to} stays after its last process: ${heldBy(pin, holder)}`,
  };
}

function heldBy({ kind, pid, path }: NamespacePin, holder: ProcessSample | null): string {
  const who = holder === null ? `pid ${pid ?? "?"}` : processText(holder);
  switch (kind) {
    case "mount":
      return `it is mounted at ${path}${holder === null ? "" : ` in the mount namespace of ${who}`}`;
    case "fd":
      return `${who} has it open as ${path}`;
    case "thread":
      return `thread ${pid} is in it, by ${path}`;
    case "process":
      return `the next child of ${who} is born into it, by ${path}`;
    case "socket":
      return `a socket of ${who} is in it`;
  }
}
