/**
 * Writes a command line so that a shell reads exactly these arguments, whatever is in them.
 *
 * @throws {RangeError} If one holds a NUL, which no argument can.
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02_02
 */
export function shellQuote(args: readonly string[]): string {
  return args
    .map((argument) => {
      if (argument.includes("\0")) throw new RangeError("an argument cannot hold a NUL");
      return `'${argument.replaceAll("'", "'\\''")}'`;
    })
    .join(" ");
}
