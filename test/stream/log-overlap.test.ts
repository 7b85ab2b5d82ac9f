import { expect, test } from "vitest";
import type { LogEntry } from "../../src/engines/log-entry.ts";
import { LogOverlap } from "../../src/stream/log-overlap.ts";

function entries(...times: readonly (number | null)[]): readonly LogEntry[] {
  return times.map((time) => ({
    at: time === null ? null : new Date(time * 1000).toISOString(),
    origin: "stdout",
    isError: false,
    text: String(time),
    isCut: false,
  }));
}

function textsOf(lines: readonly LogEntry[]): readonly string[] {
  return lines.map(({ text }) => text);
}

test("lines that were seen are left out, and no gap is told", () => {
  const overlap = new LogOverlap();
  overlap.fresh(entries(1, 2));
  overlap.reopen(10);
  expect(textsOf(overlap.fresh(entries(1)))).toEqual([]);
  expect(textsOf(overlap.fresh(entries(2, 3)))).toEqual(["3"]);
  expect(overlap.takeGap()).toBe(false);
});

test("of lines of the very same second as many are left out as were seen", () => {
  const overlap = new LogOverlap();
  overlap.fresh(entries(1, 2, 2));
  overlap.reopen(10);
  expect(textsOf(overlap.fresh(entries(1, 2, 2, 2)))).toEqual(["2"]);
});

test("where the first line is new there may be a gap, which is told once", () => {
  const overlap = new LogOverlap();
  overlap.fresh(entries(1));
  overlap.reopen(10);
  expect(textsOf(overlap.fresh(entries(5, 6)))).toEqual(["5", "6"]);
  expect([overlap.takeGap(), overlap.takeGap()]).toEqual([true, false]);
});

test("a clock that was set back hides no more lines than there were", () => {
  const overlap = new LogOverlap();
  overlap.fresh(entries(100));
  overlap.reopen(2);
  expect(textsOf(overlap.fresh(entries(1, 2, 3, 4)))).toEqual(["3", "4"]);
  expect(textsOf(overlap.fresh(entries(5)))).toEqual(["5"]);
});

test("lines without a time are always new", () => {
  const overlap = new LogOverlap();
  overlap.fresh(entries(1));
  overlap.reopen(10);
  expect(textsOf(overlap.fresh(entries(null, 1)))).toEqual(["null", "1"]);
});
