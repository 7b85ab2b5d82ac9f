import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeKeys, finishKeys, typedCharacter } from "../../src/view/key-name.ts";

test.each([
  ["j", ["j"]],
  ["G", ["G"]],
  ["日", ["日"]],
  [" ", ["space"]],
  ["\r", ["enter"]],
  ["\t", ["tab"]],
  ["\x7f", ["backspace"]],
  ["\b", ["backspace"]],
  ["\x03", ["ctrl-c"]],
  ["\x1a", ["ctrl-z"]],
  ["\x1b[A", ["up"]],
  ["\x1bOB", ["down"]],
  ["\x1b[5~", ["page-up"]],
  ["\x1b[6~", ["page-down"]],
  ["\x1b[H", ["home"]],
  ["\x1b[4~", ["end"]],
  ["\x1b[Z", ["shift-tab"]],
  ["\x1bOP", ["f1"]],
  ["\x1b[[A", ["f1"]],
  ["\x1b[15~", ["f5"]],
  ["\x1b[17~", ["f6"]],
])("%j is %j", (input, keys) => {
  expect(decodeKeys(input)).toEqual({ keys, rest: "" });
});

test("a modifier leaves an arrow or a page key what it is", () => {
  expect(decodeKeys("\x1b[1;5A\x1b[5;2~").keys).toEqual(["up", "page-up"]);
});

test("a burst in one chunk is every one of its keys", () => {
  expect(decodeKeys(`${"j".repeat(30)}\x1b[A\x1b[A\rq`).keys).toEqual([
    ...Array.from({ length: 30 }, () => "j"),
    "up",
    "up",
    "enter",
    "q",
  ]);
});

test("what a terminal answers is no key, whole as it is", () => {
  expect(decodeKeys("\x1b[?62;c\x1b[12;40R\x1b[Ij").keys).toEqual(["j"]);
});

describe("an escape at the end of a chunk", () => {
  test.each(["\x1b", "\x1b[", "\x1b[1;5", "\x1bO"])("waits for more in %j", (rest) => {
    expect(decodeKeys(`j${rest}`)).toEqual({ keys: ["j"], rest });
  });

  test("is the Esc key when nothing comes", () => {
    expect(finishKeys("\x1b")).toEqual(["escape"]);
    expect(finishKeys("")).toEqual([]);
  });

  test("before another escape is the Esc key", () => {
    expect(decodeKeys("\x1b\x1b[A").keys).toEqual(["escape", "up"]);
  });
});

test("however a stream is cut into chunks, the keys are the same", () => {
  const key = fc.constantFrom("j", "日", "\r", "\x1b[A", "\x1b[15~", "\x1bOP", "\x1b[1;5A", "/");
  fc.assert(
    fc.property(fc.array(key), fc.array(fc.nat(8)), (sequences, cuts) => {
      const whole = sequences.join("");
      let [rest, at] = ["", 0];
      const keys: string[] = [];
      for (const length of [...cuts, whole.length]) {
        const decoded = decodeKeys(rest + whole.slice(at, at + length));
        keys.push(...decoded.keys);
        rest = decoded.rest;
        at += length;
      }
      expect([...keys, ...finishKeys(rest)]).toEqual(decodeKeys(whole).keys);
    }),
  );
});

test("characters are typed, keys with names are not", () => {
  expect(["a", "日", "space", "enter", "f1"].map(typedCharacter)).toEqual(["a", "日", " ", null, null]);
});
