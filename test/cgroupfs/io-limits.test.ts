import { expect, test } from "vitest";
import { parseBlkioLimit, parseIoMax } from "../../src/cgroupfs/io-limits.ts";

test("reads the limits that are set, and no others", () => {
  const text = "254:0 rbps=1048576 wbps=max riops=max wiops=max\n8:0 rbps=max wbps=2 riops=3 wiops=4\n";
  expect(parseIoMax(text)).toEqual([
    { device: "254:0", kind: "readBytesPerSecond", perSecond: 1048576 },
    { device: "8:0", kind: "writeBytesPerSecond", perSecond: 2 },
    { device: "8:0", kind: "readsPerSecond", perSecond: 3 },
    { device: "8:0", kind: "writesPerSecond", perSecond: 4 },
  ]);
});

test("v1 has a file for each kind of limit", () => {
  expect(parseBlkioLimit("254:0 1048576\n", "writesPerSecond")).toEqual([
    { device: "254:0", kind: "writesPerSecond", perSecond: 1048576 },
  ]);
});

test("a cgroup without limits has empty files", () => {
  expect(parseIoMax("")).toEqual([]);
  expect(parseBlkioLimit("", "readsPerSecond")).toEqual([]);
});

test.each(["8:0 rbps=\n", "8:0 rbps\n", "rbps=1\n", "8:0 rbps=-1\n", "\n"])("throws on %j", (text) => {
  expect(() => parseIoMax(text)).toThrow(SyntaxError);
  expect(() => parseBlkioLimit(text, "readsPerSecond")).toThrow(SyntaxError);
});
