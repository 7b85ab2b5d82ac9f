import { expect, test } from "vitest";
import { parsePidsEvents } from "../../src/cgroupfs/pids-events.ts";

test("reads how many forks were refused", () => {
  expect(parsePidsEvents("max 12\n")).toBe(12);
});

test.each(["", "max\n", "max -1\n", "12\n"])("throws on %j", (text) => {
  expect(() => parsePidsEvents(text)).toThrow(SyntaxError);
});
