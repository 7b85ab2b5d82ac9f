import { ReadFailure, readFailure } from "./read-failure.ts";

/**
 * Reads hold a thread each until they come back, and the runtime has no more than four. The others wait for their turn: one that
 * had no thread would be taken for one that hangs.
 */
const MAX_AT_ONCE = 3;

/** How many files that hung are remembered. */
const MAX_SKIPPED = 256;

const LATE = Symbol("late");

/**
 * A deadline is waited for in so many steps. While this process itself is held up no more than one of them passes, so
 * that a file which has answered meanwhile is not blamed.
 */
const STEPS = 4;

/** Gives up on reads that do not come back, and remembers which files they were of. */
export class PatientReads {
  readonly #skipped = new Set<string>();
  #begun = 0;
  #hanging = 0;
  /** Resolves when a read has come back, or has been given up. */
  #news = Promise.withResolvers<void>();

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
    // Most often there is none: to look for a path that was just put together costs more than it seems.
    if (this.#skipped.size > 0 && this.#skipped.has(path)) throw new ReadFailure("hangs", path, "ETIMEDOUT");
  }

  /**
   * Waits for a read, but not for ever.
   *
   * @throws {ReadFailure} Of kind `hangs` when it did not come back in time; with code `EBUSY` when others hang, and no
   * thread is to be had.
   */
  async read<Answer>(
    path: string,
    start: () => Promise<Answer>,
    deadlineMilliseconds: number,
  ): Promise<Answer> {
    this.refuseSkipped(path);
    await this.#turn(path);
    const reading = start().finally(() => {
      this.#begun -= 1;
      this.#tell();
    });
    const timer = Promise.withResolvers<typeof LATE>();
    let steps = STEPS;
    const clock = setInterval(() => {
      steps -= 1;
      if (steps === 0) timer.resolve(LATE);
    }, deadlineMilliseconds / STEPS);
    try {
      const answer = await Promise.race([reading, timer.promise]);
      if (answer !== LATE) return answer;
    } catch (error) {
      throw error instanceof ReadFailure ? error : readFailure(error, path);
    } finally {
      clearInterval(clock);
    }
    this.#watch(path, reading);
    this.#tell();
    throw new ReadFailure("hangs", path, "ETIMEDOUT");
  }

  /** Waits until a read may be begun. */
  async #turn(path: string): Promise<void> {
    while (this.#begun >= MAX_AT_ONCE) {
      if (this.#hanging >= MAX_AT_ONCE) throw new ReadFailure("failed", path, "EBUSY");
      await this.#news.promise;
    }
    this.#begun += 1;
  }

  #tell(): void {
    const { resolve } = this.#news;
    this.#news = Promise.withResolvers();
    resolve();
  }

  /** It may come back after all: then the file is well again. */
  #watch(path: string, reading: Promise<unknown>): void {
    this.skip(path);
    this.#hanging += 1;
    const answered = () => {
      this.allow(path);
      this.#hanging -= 1;
    };
    reading.then(answered, answered);
  }
}
