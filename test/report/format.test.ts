import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  bytes,
  clockTime,
  count,
  duration,
  limitPercent,
  percent,
  rate,
  secondsBetween,
  uptime,
} from "../../src/report/format.ts";

const NON_NEGATIVE = fc.oneof(
  fc.double({ min: 0, noNaN: true }),
  fc.double({ min: 0, max: 2 ** 64, noNaN: true }),
  fc.nat(),
);

describe("bytes", () => {
  test.each([
    [null, "-"],
    [0, "0"],
    [812, "812B"],
    [1023, "1023B"],
    [1024, "1.0Ki"],
    [10_137, "9.9Ki"],
    [10_200, "10Ki"],
    [432_013_312, "412Mi"],
    [1000 * 2 ** 20, "1000Mi"],
    [2 ** 30 - 1, "1.0Gi"],
    [2_254_857_830, "2.1Gi"],
    [2 ** 63 - 4096, "8.0Ei"],
    [2 ** 80, ">999Ei"],
  ])("of %s are %s", (value, text) => {
    expect(bytes(value)).toBe(text);
  });
});

describe("a rate", () => {
  test.each([
    [null, "-"],
    [0, "0"],
    [0.4, "0"],
    [999.4, "999B/s"],
    [999.5, "1.0K/s"],
    [12_345, "12K/s"],
    [300_000, "300K/s"],
    [1_234_567, "1.2M/s"],
    [1e30, ">999E/s"],
  ])("of %s is %s", (value, text) => {
    expect(rate(value)).toBe(text);
  });
});

describe("percent", () => {
  test.each([
    [null, "-"],
    [0, "0.0"],
    [88.24, "88.2"],
    [9999.94, "9999.9"],
    [9999.95, "10000"],
    [12_800, "12800"],
    [1e9, ">99999"],
  ])("of %s is %s", (value, text) => {
    expect(percent(value)).toBe(text);
  });

  test("of a limit is without a decimal that says nothing", () => {
    expect([100, 12.5, 0.04, null].map(limitPercent)).toEqual(["100", "12.5", "0", "-"]);
  });
});

describe("a count", () => {
  test.each([
    [null, "-"],
    [0, "0"],
    [702, "702"],
    [2_014, "2,014"],
    [32_768, "32,768"],
    [100_000, "100K"],
    [4_194_304, "4.2M"],
  ])("of %s is %s", (value, text) => {
    expect(count(value)).toBe(text);
  });
});

describe("a duration", () => {
  test.each([
    [null, "-"],
    [0, "0s"],
    [59.9, "59s"],
    [3_599, "59m"],
    [86_399, "23h"],
    [259_200, "3d"],
    [9_999 * 86_400, "9999d"],
    [10_000 * 86_400, "27y"],
  ])("of %s seconds is %s", (value, text) => {
    expect(duration(value)).toBe(text);
  });
});

describe("an uptime", () => {
  test.each([
    [null, "-"],
    [59, "00:00"],
    [15_060, "04:11"],
    [12 * 86_400 + 15_060, "12d 04:11"],
  ])("of %s seconds is %s", (value, text) => {
    expect(uptime(value)).toBe(text);
  });
});

describe("a time of day", () => {
  test("is in this machine's time zone", () => {
    expect(clockTime(new Date(2026, 6, 1, 14, 32, 7).toISOString())).toBe("14:32:07");
  });

  test.each([null, "", "yesterday"])("that is not known (%s) is a dash", (time) => {
    expect(clockTime(time)).toBe("-");
  });
});

test("seconds between two times are never negative, and unknown when either is", () => {
  expect(secondsBetween("2026-07-01T00:00:00Z", "2026-07-01T00:00:02.500Z")).toBe(2.5);
  expect(secondsBetween("2026-07-01T00:00:09Z", "2026-07-01T00:00:02Z")).toBe(0);
  expect(secondsBetween(null, "2026-07-01T00:00:02Z")).toBeNull();
  expect(secondsBetween("2026-07-01T00:00:02Z", "never")).toBeNull();
});

describe("whatever the number,", () => {
  test.each([
    ["bytes", bytes, 6],
    ["rate", rate, 7],
    ["percent", percent, 6],
    ["limitPercent", limitPercent, 6],
    ["count", count, 6],
    ["duration", duration, 5],
    ["uptime", uptime, 11],
  ] as const)("%s is printable ASCII of at most its documented width", (_name, format, width) => {
    fc.assert(
      fc.property(NON_NEGATIVE, (value) => {
        expect(format(value)).toMatch(new RegExp(`^[\\x20-\\x7e]{1,${width}}$`));
      }),
    );
  });

  test.each([
    ["bytes", bytes, 1024, ["B", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"] as string[]],
    ["rate", rate, 1000, ["B/s", "K/s", "M/s", "G/s", "T/s", "P/s", "E/s"] as string[]],
  ] as const)("%s reads back as nearly the same", (_name, format, base, units) => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 1e20, noNaN: true }), (value) => {
        const [, digits = "", unit = ""] = /^([\d.]+)(\D+)$/.exec(format(value)) ?? [];
        const power = units.indexOf(unit);
        expect(Math.abs(Number(digits) * base ** power - value)).toBeLessThanOrEqual(value / 2);
        if (power > 0) expect(Math.abs((Number(digits) * base ** power) / value - 1)).toBeLessThan(0.06);
      }),
    );
  });
});
