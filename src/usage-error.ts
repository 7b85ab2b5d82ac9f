/** A command line that means nothing. The message says what is wrong and what to do: one line. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
