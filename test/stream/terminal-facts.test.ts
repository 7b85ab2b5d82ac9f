import { expect, test } from "vitest";
import { terminalFacts } from "../../src/stream/terminal-facts.ts";

const WAYS = { color: true, ascii: false };
const TERMINAL = { isTTY: true, columns: 80, rows: 24 };

test("a terminal is known by its name and its size", () => {
  expect(terminalFacts({ TERM: "xterm-256color", LANG: "C.UTF-8" }, TERMINAL, WAYS)).toEqual({
    isTerminal: true,
    term: "xterm-256color",
    size: { columns: 80, rows: 24 },
    locale: "C.UTF-8",
    ...WAYS,
  });
});

test("what is none has no size", () => {
  expect(terminalFacts({}, { isTTY: false }, WAYS)).toEqual({
    isTerminal: false,
    term: "",
    size: null,
    locale: "",
    ...WAYS,
  });
});

test("a terminal that says 0 columns has not said yet", () => {
  expect(terminalFacts({}, { isTTY: true, columns: 0, rows: 0 }, WAYS).size).toBeNull();
});

test.each([
  [{ LC_ALL: "C", LC_CTYPE: "a.UTF-8", LANG: "b.UTF-8" }, "C"],
  [{ LC_ALL: "", LC_CTYPE: "a.UTF-8", LANG: "b.UTF-8" }, "a.UTF-8"],
  [{ LANG: "b.UTF-8" }, "b.UTF-8"],
])("of %j the locale is %j", (environment, locale) => {
  expect(terminalFacts(environment, TERMINAL, WAYS).locale).toBe(locale);
});
