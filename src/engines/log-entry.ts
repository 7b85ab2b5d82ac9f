/** One line of a log. */
export interface LogEntry {
  /** RFC 3339, as exact as its keeper tells it; `null` where it does not. */
  readonly at: string | null;
  /** `stdout`, `stderr`, or the journal's word for how grave it is; "" where nobody tells. */
  readonly origin: string;
  /** It was written to standard error, or is an error by the journal's word. */
  readonly isError: boolean;
  /** As {@link import("./log-text.ts").logText} makes it of the bytes. */
  readonly text: string;
  /** It had more characters than are kept. */
  readonly isCut: boolean;
}

/** What is read at once: the lines that ended in it, and how many bytes that took. */
export interface LogPiece {
  readonly bytes: number;
  readonly entries: readonly LogEntry[];
}

/** A log that can be opened again and again, each time at its end. */
export interface LogSource {
  /**
   * Opens it and reads on. The first piece comes as soon as it is open, and may be empty. It is read no faster than
   * the pieces are taken.
   *
   * @param tail - So many of the last lines, about, come first.
   * @throws {import("./log-failure.ts").LogFailure} If it cannot be read, or has come to an end.
   */
  open(tail: number, signal: AbortSignal): AsyncIterable<LogPiece>;
}
