import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { isSameValue } from "../../src/host/same-value.ts";

const json = fc.jsonValue({ maxDepth: 3 });

test("a copy says the same", () => {
  fc.assert(fc.property(json, (value) => isSameValue(value, structuredClone(value))));
});

test("is what the runtime's own comparison says", () => {
  // Few keys and values, so that many pairs are nearly alike.
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      fc.constantFrom(null, 0, 1, "", "a", true, undefined),
      fc.array(tie("value"), { maxLength: 2 }),
      fc.dictionary(fc.constantFrom("a", "b"), tie("value"), { maxKeys: 2, noNullPrototype: true }),
    ),
  }));
  fc.assert(
    fc.property(value, value, (a, b) => {
      expect(isSameValue(a, b)).toBe(isDeepStrictEqual(a, b));
    }),
    { numRuns: 1000 },
  );
});
