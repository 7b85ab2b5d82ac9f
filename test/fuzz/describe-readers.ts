import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FuzzedReader } from "./fuzzed-reader.ts";
import { beginnings, keepsItsWord, readerProperties } from "./reader-properties.ts";

/** Tests readers with a small number of everything; `npm run fuzz` goes on with the same. */
export function describeReaders(readers: readonly FuzzedReader[]): void {
  describe.each(readers)("$name", (reader) => {
    test("takes what it was seen to be given", () => {
      for (const sample of reader.samples) expect(reader.isSound(reader.read(sample))).toBe(true);
    });

    test("keeps its word wherever what it takes is cut off", () => {
      for (const beginning of beginnings(reader)) expect(keepsItsWord(reader, beginning)).toBe(true);
    });

    test.each(readerProperties(reader))("$name", ({ property }) => {
      fc.assert(property);
    });
  });
}
