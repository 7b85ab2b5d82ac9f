import fc from "fast-check";
import { expect, test } from "vitest";
import { distinctKeys } from "../../src/view/distinct-keys.ts";

test("rows that repeat are told apart by their place, and the first keeps the plain key", () => {
  const rows = [{ name: "a" }, { name: "b" }, { name: "a" }];
  expect(rows.map(distinctKeys(rows, ({ name }) => name))).toEqual(["a", "b", "a#2"]);
});

test("no two rows of any list have one key", () => {
  fc.assert(
    fc.property(fc.array(fc.record({ name: fc.constantFrom("a", "b", "c") })), (rows) => {
      expect(new Set(rows.map(distinctKeys(rows, ({ name }) => name))).size).toBe(rows.length);
    }),
  );
});
