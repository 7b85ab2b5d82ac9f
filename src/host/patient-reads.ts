import { ReadFailure, readFailure } from "./read-failure.ts";

/** Reads that hang hold a thread each, and the runtime has no more than four. */
const MAX_HANGING = 3;

/** How many files that hung are remembered. */
const MAX_SKIPPED = 256;

/** Gives up on reads that do not come back, and remembers which files they were of. */
export class PatientReads {
  readonly #skipped = new Set<string>();
  #hanging = 0;

  /** How many reads have been given up but have not come back. */
  get hanging(): number {
    return this.#hanging;
  }

  /** Never reads `path` again, until {@link allow}. */
  skip(path: string): void {
    this.#skipped.add(path);
    if (this.#skipped.size <= MAX_SKIPPED) return;
    for (const oldest of this.#skipped) {
      this.#skipped.delete(oldest);
      return;
    }
  }

  /** Takes {@link skip} back. */
  allow(path: string): void {
    this.#skipped.delete(path);
  }

  /** @throws {ReadFailure} If `path` is not to be read, because it hung. */
  refuseSkipped(path: string): void {
    if (this.#skipped.has(path)) throw new ReadFailure("hangs", path, "ETIMEDOUT");
  }

  /**
   * Waits for a read, but not for ever.
   *
   * @throws {ReadFailure} Of kind `hangs` when it did not come back in time.
   */
  async read(
    path: string,
    start: () => Promise<Uint8Array>,
    deadlineMilliseconds: number,
  ): Promise<Uint8Array> {
    this.refuseSkipped(path);
    if (this.#hanging >= MAX_HANGING) throw new ReadFailure("failed", path, "EBUSY");
    const reading = start();
    const timer = Promise.withResolvers<"late">();
    const timeout = setTimeout(() => timer.resolve("late"), deadlineMilliseconds);
    try {
      const bytes = await Promise.race([reading, timer.promise]);
      if (bytes !== "late") return bytes;
    } catch (error) {
      throw readFailure(error, path);
    } finally {
      clearTimeout(timeout);
    }
    this.#watch(path, reading);
    throw new ReadFailure("hangs", path, "ETIMEDOUT");
  }

  /** It may come back after all: then the file is well again. */
  #watch(path: string, reading: Promise<Uint8Array>): void {
    this.skip(path);
    this.#hanging += 1;
    const answered = () => {
      this.allow(path);
      this.#hanging -= 1;
    };
    reading.then(answered, answered);
  }
}
