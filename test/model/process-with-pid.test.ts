import fc from "fast-check";
import { expect, test } from "vitest";
import { processWithPid } from "../../src/model/process-with-pid.ts";
import { process } from "./sample-builder.ts";

test("a process is found by its pid, and no other in its place", () => {
  const pids = fc.uniqueArray(fc.integer({ min: 1, max: 30 })).map((all) => all.toSorted((a, b) => a - b));
  fc.assert(
    fc.property(pids, fc.integer({ min: 0, max: 31 }), (all, pid) => {
      const processes = all.map((each) => process({ pid: each }));
      const expected = processes.find((each) => each.pid === pid) ?? null;
      expect(processWithPid({ processes }, pid)).toBe(expected);
    }),
  );
});
