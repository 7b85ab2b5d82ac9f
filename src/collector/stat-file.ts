import type { KeptFile } from "../host/kept-file.ts";
import { decodeText } from "../host/text.ts";
import { type PidStat, parsePidStatBytes } from "../procfs/pid-stat.ts";

/** Longer than any stat line: 51 numbers of at most 20 digits, and a name of at most 63 bytes. */
const STAT_BYTES = 2048;

/** The stat line of one process. Most processes sleep, and the line of one that sleeps stays the same. */
export class StatFile {
  readonly #file: KeptFile;
  /** What was read last, and what it says. */
  #line = new Uint8Array(0);
  #stat: PidStat | null = null;

  constructor(file: KeptFile) {
    this.#file = file;
  }

  get path(): string {
    return this.#file.path;
  }

  /** What the line said when it was last read; `null` before. */
  get last(): PidStat | null {
    return this.#stat;
  }

  /** Makes a buffer that the files of many processes are read into, one after the other. */
  static buffer(): Uint8Array {
    return new Uint8Array(STAT_BYTES);
  }

  /**
   * Reads the line.
   *
   * @returns The same object as before when the line is the same.
   * @throws {import("../host/read-failure.ts").ReadFailure | SyntaxError}
   */
  read(buffer: Uint8Array): PidStat {
    const length = this.#file.read(buffer);
    if (this.#stat !== null && beginsWith(buffer, this.#line, length)) return this.#stat;
    this.#stat = parsePidStatBytes(buffer, length, decodeText);
    this.#line = buffer.slice(0, length);
    return this.#stat;
  }

  /** Gives the descriptor back. */
  close(): void {
    this.#file.close();
  }
}

/** Whether the first `length` bytes of `buffer` are `line`. Calling the runtime's own comparison costs more. */
function beginsWith(buffer: Uint8Array, line: Uint8Array, length: number): boolean {
  if (line.length !== length) return false;
  for (let at = 0; at < length; at += 1) if (buffer[at] !== line[at]) return false;
  return true;
}
