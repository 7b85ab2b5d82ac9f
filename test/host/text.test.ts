import { Buffer } from "node:buffer";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeText, encodeText, visible } from "../../src/host/text.ts";

const bytes = fc.uint8Array({ maxLength: 64 });

/** Text with many of the characters that matter here. */
const hostileText = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary", maxLength: 4 }),
      fc.constantFrom(
        "\x1b",
        "\x9b",
        "\u202e",
        "\u200b",
        "\u0301",
        "\u0301\u0302\u0303\u0304\u0305",
        "\udcff",
        "\ud800",
      ),
    ),
  )
  .map((parts) => parts.join(""));

describe("decodeText", () => {
  test("valid UTF-8 is decoded as it is", () => {
    expect(decodeText(Buffer.from("naïve 日本 🐳 \ufffd"))).toBe("naïve 日本 🐳 \ufffd");
  });

  test("a byte that is not UTF-8 becomes the lone surrogate that stands for it", () => {
    expect(decodeText(Buffer.of(0x61, 0xff, 0x62))).toBe("a\udcffb");
  });

  test.each([
    ["an overlong slash", [0xc0, 0xaf], "\udcc0\udcaf"],
    ["an encoded surrogate", [0xed, 0xa0, 0x80], "\udced\udca0\udc80"],
    ["a code point beyond the last", [0xf4, 0x90, 0x80, 0x80], "\udcf4\udc90\udc80\udc80"],
    ["a character that is cut off", [0xe2, 0x82], "\udce2\udc82"],
    ["a byte order mark, which is text", [0xef, 0xbb, 0xbf], "\ufeff"],
  ])("%s", (_, input, expected) => {
    expect(decodeText(Uint8Array.from(input))).toBe(expected);
  });

  test("any bytes come back from the text that was made of them", () => {
    fc.assert(
      fc.property(bytes, (input) => {
        expect(Uint8Array.from(encodeText(decodeText(input)))).toEqual(input);
      }),
    );
  });

  test("JSON carries any bytes without loss", () => {
    fc.assert(
      fc.property(bytes, (input) => {
        const text = decodeText(input);
        expect(JSON.parse(Buffer.from(JSON.stringify(text)).toString())).toBe(text);
      }),
    );
  });

  test("a view of a larger buffer is decoded alone", () => {
    expect(decodeText(Buffer.from("before\xffafter", "latin1").subarray(5, 8))).toBe("e\udcffa");
  });
});

describe("visible", () => {
  test.each([
    ["escape", "\x1b[31mred", "\\e[31mred"],
    ["newline, tab and carriage return", "a\nb\tc\r", "a\\nb\\tc\\r"],
    ["another control character", "\x07\x7f", "\\x07\\x7f"],
    ["a C1 control sequence introducer", "\x9b31m", "\\x9b31m"],
    ["a byte that is not UTF-8", "\udcff", "\\xff"],
    ["right-to-left override", "evil\u202etxt", "evil<U+202E>txt"],
    ["zero-width space", "a\u200bb", "a<U+200B>b"],
    ["a tag character beyond the first plane", "\u{e0041}", "<U+E0041>"],
    ["line separator", "a\u2028b", "a<U+2028>b"],
    ["another lone surrogate", "\ud800", "<U+D800>"],
  ])("%s is shown for what it is", (_, input, expected) => {
    expect(visible(input)).toBe(expected);
  });

  test("plain text stays as it is", () => {
    for (const text of ["", "nginx: worker", "naïve", "日本", "🐳", "é", "C:\\n"])
      expect(visible(text)).toBe(text);
  });

  test("marks heaped on one letter are counted rather than shown", () => {
    expect(visible(`Z${"\u0301".repeat(16)}!`)).toBe(`Z${"\u0301".repeat(4)}<+12 marks>!`);
  });

  test("nothing that could deceive is left, and showing it twice shows the same", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const shown = visible(text);
        expect(shown).not.toMatch(
          /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|\p{M}{5}/u,
        );
        expect(visible(shown)).toBe(shown);
      }),
    );
  });
});
