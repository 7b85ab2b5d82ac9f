import { lines } from "../procfs/lines.ts";
import { malformed } from "../procfs/malformed.ts";
import { wholeNumber } from "../procfs/number.ts";
import { parseDeviceNumbers } from "./device-numbers.ts";

const FILE = "io.weight";

/** Which share of a block device a cgroup gets against its siblings. */
export interface IoWeight {
  /** Where {@link devices} says nothing else. */
  readonly weight: number;
  /** By `major:minor`. */
  readonly devices: ReadonlyMap<string, number>;
}

/**
 * Parses v2's `io.weight` or `io.bfq.weight`, `default 100` and a line for each device of another weight, or v1's `blkio.weight`
 * or `blkio.bfq.weight`, which is one number.
 *
 * @throws {SyntaxError} If `text` begins with no weight, or a line is malformed.
 * @see https://docs.kernel.org/admin-guide/cgroup-v2.html#io-interface-files
 */
export function parseIoWeight(text: string): IoWeight {
  const [first = "", ...rest] = lines(text);
  const weight = /^(?:default )?(\d+)$/.exec(first)?.[1];
  if (weight === undefined) throw malformed(FILE, first);
  return { weight: wholeNumber(weight, FILE), devices: parseDeviceNumbers(rest.join("\n")) };
}
