import type { MessageQueueRow, SharedMemoryRow } from "../model/detail.ts";
import { UNKNOWN } from "./format.ts";

/** Why POSIX message queues are not known, mostly. */
export const NO_QUEUES =
  "not known: no mqueue file system of this ipc namespace is mounted there, or it may not be read";

/** Why POSIX shared memory is not known, mostly. */
export const NO_SHARED_FILES = "not known: nothing is mounted at /dev/shm, or it may not be read";

/** Who made a segment, such as `4711 postgres`; `-` when that process has ended. */
export function creatorText({ creatorPid, creatorComm }: SharedMemoryRow): string {
  return processText(creatorPid, creatorComm);
}

/** Who sent the last message; `-` when nobody has, or that process has ended. */
export function senderText({ lastSenderPid, lastSenderComm }: MessageQueueRow): string {
  return processText(lastSenderPid, lastSenderComm);
}

/** Whether a segment lies about: nobody is attached to it, and it takes memory until somebody removes it. */
export function isUnattached({ attached }: SharedMemoryRow): boolean {
  return attached === 0;
}

/** What is worth knowing of how a segment is used; empty when it is as usual. */
export function segmentNote(segment: SharedMemoryRow): string {
  if (isUnattached(segment)) return "nobody attached";
  return segment.markedForRemoval ? "goes with its last user" : "";
}

/** Named semaphores are files beside the shared memory, told by their names. */
export function sharedFileKind({ name }: { readonly name: string }): string {
  return name.startsWith("sem.") ? "semaphore" : "memory";
}

function processText(pid: number | null, comm: string | null): string {
  return pid === null ? UNKNOWN : `${pid} ${comm ?? ""}`.trimEnd();
}
