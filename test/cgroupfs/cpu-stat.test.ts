import { expect, test } from "vitest";
import { parseCpuStat } from "../../src/cgroupfs/cpu-stat.ts";
import { fixtureText } from "../procfs/fixture.ts";
import { v1, v2 } from "./containers.ts";

test("reads a v2 container that is held back", () => {
  expect(parseCpuStat(v2("cpu.stat"))).toEqual({
    usageMicroseconds: 8643767,
    userMicroseconds: 6870686,
    systemMicroseconds: 1773080,
    throttling: { periods: 166, throttledPeriods: 160, throttledMicroseconds: 7333025 },
  });
});

test("reads a v1 container that is held back, whose time is in nanoseconds and whose usage is elsewhere", () => {
  const text = "nr_periods 8853\nnr_throttled 8775\nthrottled_time 416548599895\nnr_bursts 0\nburst_time 0\n";
  expect(parseCpuStat(text)).toEqual({
    usageMicroseconds: null,
    userMicroseconds: null,
    systemMicroseconds: null,
    throttling: { periods: 8853, throttledPeriods: 8775, throttledMicroseconds: 416548599.895 },
  });
  expect(parseCpuStat(v1("cpu", "cpu.stat")).usageMicroseconds).toBeNull();
});

test("without the CPU controller there is usage, and nothing is known of throttling", () => {
  const root = fixtureText("hybrid-docker", "/sys/fs/cgroup/unified/cpu.stat");
  expect(parseCpuStat(root).throttling).toBeNull();
  expect(parseCpuStat(root).usageMicroseconds).toBeGreaterThan(0);
});

test.each(["", "nr_periods 1\n", "usage_usec 1\n", "nr_periods 1\nnr_throttled x\nthrottled_time 1\n"])(
  "throws on %j",
  (text) => {
    expect(() => parseCpuStat(text)).toThrow(SyntaxError);
  },
);
