import fc from "fast-check";
import { expect, test } from "vitest";
import {
  growth,
  percent,
  percentOfMicroseconds,
  percentOfTicks,
  perSecond,
  secondsBetween,
} from "../../src/model/rates.ts";

test.each([
  ["a counter that grew", 12, 10, 2],
  ["a counter that stood still", 10, 10, 0],
  ["a counter that went backwards", 9, 10, null],
  ["a counter that was unknown before", 10, null, null],
  ["a counter that is unknown now", undefined, 10, null],
])("growth of %s", (_what, now, before, expected) => {
  expect(growth(now, before)).toBe(expected);
});

test("no time between two samples makes no rate", () => {
  expect(secondsBetween(5, 5)).toBeNull();
  expect(secondsBetween(5, 6)).toBeNull();
  expect(perSecond(100, secondsBetween(5, 5))).toBeNull();
});

test("100 percent is one core", () => {
  expect(percentOfTicks(50, 1, 100)).toBe(50);
  expect(percentOfTicks(250, 1, 100)).toBe(250);
  expect(percentOfMicroseconds(500_000, 2)).toBe(25);
});

test("a gap of an hour is spread over the hour", () => {
  expect(perSecond(7_200_000, secondsBetween(3600, 0))).toBe(2000);
});

test("percents have two decimals, and 0 of nothing is 0", () => {
  expect(percent(1, 3)).toBe(33.33);
  expect(percent(0, 0)).toBe(0);
});

test("no rate is negative or less than a number", () => {
  const counter = fc.option(fc.nat());
  fc.assert(
    fc.property(counter, counter, fc.nat(), fc.nat(), (now, before, at, atBefore) => {
      const rate = perSecond(growth(now, before), secondsBetween(at, atBefore));
      expect(rate ?? 0).toBeGreaterThanOrEqual(0);
      expect(rate ?? 0).toBeLessThan(Infinity);
    }),
  );
});
