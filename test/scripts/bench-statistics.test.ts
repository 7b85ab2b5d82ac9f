import { describe, expect, test } from "vitest";
import { median, percentile, trend } from "../../scripts/bench/statistics.ts";

describe("the statistics of the benchmark", () => {
  test("the median is the middle number in order", () => {
    expect(median([30, 1, 2])).toBe(2);
    expect(median([7])).toBe(7);
  });

  test("the 99th percentile of a hundred numbers is the second largest", () => {
    const numbers = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(percentile(numbers, 99)).toBe(99);
    expect(percentile(numbers, 100)).toBe(100);
    expect(percentile(numbers, 0)).toBe(1);
  });

  test("no numbers have no percentile", () => {
    expect(() => percentile([], 50)).toThrow(RangeError);
  });

  test("points on a line have its slope, without error", () => {
    const points = [1, 2, 3, 4].map((x) => ({ x, y: 3 * x + 1 }));
    expect(trend(points)).toEqual({ slope: 3, error: 0 });
  });

  test("points beside a line make its slope uncertain", () => {
    const points = [0, 1, 0, 1].map((y, x) => ({ x, y }));
    const { slope, error } = trend(points);
    expect(slope).toBeCloseTo(0.2);
    expect(error).toBeCloseTo(Math.sqrt(0.8 / 2 / 5));
  });
});
