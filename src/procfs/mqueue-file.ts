import { malformed } from "./malformed.ts";
import { wholeNumber } from "./number.ts";

const FILE = "/dev/mqueue/[name]";

/**
 * Parses what a POSIX message queue says when it is read as a file of the `mqueue` file system.
 *
 * @returns Bytes of the messages that wait in it.
 * @throws {SyntaxError} If it does not begin with a size.
 * @see https://man7.org/linux/man-pages/man7/mq_overview.7.html
 */
export function parseMqueueFile(text: string): number {
  const size = /^QSIZE:(?<bytes>\d+) /.exec(text)?.groups?.["bytes"];
  if (size === undefined) throw malformed(FILE, text);
  return wholeNumber(size, FILE);
}
