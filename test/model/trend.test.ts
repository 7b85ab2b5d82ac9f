import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { secondsToLimit, steadyGrowth, type TrendPoint, withPoint } from "../../src/model/trend.ts";

/** One value a second. */
function points(count: number, value: (second: number) => number): readonly TrendPoint[] {
  return Array.from({ length: count }, (_, second) => ({ atSeconds: second, value: value(second) }));
}

describe("the time left", () => {
  test("of one that grows by 10 a second is what is left divided by 10", () => {
    expect(
      secondsToLimit(
        points(30, (second) => 100 + 10 * second),
        1000,
        false,
      ),
    ).toBe(61);
  });

  test("is about right where the growth is uneven", () => {
    const uneven = points(40, (second) => 10 * second + (second % 3 === 0 ? 12 : 0));
    expect(secondsToLimit(uneven, 1000, false)).toBeGreaterThan(55);
    expect(secondsToLimit(uneven, 1000, false)).toBeLessThan(65);
  });

  test.each([
    ["stays the same", () => 500],
    ["gets smaller", (second: number) => 500 - second],
    ["took one step", (second: number) => (second < 15 ? 100 : 400)],
    ["has stopped growing", (second: number) => Math.min(10 * second, 100)],
    ["has only just begun to grow", (second: number) => (second < 25 ? 100 : 100 + 40 * (second - 25))],
    ["goes up and down", (second: number) => 300 + 200 * Math.sin(second)],
    ["is far away", (second: number) => 100 + 0.2 * second],
  ])("of one that %s is not told", (_, value) => {
    expect(secondsToLimit(points(30, value), 1000, false)).toBeNull();
  });

  test("takes a quarter of a minute to be known", () => {
    const growing = (count: number) =>
      secondsToLimit(
        points(count, (second) => 10 * second),
        1000,
        false,
      );
    expect([growing(14), growing(15), growing(16)]).toEqual([null, null, 85]);
  });

  test("that is told stays told while the slope is less clear than it had to be", () => {
    const wavy = points(40, (second) => 4 * second + 24 * Math.sin(second / 3));
    expect(steadyGrowth(wavy, false)).toBeNull();
    expect(steadyGrowth(wavy, true)).not.toBeNull();
  });

  test("is never negative, whatever the points", () => {
    const value = fc.nat(2000);
    fc.assert(
      fc.property(
        fc.array(value, { maxLength: 60 }),
        fc.nat(2000),
        fc.boolean(),
        (values, limit, isShown) => {
          const seconds = secondsToLimit(
            points(values.length, (second) => values[second] ?? 0),
            limit,
            isShown,
          );
          expect(seconds ?? 0).toBeGreaterThanOrEqual(0);
          expect(seconds ?? 0).toBeLessThanOrEqual(3600);
        },
      ),
    );
  });
});

test("sixty points are remembered, and none that comes too soon", () => {
  let remembered: readonly TrendPoint[] = [];
  for (const point of points(100, (second) => second)) remembered = withPoint(remembered, point);
  expect(remembered.map(({ atSeconds }) => atSeconds)).toEqual(
    Array.from({ length: 60 }, (_, at) => 40 + at),
  );
  expect(withPoint(remembered, { atSeconds: 99.2, value: 0 })).toBe(remembered);
});
