import { expect, test } from "vitest";
import { copiedIn, fullScreenOutput, strangeIn } from "./own-sequences.ts";

test.each([
  ["a colour of its own", "\x1b[31mred\x1b[39m"],
  ["a frame", "\x1b[?2026h\x1b[3A\x1b[1G\x1b[Kline\x1b[E\x1b[?2026l\r\n"],
  ["text of any script", "naïve 日本 🐳 é"],
  ["what is on the clipboard", "\x1b]52;c;aG9zdA==\x07"],
])("%s is not strange", (_, output) => {
  expect(strangeIn(output)).toEqual([]);
});

test.each([
  ["a colour that it does not use", "\x1b[45m"],
  ["blinking", "\x1b[5m"],
  ["hiding", "\x1b[8m"],
  ["a question", "\x1b[6n"],
  ["a link", "\x1b]8;;http://x\x07"],
  ["a title", "\x1b]2;x\x07"],
  ["the clipboard with something else", "\x1b]52;c;?\x07"],
  ["a bell", "\x07"],
  ["a tab", "a\tb"],
  ["a control character of 8 bits", "\x9b7m"],
  ["what turns text around", "\u202e"],
  ["what has no width", "a\u200bb"],
  ["a byte that was no text", "a\ufffd"],
  ["marks heaped on a letter", `e${"\u0301".repeat(5)}`],
  ["a sequence that is cut off", "\x1b["],
])("%s is strange", (_, output) => {
  expect(strangeIn(`before ${output} after`)).toHaveLength(1);
});

test("only the full screen is looked at, and what is copied can be read", () => {
  const output = "shell\x07\x1b[?1049hscreen\x1b]52;c;aG9zdA==\x07\x1b[?1049l\x07";
  expect(strangeIn(fullScreenOutput(output))).toEqual([]);
  expect(copiedIn(output)).toEqual(["host"]);
});
