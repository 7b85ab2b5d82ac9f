import type { DetailContext } from "./detail-context.ts";

/** Reads and parses one file; `null` when it is not there, or not to be had, which is then noted. */
export type ReadFile = <Value>(path: string, parse: (text: string) => Value) => Value | null;

/** @param missing - What is not known when a read fails, as the start of a sentence. */
export function fileReader({ reader, issues }: DetailContext, missing: string): ReadFile {
  return (path, parse) => issues.attempt(path, missing, () => parse(reader.readText(path)));
}
