import type { Writable } from "node:stream";

/**
 * Writes lines to a reader that may be slower than they come: while one is on its way others are dropped, so that
 * memory stays flat and what arrives is new.
 */
export class LineWriter {
  readonly #output: Writable;
  #lastLine: Promise<void> = Promise.resolve();

  constructor(output: Writable) {
    this.#output = output;
  }

  /**
   * @param makeLine - Asked only for a line that is going to be sent.
   * @returns Whether it was sent, rather than dropped.
   */
  write(makeLine: () => string): boolean {
    if (this.#output.writableLength > 0 || this.#output.destroyed) return false;
    const { promise, resolve } = Promise.withResolvers<void>();
    // That the reader has gone is told by the stream's own event.
    this.#output.write(makeLine(), () => resolve());
    this.#lastLine = promise;
    return true;
  }

  /** Resolves when the last line has left, or never will. */
  idle(): Promise<void> {
    return this.#lastLine;
  }
}
