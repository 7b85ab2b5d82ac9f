import type { HostReader } from "../host/host-reader.ts";
import { ReadFailure } from "../host/read-failure.ts";

/**
 * Files of a process that the kernel reads out of its memory, or under its lock: whoever holds that up holds up
 * the reader. All others that nstop keeps open answer at once.
 */
const WAITS_FOR_PROCESS =
  /^\/proc\/\d+\/(task\/\d+\/)?(auxv|cmdline|cwd|environ|exe|fd|fdinfo|maps|mem|numa_maps|pagemap|root|smaps|smaps_rollup)(\/|$)/;

/** The file that process `pid` has open and may be waiting for; `null` when there is none. */
export function findHungFile(pid: number, reader: Pick<HostReader, "list" | "readLink">): string | null {
  try {
    const files = reader
      .list(`/proc/${pid}/fd`)
      .map((descriptor) => reader.readLink(`/proc/${pid}/fd/${descriptor}`));
    return files.find((file) => WAITS_FOR_PROCESS.test(file)) ?? null;
  } catch (error) {
    if (error instanceof ReadFailure) return null;
    throw error;
  }
}
