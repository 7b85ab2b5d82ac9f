import fc from "fast-check";
import { expect, test } from "vitest";
import { wrapWords } from "../../src/view/wrap-words.ts";

test("a text is broken between words, and a word that is too long stays whole", () => {
  expect(wrapWords("it shares the host's network", 11)).toEqual(["it shares", "the host's", "network"]);
  expect(wrapWords("a /very/long/path b", 5)).toEqual(["a", "/very/long/path", "b"]);
  expect(wrapWords("日本 語", 5)).toEqual(["日本", "語"]);
});

test("no word is lost", () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(30), (text, cells) => {
      expect(wrapWords(text, cells).join(" ")).toBe(text);
    }),
  );
});
