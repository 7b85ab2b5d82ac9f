import { describe, expect, test } from "vitest";
import { sparkline } from "../../src/view/sparkline.ts";

test("the newest value is at the right, and what is not known is blank", () => {
  expect(sparkline([null, 0, 50, 100, null, 200], 60, 100, 0).slice(-6)).toBe(" ▁▅█ █");
});

test("it is as wide as it is told to be, however many values there are", () => {
  expect(sparkline([], 8, 100, 0)).toBe("        ");
  expect(
    sparkline(
      Array.from({ length: 200 }, () => 100),
      8,
      100,
      3,
    ),
  ).toBe("████████");
});

describe("with fewer cells than samples", () => {
  const spike = Array.from({ length: 60 }, (_, index) => (index === 58 ? 100 : 0));

  test("a cell shows the highest of those it stands for", () => {
    expect(sparkline(spike, 10, 100, 5)).toBe("▁▁▁▁▁▁▁▁▁█");
  });

  test("bars stand still until a cell is full, then all move by one", () => {
    const frames = Array.from({ length: 9 }, (_, tick) =>
      sparkline([...spike, ...Array.from({ length: tick }, () => 0)].slice(-60), 10, 100, 5 + tick),
    );
    expect(frames.map((frame) => frame.indexOf("█"))).toEqual([9, 8, 8, 8, 8, 8, 8, 7, 7]);
  });
});
