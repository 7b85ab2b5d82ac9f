import type { ProcessSample, Sample } from "../collector/sample.ts";

/** A process that is not in the same namespaces as in the sample before. */
export interface ProcessChange {
  /** `null` for one that was born since. */
  readonly before: ProcessSample | null;
  /** `null` for one that has ended. */
  readonly now: ProcessSample | null;
}

type Processes = Pick<Sample, "processes">;

/**
 * The processes that were born, ended, or moved between two samples. What a sample says of a process that has not
 * changed is the same object as before, so that of ten thousand that sleep only their objects are compared.
 */
export function changedProcesses(sample: Processes, previous: Processes): readonly ProcessChange[] {
  const changes: ProcessChange[] = [];
  if (sample.processes === previous.processes) return changes;
  const [all, former] = [sample.processes, previous.processes];
  for (let i = 0, j = 0; i < all.length || j < former.length; ) {
    const [now, before] = [all[i], former[j]];
    if (now !== undefined && now === before) {
      i += 1;
      j += 1;
      continue;
    }
    const order = (now?.pid ?? Number.POSITIVE_INFINITY) - (before?.pid ?? Number.POSITIVE_INFINITY);
    if (order <= 0) i += 1;
    if (order >= 0) j += 1;
    addChange(changes, order <= 0 ? inhabitant(now) : null, order >= 0 ? inhabitant(before) : null);
  }
  return changes;
}

/** `null` for a process that has ended and is only waited for: it is in no namespace any more. */
export function inhabitant(process: ProcessSample | null | undefined): ProcessSample | null {
  return process == null || (process.state === "Z" && process.threads <= 1) ? null : process;
}

function addChange(changes: ProcessChange[], now: ProcessSample | null, before: ProcessSample | null): void {
  if (now?.startTicks === before?.startTicks) {
    if (now?.namespaces !== before?.namespaces) changes.push({ before, now });
    return;
  }
  if (before !== null) changes.push({ before, now: null });
  if (now !== null) changes.push({ before: null, now });
}
