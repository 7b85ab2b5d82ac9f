import fc from "fast-check";
import { expect, test } from "vitest";
import { linePieces } from "../../src/host/line-pieces.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const pieces = (text: string) =>
  [...linePieces(bytes(text))].map((piece) => [new TextDecoder().decode(piece.bytes), piece.isLast]);

test("a chunk is cut at its line feeds, and what is left goes on in the next", () => {
  expect(pieces("one\ntwo\nthr")).toEqual([
    ["one", true],
    ["two", true],
    ["thr", false],
  ]);
  expect(pieces("one\n\n")).toEqual([
    ["one", true],
    ["", true],
    ["", false],
  ]);
  expect(pieces("")).toEqual([["", false]]);
});

test("no byte is lost or added, and none of a piece is a line feed", () => {
  fc.assert(
    fc.property(fc.uint8Array(), (chunk) => {
      const all = [...linePieces(chunk)];
      expect(all.flatMap((piece) => [...piece.bytes, ...(piece.isLast ? [0x0a] : [])])).toEqual([...chunk]);
      expect(all.some((piece) => piece.bytes.includes(0x0a))).toBe(false);
    }),
  );
});
