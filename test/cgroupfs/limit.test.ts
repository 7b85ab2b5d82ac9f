import { expect, test } from "vitest";
import { parseCounter } from "../../src/cgroupfs/counter.ts";
import { parseLimit } from "../../src/cgroupfs/limit.ts";
import { V1_MEMORY_LIMITED, v1, v2 } from "./containers.ts";

test("reads a limit in v2 and in v1", () => {
  expect(parseLimit(v2("memory.max"))).toBe(64 * 1024 * 1024);
  expect(parseLimit(v1("memory", "memory.limit_in_bytes", V1_MEMORY_LIMITED))).toBe(32 * 1024 * 1024);
  expect(parseLimit(v2("pids.max"))).toBe(3469);
  expect(parseLimit("0\n")).toBe(0);
});

test("no limit is max, and in v1 the largest number of whole pages", () => {
  expect(parseLimit(v2("memory.high"))).toBe("max");
  expect(v1("memory", "memory.limit_in_bytes")).toBe("9223372036854771712\n");
  expect(parseLimit(v1("memory", "memory.limit_in_bytes"))).toBe("max");
  expect(parseLimit("9223372036854710272\n")).toBe("max"); // pages of 64 KiB
});

test("a large limit is a limit", () => {
  expect(parseLimit("1125899906842624\n")).toBe(2 ** 50);
});

test("reads the one number that a file holds", () => {
  expect(parseCounter(v2("memory.current"))).toBe(323584);
  expect(parseCounter("0")).toBe(0);
  expect(parseCounter("18446744073709551615\n")).toBe(2 ** 64);
});

test.each([
  "",
  "\n",
  "max 1\n",
  "Max\n",
  "-1\n",
  "1 2\n",
  "0x10\n",
  "1.5\n",
  "1\n\n",
  "123456789012345678901\n",
])("throws on %j", (text) => {
  expect(() => parseLimit(text)).toThrow(SyntaxError);
  expect(() => parseCounter(text)).toThrow(SyntaxError);
});
