import { lines } from "../procfs/lines.ts";
import { malformed } from "../procfs/malformed.ts";
import { wholeNumber } from "../procfs/number.ts";
import type { DeviceIo } from "./io-stat.ts";

const FILE = "blkio.throttle.io_service_bytes";

/**
 * Parses v1's `blkio.throttle.io_service_bytes` or `…_recursive`.
 *
 * @throws {SyntaxError} If a line is not a device, an operation and a number.
 * @see https://docs.kernel.org/admin-guide/cgroup-v1/blkio-controller.html
 */
export function parseBlkio(text: string): readonly DeviceIo[] {
  const devices = new Map<string, { device: string; readBytes: number; writeBytes: number }>();
  for (const line of lines(text)) {
    const match = /^(?:(?<device>\d+:\d+) (?<operation>[A-Z][a-z]+)|Total) (?<bytes>\d+)$/.exec(line)?.groups;
    if (match === undefined) throw malformed(FILE, line);
    const { device, operation } = match;
    const bytes = wholeNumber(match["bytes"], FILE);
    if (device === undefined) continue; // the sum over all devices
    const io = devices.get(device) ?? { device, readBytes: 0, writeBytes: 0 };
    if (operation === "Read") io.readBytes = bytes;
    if (operation === "Write") io.writeBytes = bytes;
    devices.set(device, io);
  }
  return [...devices.values()];
}
