import type { HostReader } from "../host/host-reader.ts";
import type { IssueLog } from "./issue-log.ts";

/** Units the kernel counts in, which differ between machines. */
export interface MachineUnits {
  readonly clockTicksPerSecond: number;
  readonly pageBytes: number;
}

/** Those of nearly every Linux. */
const USUAL: MachineUnits = { clockTicksPerSecond: 100, pageBytes: 4096 };

/** Keys of the auxiliary vector. */
const AT_PAGESZ = 6n;
const AT_CLKTCK = 17n;

/**
 * Reads the kernel's units from the auxiliary vector of this process: pairs of 64-bit numbers, a key and its value.
 *
 * @see https://man7.org/linux/man-pages/man3/getauxval.3.html
 */
export function readMachineUnits(reader: HostReader, issues: IssueLog): MachineUnits {
  const path = "/proc/self/auxv";
  const vector =
    issues.attempt(path, "The page size is taken to be 4 KiB", () =>
      auxiliaryVector(reader.readBytes(path)),
    ) ?? new Map<bigint, bigint>();
  return {
    clockTicksPerSecond: Number(vector.get(AT_CLKTCK) ?? USUAL.clockTicksPerSecond),
    pageBytes: Number(vector.get(AT_PAGESZ) ?? USUAL.pageBytes),
  };
}

function auxiliaryVector(bytes: Uint8Array): ReadonlyMap<bigint, bigint> {
  const words = new BigUint64Array(bytes.slice(0, bytes.length - (bytes.length % 16)).buffer);
  const vector = new Map<bigint, bigint>();
  for (let at = 0; at + 1 < words.length; at += 2) vector.set(words[at] ?? 0n, words[at + 1] ?? 0n);
  return vector;
}
