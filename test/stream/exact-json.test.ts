import fc from "fast-check";
import { expect, test } from "vitest";
import { exactJson } from "../../src/stream/exact-json.ts";

test("text of any characters reads back as it was, lone surrogates too", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(JSON.parse(exactJson({ text }))).toEqual({ text });
    }),
  );
});

test("nothing that a terminal obeys or hides is in it", () => {
  const hostile = "\x1b[31m \x7f \x9b31m \u202e \u200b \u{e0041} \ufeff \udc9b";
  expect(exactJson(hostile)).toMatch(/^[\x20-\x7e]*$/);
});

test("what can be shown is left as it is", () => {
  expect(exactJson("größe 長い 😀")).toBe('"größe 長い 😀"');
});

test("it can be indented", () => {
  expect(exactJson({ name: "é" }, 2)).toBe('{\n  "name": "é"\n}');
});
