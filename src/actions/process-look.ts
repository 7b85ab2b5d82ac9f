import type { HostReader } from "../host/host-reader.ts";
import { ReadFailure } from "../host/read-failure.ts";
import { type PidStat, parsePidStat } from "../procfs/pid-stat.ts";
import type { ProcessSubject } from "./subject.ts";

/** Ancestors beyond this are of a damaged `/proc`. */
const MAX_ANCESTORS = 1000;

/**
 * What the kernel says of a process now.
 *
 * @returns `null` when there is none with that pid.
 * @throws {ReadFailure} When it may not be read.
 */
export function lookAtProcess(reader: HostReader, pid: number): PidStat | null {
  try {
    return parsePidStat(reader.readText(`/proc/${pid}/stat`));
  } catch (error) {
    if (error instanceof ReadFailure && error.kind === "gone") return null;
    throw error;
  }
}

/**
 * A process as it is now, if it is still the one that was asked about.
 *
 * @returns `gone` when it has ended, `another` when its pid is another process's by now.
 * @throws {ReadFailure} When it may not be read.
 */
export function lookAgain(
  reader: HostReader,
  { pid, startTicks }: Pick<ProcessSubject, "pid" | "startTicks">,
): PidStat | "gone" | "another" {
  const stat = lookAtProcess(reader, pid);
  if (stat === null) return "gone";
  return stat.startTicks === startTicks ? stat : "another";
}

/** A process and those above it, nearest first, as far as they are to be seen. @throws {ReadFailure} */
export function ancestry(reader: HostReader, pid: number): readonly PidStat[] {
  const found: PidStat[] = [];
  let next = pid;
  while (next > 0 && found.length < MAX_ANCESTORS) {
    const stat = lookAtProcess(reader, next);
    if (stat === null) break;
    found.push(stat);
    next = stat.parentPid;
  }
  return found;
}

/** This process's pid as the files of `/proc` count, which differs where `/proc` is another pid namespace's. */
export function ownPid(reader: HostReader): number {
  return Number(reader.readLink("/proc/self"));
}
