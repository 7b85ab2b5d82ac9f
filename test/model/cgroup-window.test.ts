import { expect, test } from "vitest";
import type { CgroupSample } from "../../src/collector/sample.ts";
import { type CgroupWindow, spanOf, withReading } from "../../src/model/cgroup-window.ts";
import { cgroup } from "./sample-builder.ts";

function reading(cpuMicroseconds: number): CgroupSample {
  return cgroup({ path: "/a", cpuMicroseconds });
}

function windowOf(...times: readonly number[]): CgroupWindow {
  const [first = 0, ...rest] = times;
  return rest.reduce<CgroupWindow>(
    (window, at) => withReading(window, reading(at), at),
    withReading(undefined, reading(first), first),
  );
}

/** From when to when its span is. */
function bounds(window: CgroupWindow): readonly unknown[] {
  const { now, base, seconds } = spanOf(window);
  return [base.cpuMicroseconds, now.cpuMicroseconds, seconds];
}

test("one reading is no span of time", () => {
  expect(bounds(windowOf(3))).toEqual([3, 3, null]);
});

test("a window is five seconds long, and begins with a reading", () => {
  expect(bounds(windowOf(1, 2, 3))).toEqual([1, 3, 2]);
  expect(bounds(windowOf(1, 2, 3, 4, 5, 6, 7, 8))).toEqual([3, 8, 5]);
});

test("of one that is read every ten seconds it is those ten", () => {
  expect(bounds(windowOf(0, 10, 20))).toEqual([10, 20, 10]);
});

test("at ten samples a second it holds no more of them than at two", () => {
  const window = windowOf(...Array.from({ length: 100 }, (_, at) => at / 10));
  expect(window.length).toBeLessThan(20);
  expect(bounds(window)[1]).toBe(9.9);
});

test("what was not read again is known already", () => {
  const window = windowOf(1, 2);
  expect(withReading(window, window.at(-1)?.sample ?? reading(0), 2)).toBe(window);
});
