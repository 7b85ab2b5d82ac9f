import { expect, test } from "vitest";
import { unescapeUnit } from "../../src/cgroupfs/unescape-unit.ts";

test.each([
  ["web", "web"],
  ["web\\x2d1", "web-1"],
  ["a\\x2d\\x5fb", "a-_b"],
  ["web-1", "web-1"],
  ["web\\x2", "web\\x2"],
  ["", ""],
])("%s stands for %s", (escaped, name) => {
  expect(unescapeUnit(escaped)).toBe(name);
});
