/** A piece of what a container wrote to one of its streams. */
export interface FramePiece {
  readonly origin: "stdout" | "stderr";
  /** The first piece of its frame: an engine's frames are its messages, each with a time stamp of its own. */
  readonly isStart: boolean;
  readonly bytes: Uint8Array;
}

/** One byte that names the stream, three zeros, four of length. */
const HEADER_BYTES = 8;

const ORIGINS: Readonly<Record<number, FramePiece["origin"]>> = { 0: "stdout", 1: "stdout", 2: "stderr" };

/**
 * Takes the stream of a container's log apart into what it wrote to which of its streams, however it is cut into
 * chunks. Nothing is kept but a header that is not whole.
 *
 * @see https://docs.docker.com/reference/api/engine/version/v1.51/#tag/Container/operation/ContainerAttach Stream format
 */
export class ContainerLogFrames {
  readonly #header = new Uint8Array(HEADER_BYTES);
  #headerBytes = 0;
  #left = 0;
  #origin: FramePiece["origin"] = "stdout";
  #isStart = false;

  /**
   * @returns The pieces that `chunk` holds, in their order; views of it.
   * @throws {SyntaxError} If it is no such stream.
   */
  push(chunk: Uint8Array): readonly FramePiece[] {
    const pieces: FramePiece[] = [];
    for (let at = 0; at < chunk.length; ) {
      const taken = this.#left > 0 ? this.#takePiece(chunk, at, pieces) : this.#takeHeader(chunk, at);
      at += taken;
    }
    return pieces;
  }

  #takeHeader(chunk: Uint8Array, at: number): number {
    const part = chunk.subarray(at, at + HEADER_BYTES - this.#headerBytes);
    this.#header.set(part, this.#headerBytes);
    this.#headerBytes += part.length;
    if (this.#headerBytes === HEADER_BYTES) this.#readHeader();
    return part.length;
  }

  #readHeader(): void {
    const origin = ORIGINS[this.#header[0] ?? 0];
    const isHeader = this.#header.subarray(1, 4).every((byte) => byte === 0);
    if (origin === undefined || !isHeader) throw new SyntaxError("its log is not cut into frames");
    this.#headerBytes = 0;
    this.#left = new DataView(this.#header.buffer).getUint32(4);
    this.#origin = origin;
    this.#isStart = true;
  }

  #takePiece(chunk: Uint8Array, at: number, pieces: FramePiece[]): number {
    const bytes = chunk.subarray(at, at + this.#left);
    pieces.push({ origin: this.#origin, isStart: this.#isStart, bytes });
    this.#isStart = false;
    this.#left -= bytes.length;
    return bytes.length;
  }
}
