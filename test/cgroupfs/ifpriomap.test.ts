import { expect, test } from "vitest";
import { parseIfpriomap } from "../../src/cgroupfs/ifpriomap.ts";

test("reads the priority of each interface", () => {
  expect(parseIfpriomap("lo 0\neth0.5 7\n")).toEqual([
    { interface: "lo", priority: 0 },
    { interface: "eth0.5", priority: 7 },
  ]);
});

test.each(["lo\n", "lo x\n", " 5\n", "\n"])("throws on %j", (text) => {
  expect(() => parseIfpriomap(text)).toThrow(SyntaxError);
});
