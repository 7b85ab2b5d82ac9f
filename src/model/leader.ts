import type { ProcessSample } from "../collector/sample.ts";

/**
 * The topmost of `processes` in the process tree; of several, the oldest.
 *
 * @param firstPid What the engine says is the container's first process: it leads if it is among them, even
 *   where an older process was moved into the container's cgroup.
 * @returns `null` when there are none.
 */
export function leaderOf(
  processes: readonly ProcessSample[],
  firstPid: number | null = null,
): ProcessSample | null {
  const first = firstPid === null ? undefined : processes.find((process) => process.pid === firstPid);
  if (first !== undefined) return first;
  const eldest = oldest(processes);
  // The oldest process is nearly always the topmost: only where it is not are all parents looked up.
  if (eldest === null || !processes.some((process) => process.pid === eldest.parentPid)) return eldest;
  const pids = new Set(processes.map((process) => process.pid));
  return oldest(processes.filter((process) => !pids.has(process.parentPid))) ?? eldest;
}

/** Whether `a` started before `b`; of the same clock tick, whether its pid is lower. */
export function isOlder(a: ProcessSample, b: ProcessSample): boolean {
  return a.startTicks === b.startTicks ? a.pid < b.pid : a.startTicks < b.startTicks;
}

function oldest(processes: readonly ProcessSample[]): ProcessSample | null {
  let found: ProcessSample | null = null;
  for (const process of processes) if (found === null || isOlder(process, found)) found = process;
  return found;
}
