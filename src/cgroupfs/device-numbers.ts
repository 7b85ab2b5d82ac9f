import { lines } from "../procfs/lines.ts";
import { malformed } from "../procfs/malformed.ts";
import { wholeNumber } from "../procfs/number.ts";

/**
 * Parses one number for each block device: v1's `blkio.throttle.read_bps_device` and its like, `blkio.weight_device`.
 *
 * @returns By `major:minor`; a line that begins with `default` is not of a device.
 * @throws {SyntaxError} If a line is not a device and a number.
 * @see https://docs.kernel.org/admin-guide/cgroup-v1/blkio-controller.html
 */
export function parseDeviceNumbers(text: string): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  for (const line of lines(text)) {
    const match = /^(?:(?<device>\d+:\d+)|default)[ \t]+(?<number>\d+)$/.exec(line)?.groups;
    if (match === undefined) throw malformed("blkio device file", line);
    const { device } = match;
    const number = wholeNumber(match["number"], "blkio device file");
    if (device !== undefined) numbers.set(device, number);
  }
  return numbers;
}
