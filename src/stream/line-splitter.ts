import { Buffer } from "node:buffer";
import { linePieces } from "../host/line-pieces.ts";

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
    for (const { bytes, isLast } of linePieces(chunk)) {
      this.#keep(bytes);
      if (isLast) lines.push(this.#take());
    }
    return lines;
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
