import { beginsWith } from "./begins-with.ts";
import type { HostReader } from "./host-reader.ts";
import { ReadFailure } from "./read-failure.ts";
import { decodeText } from "./text.ts";

/** One for all: there are as many files as processes, and an array costs more than what is in it. */
const NOTHING = new Uint8Array(0);

/**
 * A file of the host that is read again and again, through a descriptor that stays open where there is room for
 * one. Such a descriptor answers `gone` once the process or cgroup has ended, even when a new one has its name.
 *
 * Only for what the kernel makes in one piece: `stat` and `schedstat` of a process, the counters of a cgroup, the files that describe
 * the host. An open descriptor on `net/*`, `ns/*`, `mountinfo` or `root` of a process keeps its namespace alive.
 */
export class KeptFile {
  readonly path: string;
  readonly #reader: HostReader;
  #descriptor: number | null;
  #closed = false;
  /** What {@link readText} read last, and the text that it is. */
  #bytes: Uint8Array = NOTHING;
  #text = "";

  /** Use {@link HostReader.keep}. `descriptor` is `null` when the file is to be opened for every read. */
  constructor(reader: HostReader, path: string, descriptor: number | null) {
    this.#reader = reader;
    this.path = path;
    this.#descriptor = descriptor;
  }

  /** Whether it has a descriptor of its own; else a new owner of the same name is not told from the old one. */
  get hasDescriptor(): boolean {
    return this.#descriptor !== null;
  }

  /**
   * Reads from the start of the file.
   *
   * @param into - Has to be longer than the file; what is beyond it is cut off.
   * @returns How many bytes were read.
   * @throws {ReadFailure}
   */
  read(into: Uint8Array): number {
    if (this.#closed) throw new ReadFailure("gone", this.path, "EBADF");
    return this.#descriptor === null
      ? this.#reader.readStart(this.path, into)
      : this.#reader.readAt(this.#descriptor, this.path, into);
  }

  /**
   * Reads the whole file as text.
   *
   * @returns The same string as before, not another like it, while the file says the same.
   * @throws {ReadFailure}
   */
  readText(): string {
    const { buffer } = this.#reader;
    let length = this.read(buffer.bytes);
    while (length === buffer.bytes.length) {
      buffer.grow(this.path);
      length = this.read(buffer.bytes);
    }
    if (!beginsWith(buffer.bytes, this.#bytes, length)) {
      this.#bytes = buffer.bytes.slice(0, length);
      this.#text = decodeText(this.#bytes);
    }
    return this.#text;
  }

  /** Gives the descriptor back; the file can still be read. */
  release(): void {
    if (this.#descriptor === null) return;
    this.#reader.closeKept(this, this.#descriptor);
    this.#descriptor = null;
  }

  /** Ends it: it cannot be read any more. */
  close(): void {
    this.release();
    this.#closed = true;
  }
}
