import fc from "fast-check";
import { expect, test } from "vitest";
import { cellsOf } from "../../src/report/pad.ts";
import { wrapCells } from "../../src/view/wrap-cells.ts";

const graphemes = new Intl.Segmenter();

test("a text is cut into pieces that fit, between graphemes", () => {
  expect(wrapCells("", 4)).toEqual([""]);
  expect(wrapCells("abcd", 4)).toEqual(["abcd"]);
  expect(wrapCells("abcdefghi", 4)).toEqual(["abcd", "efgh", "i"]);
  expect(wrapCells("日本語", 5)).toEqual(["日本", "語"]);
});

test("nothing is lost, whatever it is and however narrow", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 0, max: 20 }), (text, cells) => {
      const pieces = wrapCells(text, cells);
      expect(pieces.join("")).toBe(text);
      for (const piece of pieces) {
        const isOne = [...graphemes.segment(piece)].length === 1;
        if (!isOne) expect(cellsOf(piece)).toBeLessThanOrEqual(Math.max(2, cells));
      }
    }),
  );
});
