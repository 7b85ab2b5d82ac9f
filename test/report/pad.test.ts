import fc from "fast-check";
import stringWidth from "string-width";
import { describe, expect, test } from "vitest";
import { visible } from "../../src/host/text.ts";
import { cellsOf, pad } from "../../src/report/pad.ts";

const TEXT = fc
  .oneof(
    fc.string({ unit: "grapheme" }),
    fc.string({ unit: "binary" }),
    fc.string({
      unit: fc.constantFrom("日", "e\u0301", "👩‍👩‍👧", "🇩🇪", "a", "ﾞ", "각", "क्षि", "\u0600", "…"),
    }),
  )
  .map(visible);
const ALIGN = fc.constantFrom("left", "right");

describe("a text padded to cells", () => {
  test.each([
    ["api", 5, "left", "api  "],
    ["api", 5, "right", "  api"],
    ["api-7f9c", 5, "left", "api-…"],
    ["api-7f9c", 5, "right", "api-…"],
    ["api-7f9c", 8, "left", "api-7f9c"],
    ["api", 1, "left", "…"],
    ["api", 0, "left", ""],
    ["日本語", 6, "left", "日本語"],
    ["日本語", 5, "left", "日本…"],
    ["日本語", 4, "left", "日… "],
    ["日本語", 4, "right", " 日…"],
    ["👩‍👩‍👧👩‍👩‍👧", 3, "left", "👩‍👩‍👧…"],
    ["cafe\u0301s", 4, "left", "caf…"],
    ["cafe\u0301", 4, "left", "cafe\u0301"],
  ] as const)("%s in %d cells, %s, is %j", (text, cells, align, padded) => {
    expect(pad(text, cells, align)).toBe(padded);
  });

  test("ends with a tilde where only ASCII is wanted", () => {
    expect(pad("api-7f9c", 5, "left", "~")).toBe("api-~");
  });

  test("takes exactly as many cells as were asked for, whatever the text", () => {
    fc.assert(
      fc.property(TEXT, fc.nat(30), ALIGN, (text, cells, align) => {
        expect(stringWidth(pad(text, cells, align))).toBe(cells);
      }),
      { numRuns: 1000 },
    );
  });

  test("holds the whole text when there is room for it", () => {
    fc.assert(
      fc.property(TEXT, fc.nat(5), ALIGN, (text, spare, align) => {
        expect(pad(text, cellsOf(text) + spare, align)).toContain(text);
      }),
    );
  });
});

test("cells are counted as string-width does", () => {
  fc.assert(
    fc.property(TEXT, (text) => {
      expect(cellsOf(text)).toBe(stringWidth(text));
    }),
  );
});
