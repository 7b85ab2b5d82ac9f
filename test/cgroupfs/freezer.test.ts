import { expect, test } from "vitest";
import { parseCgroupEvents, parseFreezerState } from "../../src/cgroupfs/freezer.ts";
import { V1_PAUSED, v1, v2 } from "./containers.ts";

test("a paused container is frozen, its neighbour is not", () => {
  expect(parseFreezerState(v1("freezer", "freezer.state", V1_PAUSED))).toBe(true);
  expect(parseFreezerState(v1("freezer", "freezer.state"))).toBe(false);
});

test("a cgroup that is being frozen is not yet", () => {
  expect(parseFreezerState("FREEZING\n")).toBe(false);
});

test("reads whether a v2 cgroup has processes and whether they stand still", () => {
  expect(parseCgroupEvents(v2("cgroup.events"))).toEqual({ populated: true, frozen: false });
  expect(parseCgroupEvents("populated 0\nfrozen 1\n")).toEqual({ populated: false, frozen: true });
});

test("what an old kernel does not tell is null, and not false", () => {
  expect(parseCgroupEvents("populated 1\n")).toEqual({ populated: true, frozen: null });
});

test.each(["", "THAW\n", "frozen 1\n", "1\n"])("throws on %j", (text) => {
  expect(() => parseFreezerState(text)).toThrow(SyntaxError);
  expect(() => parseCgroupEvents(text)).toThrow(SyntaxError);
});
