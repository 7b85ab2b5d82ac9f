import { constants } from "node:fs";
import type { FileCalls } from "./host-reader.ts";
import { errorCode, readFailure } from "./read-failure.ts";
import { decodeText } from "./text.ts";

/** The longest record that the kernel hands out; a read that has no room for one fails. */
const RECORD_BYTES = 8192;

/**
 * A log of the kernel of which every read gives one record, as `/dev/kmsg`. It begins with the oldest that the kernel still has, and
 * never waits for the next.
 */
export class RecordLog {
  readonly #files: FileCalls;
  readonly #path: string;
  readonly #buffer = new Uint8Array(RECORD_BYTES);
  readonly #descriptor: number;

  /** Use {@link import("./host-reader.ts").HostReader.openLog}. @throws What opening it raises. */
  constructor(files: FileCalls, place: string | Buffer, path: string) {
    this.#files = files;
    this.#path = path;
    this.#descriptor = files.openSync(place, constants.O_RDONLY | constants.O_NONBLOCK);
  }

  /**
   * Reads one record.
   *
   * @returns `null` when there is none yet.
   * @throws {import("./read-failure.ts").ReadFailure}
   */
  next(): string | null {
    try {
      const length = this.#files.readSync(this.#descriptor, this.#buffer, 0, this.#buffer.length, null);
      return length === 0 ? null : decodeText(this.#buffer.subarray(0, length));
    } catch (error) {
      const code = errorCode(error);
      if (code === "EAGAIN") return null;
      // The kernel has thrown away what was to come next; the read after this one goes on with the oldest there is.
      if (code === "EPIPE") return "";
      throw readFailure(error, this.#path);
    }
  }

  /** Gives the descriptor back. */
  close(): void {
    this.#files.closeSync(this.#descriptor);
  }
}
