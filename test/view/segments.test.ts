import fc from "fast-check";
import { expect, test } from "vitest";
import { cellsOf } from "../../src/report/pad.ts";
import { joinSegments } from "../../src/view/segments.ts";
import { unpainted } from "../../src/view/theme.ts";

const LEFT = [
  { text: "host", priority: 0 },
  { text: "kernel", priority: 3 },
  { text: "up 1d", priority: 2 },
];
const RIGHT = [{ text: "12:00", priority: 1 }];

test("pieces stand side by side, those of the right at the right edge", () => {
  expect(joinSegments(LEFT, RIGHT, 40)).toBe(" host  kernel  up 1d               12:00");
});

test("the least important go first when there is no room", () => {
  expect(joinSegments(LEFT, RIGHT, 24)).toBe(" host  up 1d       12:00");
  expect(joinSegments(LEFT, RIGHT, 12)).toBe(" host  12:00");
  expect(joinSegments(LEFT, RIGHT, 11)).toBe(" host");
});

test("what must stay is cut", () => {
  expect(joinSegments([{ text: "a-long-hostname", priority: 0 }], [{ text: "now", priority: 0 }], 14)).toBe(
    " a-long-…  now",
  );
});

test("no line is wider than the terminal", () => {
  const segment = fc.record({
    text: fc.string({ unit: fc.constantFrom("a", "日", " "), maxLength: 12 }),
    priority: fc.nat(3),
  });
  fc.assert(
    fc.property(fc.array(segment), fc.integer({ min: 1, max: 80 }), (left, width) => {
      expect(cellsOf(unpainted(joinSegments(left, [], width)))).toBeLessThanOrEqual(width);
    }),
  );
});
