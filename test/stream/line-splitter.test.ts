import { Buffer } from "node:buffer";
import fc from "fast-check";
import { expect, test } from "vitest";
import { LineSplitter } from "../../src/stream/line-splitter.ts";

test("lines come out whole, however the bytes are cut", () => {
  const line = fc.string({ unit: "grapheme" }).map((text) => text.replaceAll("\n", ""));
  fc.assert(
    fc.property(fc.array(line), fc.array(fc.nat({ max: 40 })), (lines, cuts) => {
      const splitter = new LineSplitter(10_000);
      const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(""));
      const found: string[] = [];
      let start = 0;
      for (const length of [...cuts, bytes.length]) {
        found.push(...splitter.push(bytes.subarray(start, start + length)));
        start += length;
      }
      expect(found).toEqual(lines);
    }),
  );
});

test("a line that has not ended is kept back", () => {
  const splitter = new LineSplitter(100);
  expect(splitter.push(Buffer.from("half"))).toEqual([]);
  expect(splitter.push(Buffer.from(" and half\nnext"))).toEqual(["half and half"]);
});

test("a line that never ends is refused at the limit", () => {
  const splitter = new LineSplitter(8);
  expect(splitter.push(Buffer.from("12345678\n12345678"))).toEqual(["12345678"]);
  expect(() => splitter.push(Buffer.from("9"))).toThrow(RangeError);
});
