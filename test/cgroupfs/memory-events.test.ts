import { expect, test } from "vitest";
import { parseMemoryEvents } from "../../src/cgroupfs/memory-events.ts";
import { v2 } from "./containers.ts";

test("nothing has happened to a quiet container", () => {
  expect(parseMemoryEvents(v2("memory.events"))).toEqual({ low: 0, high: 0, max: 0, oom: 0, oomKills: 0 });
});

test("tells the limit that was hit from the killer that came", () => {
  expect(parseMemoryEvents("low 1\nhigh 2\nmax 3\noom 4\noom_kill 5\noom_group_kill 6\n")).toEqual({
    low: 1,
    high: 2,
    max: 3,
    oom: 4,
    oomKills: 5,
  });
});

test("throws when a field is missing", () => {
  expect(() => parseMemoryEvents("low 0\nhigh 0\nmax 0\noom 0\n")).toThrow(SyntaxError);
});
