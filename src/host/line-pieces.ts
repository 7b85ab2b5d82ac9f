const LINE_FEED = 0x0a;

/** What a chunk of a stream brings of one line. */
export interface LinePiece {
  /** Without the line feed; may be empty. */
  readonly bytes: Uint8Array;
  /** The line ends with it. */
  readonly isLast: boolean;
}

/** Cuts a chunk of a stream at its line feeds. The last piece goes on in the next chunk, and is empty where a line feed is the chunk's end. */
export function* linePieces(chunk: Uint8Array): Generator<LinePiece, void, void> {
  let start = 0;
  for (;;) {
    const end = chunk.indexOf(LINE_FEED, start);
    yield { bytes: chunk.subarray(start, end === -1 ? chunk.length : end), isLast: end !== -1 };
    if (end === -1) return;
    start = end + 1;
  }
}
