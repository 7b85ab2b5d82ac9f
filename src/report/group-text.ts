import { fullName } from "../model/full-name.ts";
import type { Group } from "../model/snapshot.ts";
import { bytes, count, duration, limitPercent, secondsBetween, UNKNOWN } from "./format.ts";

/** Names of groups by id. */
export type GroupNames = ReadonlyMap<string, string>;

/** Marks a limit that is being hit. */
const HIT = "!";

/** Digits of a container's id that engines show. */
const SHORT_ID_DIGITS = 12;

/**
 * What a group is doing, at most 10 cells long: of a container `up`, `frozen`, the engine's word where that is another
 * one or what its health check found; of others how many processes they are.
 */
export function stateText({ kind, state, health, frozen, processes }: Group): string {
  if (kind === "host") return UNKNOWN;
  if (kind !== "container") return `${count(processes)} ${processes === 1 ? "proc" : "procs"}`;
  if (state !== null && state !== "running") return state;
  if (frozen === true) return "frozen";
  if (health === "unhealthy" || health === "starting") return health;
  return state === null && processes === 0 ? UNKNOWN : "up";
}

/** Whether the scheduler held it back since the last sample. */
export function isCpuLimitHit({ cpu }: Group): boolean {
  return (cpu.throttledPercent ?? 0) > 0;
}

/** Whether it ran into its memory limit since the last sample. */
export function isMemoryLimitHit({ memory }: Group): boolean {
  return (memory.limitHits ?? 0) > 0;
}

/** Whether it may start no more processes or threads. */
export function isPidsLimitHit({ pids }: Group): boolean {
  return typeof pids.limit === "number" && pids.current !== null && pids.current >= pids.limit;
}

/** Whether the engine, or its health check, says that a container is not doing what it should. */
export function isUnwell({ health, state }: Group): boolean {
  return health === "unhealthy" || ["restarting", "exited", "dead"].includes(state ?? "");
}

/** CPU limit, such as `50` or `100!`: at most 7 cells. */
export function cpuLimitText(group: Group): string {
  return limitPercent(group.cpu.limitPercent) + (isCpuLimitHit(group) ? HIT : "");
}

/** Memory limit, such as `64Mi` or `512Mi!`: at most 7 cells. */
export function memoryLimitText(group: Group): string {
  return bytes(group.memory.limitBytes) + (isMemoryLimitHit(group) ? HIT : "");
}

/** Processes and threads that count towards its limit, such as `44` or `100!`: at most 7 cells. */
export function pidsText(group: Group): string {
  return count(group.pids.current) + (isPidsLimitHit(group) ? HIT : "");
}

/** How long it had run when the snapshot was taken: at most 5 cells. */
export function upText({ startedAt }: Group, takenAt: string): string {
  return duration(secondsBetween(startedAt, takenAt));
}

/** A group's or container's id as short as engines show it; ids that are no hash stay as they are. */
export function shortId(id: string): string {
  return /^[0-9a-f]{64}$/.test(id) ? id.slice(0, SHORT_ID_DIGITS) : id;
}

/** What each group is called, by id. */
export function groupNames(groups: readonly Group[]): GroupNames {
  return new Map(groups.map((group) => [group.id, fullName(group)]));
}

/** What a group is called; its id where it is not among the names. */
export function groupName(id: string, names: GroupNames): string {
  return names.get(id) ?? shortId(id);
}
