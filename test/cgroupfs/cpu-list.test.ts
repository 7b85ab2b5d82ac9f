import { expect, test } from "vitest";
import { parseCpuCount } from "../../src/cgroupfs/cpu-list.ts";

test.each([
  ["0\n", 1],
  ["0-1\n", 2],
  ["0-3,8,10-11\n", 7],
  ["\n", 0],
])("counts the CPUs of %j", (text, count) => {
  expect(parseCpuCount(text)).toBe(count);
});

test.each(["3-0\n", "0-1-2\n", "0,\n", "a\n", "0-\n", "0 1\n"])("throws on %j", (text) => {
  expect(() => parseCpuCount(text)).toThrow(SyntaxError);
});
