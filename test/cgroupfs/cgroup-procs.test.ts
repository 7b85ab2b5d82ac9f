import { expect, test } from "vitest";
import { parseCgroupProcs } from "../../src/cgroupfs/cgroup-procs.ts";

test("reads the pids of a cgroup", () => {
  expect(parseCgroupProcs("17\n4\n0\n")).toEqual(new Set([17, 4, 0]));
});

test("a cgroup without a process has an empty list", () => {
  expect(parseCgroupProcs("")).toEqual(new Set());
});

test.each(["a\n", "1 2\n", "-1\n", "\n"])("throws on %j", (text) => {
  expect(() => parseCgroupProcs(text)).toThrow(SyntaxError);
});
