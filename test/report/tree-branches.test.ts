import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cellsOf } from "../../src/report/pad.ts";
import { treeBranches } from "../../src/report/tree-branches.ts";

describe("branches", () => {
  test("lead from each parent to its children", () => {
    expect(treeBranches([0, 1, 2, 2, 1, 2, 0, 1])).toEqual([
      "",
      "├─ ",
      "│  ├─ ",
      "│  └─ ",
      "└─ ",
      "   └─ ",
      "",
      "└─ ",
    ]);
  });

  test("are made of ASCII where that is wanted", () => {
    expect(treeBranches([0, 1, 2, 1], true)).toEqual(["", "|- ", "|  `- ", "`- "]);
  });

  test("take three cells for each level, of which no more than 20 are drawn", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50)), fc.boolean(), (steps, ascii) => {
        let deepest = -1;
        const depths = steps.map((step) => {
          deepest = Math.min(step, deepest + 1);
          return deepest;
        });
        const branches = treeBranches(depths, ascii);
        expect(branches.map(cellsOf)).toEqual(depths.map((depth) => 3 * Math.min(depth, 20)));
      }),
    );
  });

  test("of a chain of 30,000 are short", () => {
    const branches = treeBranches(Array.from({ length: 30_000 }, (_, depth) => depth));
    expect(branches.at(-1)).toHaveLength(60);
  });
});
