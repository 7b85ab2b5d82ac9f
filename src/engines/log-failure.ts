/** A log that cannot be read, or not any further. The message says why, and what to do. */
export class LogFailure extends Error {
  override readonly name = "LogFailure";
  /** To try again is of no use. */
  readonly isFinal: boolean;

  constructor(message: string, isFinal = false) {
    super(message);
    this.isFinal = isFinal;
  }
}
