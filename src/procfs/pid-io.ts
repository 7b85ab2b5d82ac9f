import { keyValueLines } from "./key-value-lines.ts";
import { wholeNumber } from "./number.ts";

const FILE = "/proc/[pid]/io";

/** `/proc/[pid]/io`: counted since the process started. */
export interface PidIo {
  /** Bytes through `read` and its like, from the page cache and pipes too. */
  readonly readCharacters: number;
  /** Bytes through `write` and its like. */
  readonly writeCharacters: number;
  readonly readCalls: number;
  readonly writeCalls: number;
  /** Bytes fetched from the block layer. */
  readonly readBytes: number;
  /** Bytes sent to the block layer, or that will be. */
  readonly writeBytes: number;
  /** Of {@link PidIo.writeBytes}, those that were never sent because the page was dropped first. */
  readonly cancelledWriteBytes: number;
}

/**
 * Parses `/proc/[pid]/io`.
 *
 * @throws {SyntaxError} If a field is missing or malformed.
 * @see https://man7.org/linux/man-pages/man5/proc_pid_io.5.html
 */
export function parsePidIo(text: string): PidIo {
  const fields = keyValueLines(text, ":", FILE);
  const number = (key: string) => wholeNumber(fields.get(key), FILE);
  return {
    readCharacters: number("rchar"),
    writeCharacters: number("wchar"),
    readCalls: number("syscr"),
    writeCalls: number("syscw"),
    readBytes: number("read_bytes"),
    writeBytes: number("write_bytes"),
    cancelledWriteBytes: number("cancelled_write_bytes"),
  };
}
