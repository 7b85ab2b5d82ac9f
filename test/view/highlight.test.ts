import fc from "fast-check";
import { expect, test } from "vitest";
import { highlight } from "../../src/view/highlight.ts";
import { unpainted } from "../../src/view/theme.ts";

const MATCH = "\x1b[1m\x1b[33m";

test("every place that is looked for stands out, in upper or lower case; the rest is as it was", () => {
  expect(highlight("Error: no error", "ERROR", undefined)).toBe(
    `${MATCH}Error\x1b[39m\x1b[22m: no ${MATCH}error\x1b[39m\x1b[22m`,
  );
  expect(highlight("a b", "b", { color: "red" })).toBe(`\x1b[31ma \x1b[39m${MATCH}b\x1b[39m\x1b[22m`);
});

test("an inverse filter, and none, make nothing stand out", () => {
  expect(highlight("a !b", "!b", undefined)).toBe("a !b");
  expect(highlight("a b", "", undefined)).toBe("a b");
});

test("the text is the same, whatever is looked for", () => {
  const printable = fc.string({ unit: "grapheme" });
  fc.assert(
    fc.property(
      printable,
      printable,
      (text, filter) => unpainted(highlight(text, filter, undefined)) === text,
    ),
  );
});
