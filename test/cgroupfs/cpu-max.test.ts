import { expect, test } from "vitest";
import { parseCfsQuota, parseCpuMax } from "../../src/cgroupfs/cpu-max.ts";
import { V1_PAUSED, v1, v2 } from "./containers.ts";

test("half a core is 50 percent in v2 and in v1", () => {
  expect(parseCpuMax(v2("cpu.max"))).toBe(50);
  expect(parseCfsQuota(v1("cpu", "cpu.cfs_quota_us"), v1("cpu", "cpu.cfs_period_us"))).toBe(50);
});

test("no limit is max in v2 and -1 in v1", () => {
  expect(parseCpuMax("max 100000\n")).toBe("max");
  const quota = v1("cpu", "cpu.cfs_quota_us", V1_PAUSED);
  expect(quota).toBe("-1\n");
  expect(parseCfsQuota(quota, v1("cpu", "cpu.cfs_period_us", V1_PAUSED))).toBe("max");
});

test("a limit may be more than one core, or a fraction of a percent", () => {
  expect(parseCpuMax("250000 100000\n")).toBe(250);
  expect(parseCpuMax("1000 1000000\n")).toBeCloseTo(0.1);
});

test.each(["", "max", "max max\n", "50000 0\n", "50000 100000 1\n", "x 100000\n"])("throws on %j", (text) => {
  expect(() => parseCpuMax(text)).toThrow(SyntaxError);
});

test("throws on a period of nothing", () => {
  expect(() => parseCfsQuota("50000\n", "")).toThrow(SyntaxError);
});
