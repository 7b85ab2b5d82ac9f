/** Longest piece of the offending text that an error message quotes, in UTF-16 units. */
const QUOTED_LENGTH = 80;

/**
 * Makes the error that every parser throws: which file, and what stood there.
 *
 * @param file Path of the kernel file, such as `/proc/[pid]/stat`.
 * @param found The text that does not fit; `undefined` when the file ends too early.
 */
export function malformed(file: string, found: string | undefined): SyntaxError {
  if (found === undefined) return new SyntaxError(`${file} ends too early`);
  return new SyntaxError(`${file} is malformed at ${JSON.stringify(found.slice(0, QUOTED_LENGTH))}`);
}
