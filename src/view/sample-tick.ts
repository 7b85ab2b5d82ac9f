import type { Snapshot } from "../model/snapshot.ts";

/** Grows by one with every sample: the clock stands in for a count of samples, which a snapshot does not have. */
export function sampleTick({ takenAt, intervalSeconds }: Snapshot): number {
  return Math.round(Date.parse(takenAt) / 1000 / Math.max(0.1, intervalSeconds ?? 1));
}
