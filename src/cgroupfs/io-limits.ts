import { lines, words } from "../procfs/lines.ts";
import { malformed } from "../procfs/malformed.ts";
import { wholeNumber } from "../procfs/number.ts";

/** What a limit of block I/O is on. */
export type IoLimitKind = "readBytesPerSecond" | "writeBytesPerSecond" | "readsPerSecond" | "writesPerSecond";

/** Most that a cgroup may do with one block device. */
export interface IoLimit {
  /** `major:minor`. */
  readonly device: string;
  readonly kind: IoLimitKind;
  readonly perSecond: number;
}

/** Keys of v2's `io.max`. */
const KINDS: Readonly<Record<string, IoLimitKind>> = {
  rbps: "readBytesPerSecond",
  wbps: "writeBytesPerSecond",
  riops: "readsPerSecond",
  wiops: "writesPerSecond",
};

/**
 * Parses v2's `io.max`: a line for each device that has a limit, such as `8:16 rbps=2097152 wbps=max riops=max wiops=120`.
 *
 * @throws {SyntaxError} If a line is no device followed by limits.
 * @see https://docs.kernel.org/admin-guide/cgroup-v2.html#io-interface-files
 */
export function parseIoMax(text: string): readonly IoLimit[] {
  return lines(text).flatMap((line) => {
    const [device = "", ...limits] = words(line);
    if (!isDevice(device)) throw malformed("io.max", line);
    return limits.flatMap((limit): IoLimit[] => {
      const [key = "", value = ""] = limit.split("=");
      const kind = Object.hasOwn(KINDS, key) ? KINDS[key] : undefined;
      if (value === "") throw malformed("io.max", line);
      if (kind === undefined || value === "max") return [];
      return [{ device, kind, perSecond: wholeNumber(value, "io.max") }];
    });
  });
}

/**
 * Parses one of v1's four `blkio.throttle.*_device` files: a line for each device that has a limit, such as `8:16 2097152`.
 *
 * @throws {SyntaxError} If a line is no device and a number.
 * @see https://docs.kernel.org/admin-guide/cgroup-v1/blkio-controller.html
 */
export function parseBlkioLimit(text: string, kind: IoLimitKind): readonly IoLimit[] {
  return lines(text).map((line) => {
    const [device = "", value, ...rest] = words(line);
    if (!isDevice(device) || rest.length > 0) throw malformed("blkio.throttle", line);
    return { device, kind, perSecond: wholeNumber(value, "blkio.throttle") };
  });
}

function isDevice(word: string): boolean {
  return /^\d+:\d+$/.test(word);
}
