import type { ProcessSample, Sample } from "../collector/sample.ts";

/**
 * Finds a process of a sample by its pid. Samples hold them in the order of their pids, so the list is halved: an index of
 * them all would be made anew for every sample.
 */
export function processWithPid({ processes }: Pick<Sample, "processes">, pid: number): ProcessSample | null {
  let [low, high] = [0, processes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((processes[middle]?.pid ?? Number.POSITIVE_INFINITY) < pid) low = middle + 1;
    else high = middle;
  }
  const found = processes[low];
  return found?.pid === pid ? found : null;
}
