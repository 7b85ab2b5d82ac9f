import { expect, test } from "vitest";
import { logText, MAX_LOG_CHARACTERS } from "../../src/engines/log-text.ts";

test("a program's colours are taken out, and nothing else", () => {
  expect(logText("\x1b[38;5;196mred\x1b[m \x1b[2Jcleared\x1b]52;c;aGk=\x07", false)).toEqual({
    text: "red \x1b[2Jcleared\x1b]52;c;aGk=\x07",
    isCut: false,
  });
});

test("tabs go to every eighth cell; the carriage return at the end of a terminal's line goes, others stay", () => {
  expect(logText("a\tb\t\tc\r", false).text).toBe("a       b               c");
  expect(logText("10 %\r20 %\r", false).text).toBe("10 %\r20 %");
});

test("a long line is cut, never within a character", () => {
  const { text, isCut } = logText(`${"x".repeat(MAX_LOG_CHARACTERS - 1)}😀tail`, false);
  expect(isCut).toBe(true);
  expect(text).toBe("x".repeat(MAX_LOG_CHARACTERS - 1));
  expect(logText("short", true)).toEqual({ text: "short", isCut: true });
});
