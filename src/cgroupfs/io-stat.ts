import { malformed } from "../procfs/malformed.ts";
import { wholeNumber } from "../procfs/number.ts";

/** What a cgroup has read from and written to one block device since it was made. */
export interface DeviceIo {
  /** `major:minor`. */
  readonly device: string;
  readonly readBytes: number;
  readonly writeBytes: number;
}

/**
 * Parses v2's `io.stat`. Some kernels leave a device without figures on the line of the one after it, so
 * that it is a device's number, not a newline, that begins an entry.
 *
 * @throws {SyntaxError} If figures are malformed or belong to no device.
 * @see https://docs.kernel.org/admin-guide/cgroup-v2.html#io-interface-files
 */
export function parseIoStat(text: string): readonly DeviceIo[] {
  return figures(text, "rbytes=", "wbytes=").map(({ device, read, written }) => ({
    device,
    readBytes: read,
    writeBytes: written,
  }));
}

/** How often a cgroup has read from and written to one block device since it was made. */
export interface DeviceOperations {
  /** `major:minor`. */
  readonly device: string;
  readonly reads: number;
  readonly writes: number;
}

/**
 * Parses the numbers of operations in v2's `io.stat`.
 *
 * @throws {SyntaxError} As {@link parseIoStat}.
 */
export function parseIoOperations(text: string): readonly DeviceOperations[] {
  return figures(text, "rios=", "wios=").map(({ device, read, written }) => ({
    device,
    reads: read,
    writes: written,
  }));
}

function figures(text: string, readKey: string, writeKey: string) {
  const devices: { device: string; read: number; written: number }[] = [];
  for (const word of text.split(/[ \n]+/).filter((word) => word !== "")) {
    const current = devices.at(-1);
    if (/^\d+:\d+$/.test(word)) devices.push({ device: word, read: 0, written: 0 });
    else if (current === undefined || !/^[a-z_.]+=/.test(word)) throw malformed("io.stat", word);
    else if (word.startsWith(readKey)) current.read = wholeNumber(word.slice(readKey.length), "io.stat");
    else if (word.startsWith(writeKey)) current.written = wholeNumber(word.slice(writeKey.length), "io.stat");
  }
  return devices;
}

/** Adds up devices. A volume on another device (LVM, dm-crypt) is counted on both, as `docker stats` does. */
export function totalIo(devices: readonly DeviceIo[]): Omit<DeviceIo, "device"> {
  return {
    readBytes: devices.reduce((sum, device) => sum + device.readBytes, 0),
    writeBytes: devices.reduce((sum, device) => sum + device.writeBytes, 0),
  };
}
