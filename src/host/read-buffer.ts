import { ReadFailure } from "./read-failure.ts";

/** Kernel files say that their size is 0, so a buffer grows until the file ends. */
const FIRST_BYTES = 64 * 1024;

/** A buffer that had to grow beyond this is given back. */
const LASTING_BYTES = 1024 * 1024;

/** A file beyond this is not read: nothing that nstop shows needs more. */
const MAX_BYTES = 32 * 1024 * 1024;

/** What one read after the other puts its bytes into. */
export class ReadBuffer {
  #bytes = new Uint8Array(FIRST_BYTES);

  /** Until it grows or shrinks. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  /** Makes it twice as large; what is in it stays there. @throws {ReadFailure} When `path` is too long a file. */
  grow(path: string): void {
    if (this.#bytes.length >= MAX_BYTES) throw new ReadFailure("failed", path, "EFBIG");
    const larger = new Uint8Array(this.#bytes.length * 2);
    larger.set(this.#bytes);
    this.#bytes = larger;
  }

  /** Gives back what a long file needed and the next is not likely to. */
  shrink(): void {
    if (this.#bytes.length > LASTING_BYTES) this.#bytes = new Uint8Array(FIRST_BYTES);
  }
}
