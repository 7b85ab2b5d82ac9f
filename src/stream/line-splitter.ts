import { Buffer } from "node:buffer";

const LINE_FEED = 0x0a;

/** Cuts a stream of bytes into lines, at most so many bytes each. */
export class LineSplitter {
  readonly #maxBytes: number;
  /** Of the line that has not ended yet. */
  #pieces: Uint8Array[] = [];
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /**
   * @returns The lines that end in `chunk`, without their line feeds.
   * @throws {RangeError} If a line grows beyond the limit; the splitter is of no use afterwards.
   */
  push(chunk: Uint8Array): string[] {
    const lines: string[] = [];
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(LINE_FEED, start);
      this.#keep(chunk.subarray(start, end === -1 ? chunk.length : end));
      if (end === -1) return lines;
      lines.push(this.#take());
      start = end + 1;
    }
  }

  #keep(piece: Uint8Array): void {
    this.#bytes += piece.length;
    if (this.#bytes > this.#maxBytes) throw new RangeError(`a line of more than ${this.#maxBytes} bytes`);
    if (piece.length > 0) this.#pieces.push(piece);
  }

  #take(): string {
    const line = Buffer.concat(this.#pieces).toString("utf8");
    this.#pieces = [];
    this.#bytes = 0;
    return line;
  }
}
