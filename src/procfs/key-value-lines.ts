import { lines } from "./lines.ts";
import { malformed } from "./malformed.ts";

/**
 * Reads lines of `key`, `separator`, `value`. Spaces and tabs around the value are dropped.
 *
 * @throws {SyntaxError} If a line holds no separator.
 */
export function keyValueLines(text: string, separator: ":" | " ", file: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const line of lines(text)) {
    const at = line.indexOf(separator);
    if (at < 1) throw malformed(file, line);
    values.set(line.slice(0, at), line.slice(at + 1).replace(/^[ \t]+|[ \t]+$/g, ""));
  }
  return values;
}
