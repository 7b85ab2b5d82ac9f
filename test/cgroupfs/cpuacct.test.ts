import { expect, test } from "vitest";
import { parseCpuacctStat, parseCpuacctUsage } from "../../src/cgroupfs/cpuacct.ts";

test("reads usage in nanoseconds", () => {
  expect(parseCpuacctUsage("442032083729\n")).toBe(442032083729);
});

test("reads user and system time in clock ticks", () => {
  expect(parseCpuacctStat("user 44094\nsystem 108\n")).toEqual({ userTicks: 44094, systemTicks: 108 });
});

test("throws when a field is missing", () => {
  expect(() => parseCpuacctStat("user 1\n")).toThrow(SyntaxError);
  expect(() => parseCpuacctUsage("")).toThrow(SyntaxError);
});
