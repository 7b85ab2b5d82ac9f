import type { TrackedProcess } from "./tracked-process.ts";

/** A network namespace, and a process that is in it. */
export interface NetworkPlace {
  readonly inode: number;
  readonly pid: number;
  /** When that process was started: inodes are reused. */
  readonly startTicks: number;
}

/** Finds, of each network namespace, the process that has been there longest, and so is the least likely to end now. */
export function networkPlaces(processes: readonly TrackedProcess[]): ReadonlyMap<number, NetworkPlace> {
  const oldest = new Map<number, TrackedProcess>();
  for (const process of processes) {
    const { namespaces, stat, startTicks } = process;
    if (namespaces.net === null || stat.state === "Z" || stat.kernelThread) continue;
    const known = oldest.get(namespaces.net);
    if (known === undefined || startTicks < known.startTicks) oldest.set(namespaces.net, process);
  }
  return new Map(Array.from(oldest, ([inode, { pid, startTicks }]) => [inode, { inode, pid, startTicks }]));
}
