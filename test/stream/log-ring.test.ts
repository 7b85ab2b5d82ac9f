import { expect, test } from "vitest";
import type { LogLine } from "../../src/stream/log-bundle.ts";
import { keepLog, type LogState } from "../../src/stream/log-ring.ts";

function lineOf(text: string): LogLine {
  return { at: null, origin: "stdout", isError: false, text, isCut: false };
}

function keep(log: LogState | null, texts: readonly string[], isNew = false, groupId = "web"): LogState {
  const lines = texts.map(lineOf);
  return keepLog(log, { groupId, isNew, lines, state: "following", message: null });
}

function textsOf({ lines }: LogState): readonly string[] {
  return lines.map((line) => ("skipped" in line ? "gap" : line.text));
}

test("what comes is kept behind what there was, each line with a number that stays its own", () => {
  const first = keep(null, ["a", "b"], true);
  const second = keep(first, ["c"]);
  expect(textsOf(second)).toEqual(["a", "b", "c"]);
  expect(second.lines.map(({ id }) => id)).toEqual([0, 1, 2]);
  expect(second.lines[0]).toBe(first.lines[0]);
});

test("a new reading, and another group's, replace what there was; numbers go on", () => {
  const first = keep(null, ["a"], true);
  expect(keep(first, ["b"], true).lines).toMatchObject([{ id: 1, text: "b" }]);
  expect(textsOf(keep(first, ["c"], false, "db"))).toEqual(["c"]);
});

test("the oldest go when there are too many, or they are too long", () => {
  const many = Array.from({ length: 7000 }, (_, index) => String(index));
  const kept = keep(keep(null, many), ["last"]);
  expect(kept.lines).toHaveLength(5000);
  expect(textsOf(kept).at(-1)).toBe("last");
  const long = keep(
    null,
    Array.from({ length: 3000 }, () => "x".repeat(4096)),
  );
  expect(long.lines.length).toBeLessThan(1100);
  expect(long.lines.length).toBeGreaterThan(900);
});

test("a bundle that only says how the reading is doing keeps the lines as they are", () => {
  const log = keep(null, ["a"]);
  const next = keepLog(log, { groupId: "web", isNew: false, lines: [], state: "waiting", message: "why" });
  expect(next.lines).toBe(log.lines);
  expect(next).toMatchObject({ state: "waiting", message: "why" });
});
