import { expect, test } from "vitest";
import { parsePidSchedstat } from "../../src/procfs/pid-schedstat.ts";

test("tells how long it ran and how long it waited to run", () => {
  expect(parsePidSchedstat("38594582 316217656 239\n")).toEqual({
    ranNanoseconds: 38594582,
    waitedNanoseconds: 316217656,
  });
});

test.each(["", "1\n", "x 1 1\n", "1 -1 1\n"])("throws on %j", (text) => {
  expect(() => parsePidSchedstat(text)).toThrow(SyntaxError);
});
