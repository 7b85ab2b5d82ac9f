import { keyValueLines } from "./key-value-lines.ts";
import { kibibytes } from "./number.ts";

const FILE = "/proc/meminfo";

/** `/proc/meminfo`, the fields nstop uses; all in bytes. */
export interface Meminfo {
  readonly totalBytes: number;
  readonly freeBytes: number;
  /** What new programs could have without swapping. */
  readonly availableBytes: number;
  readonly buffersBytes: number;
  /** Page cache, shared memory included. */
  readonly cachedBytes: number;
  readonly swapTotalBytes: number;
  readonly swapFreeBytes: number;
}

/**
 * Parses `/proc/meminfo`.
 *
 * @throws {SyntaxError} If a field is missing or malformed.
 * @see https://man7.org/linux/man-pages/man5/proc_meminfo.5.html
 */
export function parseMeminfo(text: string): Meminfo {
  const fields = keyValueLines(text, ":", FILE);
  const bytes = (key: string) => kibibytes(fields.get(key), FILE);
  return {
    totalBytes: bytes("MemTotal"),
    freeBytes: bytes("MemFree"),
    availableBytes: bytes("MemAvailable"),
    buffersBytes: bytes("Buffers"),
    cachedBytes: bytes("Cached"),
    swapTotalBytes: bytes("SwapTotal"),
    swapFreeBytes: bytes("SwapFree"),
  };
}
