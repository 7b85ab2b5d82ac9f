import { expect, test } from "vitest";
import { alphabetical, ascending, descending } from "../../src/view/compare.ts";

const itself = (value: number | null) => value;

test.each([
  ["descending", descending(itself), [9, 2, 0, null, null]],
  ["ascending", ascending(itself), [0, 2, 9, null, null]],
])("%s puts the unknown last", (_name, compare, sorted) => {
  expect([2, null, 9, 0, null].sort(compare)).toEqual(sorted);
});

test("text sorts the same in every locale", () => {
  expect(["ä", "b", "A", "a"].sort(alphabetical((text) => text))).toEqual(["A", "a", "b", "ä"]);
});

test("equal rows stay as they are", () => {
  expect(descending(itself)(1, 1)).toBe(0);
  expect(descending(itself)(null, null)).toBe(0);
  expect(alphabetical((text: string) => text)("a", "a")).toBe(0);
});
