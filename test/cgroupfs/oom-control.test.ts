import { expect, test } from "vitest";
import { parseOomControl } from "../../src/cgroupfs/oom-control.ts";
import { v1 } from "./containers.ts";

test("nothing has happened to a quiet container", () => {
  expect(parseOomControl(v1("memory", "memory.oom_control"))).toEqual({
    killerDisabled: false,
    underOom: false,
    oomKills: 0,
  });
});

test("what an old kernel does not count is null, and not 0", () => {
  expect(parseOomControl("oom_kill_disable 1\nunder_oom 1\n")).toEqual({
    killerDisabled: true,
    underOom: true,
    oomKills: null,
  });
});

test("throws when a field is missing", () => {
  expect(() => parseOomControl("oom_kill_disable 0\n")).toThrow(SyntaxError);
});
