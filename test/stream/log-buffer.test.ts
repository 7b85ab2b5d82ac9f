import { expect, test } from "vitest";
import type { LogEntry } from "../../src/engines/log-entry.ts";
import { LogBuffer } from "../../src/stream/log-buffer.ts";

function entries(count: number, text = "x"): readonly LogEntry[] {
  return Array.from({ length: count }, () => ({
    at: null,
    origin: "stdout",
    isError: false,
    text,
    isCut: false,
  }));
}

test("what waits is kept in its order, and forgotten once it is sent", () => {
  const buffer = new LogBuffer();
  buffer.add(entries(2));
  buffer.skip();
  buffer.add(entries(1, "y"));
  const [first, second, gap, last] = buffer.lines;
  expect([first, second, last]).toMatchObject([{ text: "x" }, { text: "x" }, { text: "y" }]);
  expect(gap).toEqual({ skipped: 0, isMore: true });
  buffer.clear();
  expect(buffer.lines).toEqual([]);
});

test("of too many lines the newest are kept, and the others counted", () => {
  const buffer = new LogBuffer();
  for (let time = 0; time < 5; time += 1) buffer.add(entries(500));
  expect(buffer.lines[0]).toEqual({ skipped: 1500, isMore: false });
  expect(buffer.lines).toHaveLength(1001);
});

test("a gap that is no longer kept is told with the lines that are not", () => {
  const buffer = new LogBuffer();
  buffer.add(entries(10));
  buffer.skip();
  buffer.add(entries(1500));
  expect(buffer.lines[0]).toEqual({ skipped: 510, isMore: true });
});

test("of lines that are too long there are fewer", () => {
  const buffer = new LogBuffer();
  buffer.add(entries(1000, "x".repeat(4096)));
  expect(buffer.lines.length).toBeLessThan(300);
  expect(buffer.lines.length).toBeGreaterThan(200);
});
