import { malformed } from "./malformed.ts";

/** Splits the text of a kernel file into lines; the newline at the end of the last may be missing. */
export function lines(text: string): readonly string[] {
  const all = text.split("\n");
  if (all.at(-1) === "") all.pop();
  return all;
}

/**
 * Splits a line into words at spaces and tabs, and at nothing else: a name in it may hold any other
 * kind of white space that Unicode knows.
 */
export function words(line: string): readonly string[] {
  return line.split(/[ \t]+/).filter((word) => word !== "");
}

/**
 * Rows of a table that begins with a heading line. An empty text has none: the kernel leaves out the
 * heading where there is nothing to list, as in `net/route` of a new network namespace.
 *
 * @throws {SyntaxError} If the first line, leading spaces aside, does not begin with `heading`.
 */
export function rowsBelow(heading: string, text: string, file: string): readonly string[] {
  if (text === "") return [];
  const [first = "", ...rows] = lines(text);
  if (!first.replace(/^ +/, "").startsWith(heading)) throw malformed(file, first);
  return rows;
}
