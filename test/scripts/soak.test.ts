import { describe, expect, test } from "vitest";
import { soakArguments } from "../../scripts/soak/arguments.ts";
import { growthOf } from "../../scripts/soak/growth.ts";

const points = (y: (x: number) => number) => Array.from({ length: 60 }, (_, x) => ({ x, y: y(x) }));

describe("what is watched", () => {
  test("grows when it certainly does", () => {
    expect(
      growthOf(
        "memory",
        "MB",
        points((x) => 100 + x),
      ),
    ).toMatchObject({ grows: true, unit: "MB" });
  });

  test("is flat when it goes up and down, or stands still", () => {
    expect(
      growthOf(
        "memory",
        "MB",
        points((x) => 100 + (x % 2) * 20),
      ).grows,
    ).toBe(false);
    expect(
      growthOf(
        "children",
        "children",
        points(() => 0),
      ).grows,
    ).toBe(false);
  });

  test("may fill at the start", () => {
    const filling = growthOf(
      "memory",
      "MB",
      points((x) => 100 + Math.min(x, 20)),
    );
    expect(filling).toMatchObject({ grows: false, slope: 0, ratio: 1 });
  });

  test("is not judged by a few looks", () => {
    expect(() => growthOf("memory", "MB", points(() => 1).slice(0, 5))).toThrow(RangeError);
  });
});

describe("the arguments of the soak", () => {
  test("are numbers of processes and containers", () => {
    expect(soakArguments([])).toEqual({ processes: 100_000, containers: 2000 });
    expect(soakArguments(["--processes", "50", "--containers", "5"])).toEqual({
      processes: 50,
      containers: 5,
    });
  });

  test.each([
    ["--processes", "0"],
    ["--containers", "many"],
    ["--days", "3"],
  ])("%s %s is refused", (...args) => {
    expect(() => soakArguments(args)).toThrow();
  });
});
