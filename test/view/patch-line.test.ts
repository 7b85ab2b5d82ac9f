import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isOneCellEach } from "../../src/report/pad.ts";
import { paintedCells, patchLine } from "../../src/view/patch-line.ts";
import { paint, unpainted } from "../../src/view/theme.ts";
import { arbitraryChange } from "./painted-line-fixture.ts";
import { rowsOf, Screen } from "./screen-fixture.ts";

const COLUMNS = 40;

/** The patch of painted lines; `null` where there can be none. */
function patchOf(before: string, after: string): string | null {
  const cells = { before: paintedCells(before), after: paintedCells(after) };
  return cells.before === null || cells.after === null ? null : patchLine(cells.before, cells.after);
}

describe("whatever two lines are", () => {
  test("the patch makes one of them into the other, each cell and how it looks", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(arbitraryChange(COLUMNS, false), { minLength: 1, maxLength: 20 }),
        async (changes) => {
          const size = { columns: COLUMNS, rows: changes.length };
          const screen = new Screen(size);
          await screen.write(changes.map(({ before }) => before).join("\n"));
          const patches = changes.map(({ before, after }) => patchOf(before, after));
          await screen.write(`\x1b[H${patches.join("\n")}`);
          const after = changes.map((change) => change.after);
          expect(screen.rows).toEqual(await rowsOf(size, after));
        },
      ),
    );
  });

  test("there is none if a character of theirs may not take exactly one cell", () => {
    fc.assert(
      fc.property(arbitraryChange(COLUMNS), ({ before, after }) => {
        const known = isOneCellEach(unpainted(before + after));
        expect(patchOf(before, after) === null).toBe(!known);
      }),
    );
  });

  test("it is empty if they are the same", () => {
    fc.assert(
      fc.property(arbitraryChange(COLUMNS, false), ({ after }) => {
        expect(patchOf(after, after)).toBe("");
      }),
    );
  });
});

test.each([
  { change: "a digit", before: "CPU 43%  load 2.1", after: "CPU 44%  load 2.1", patch: "\x1b[6G4" },
  { change: "digits near each other", before: "load 2.1 1.8", after: "load 2.2 1.9", patch: "\x1b[8G2 1.9" },
  {
    change: "digits far from each other",
    before: "CPU 43%  load 2.1",
    after: "CPU 44%  load 2.2",
    patch: "\x1b[6G4\x1b[17G2",
  },
  { change: "the end, which is gone", before: "2 paused", after: "2", patch: "\x1b[2G\x1b[K" },
  { change: "the end, which is new", before: "2", after: "2 paused", patch: "\x1b[2G paused" },
  { change: "all of it, to nothing", before: "2 paused", after: "", patch: "\x1b[1G\x1b[K" },
  { change: "a wide character", before: "漢 1", after: "漢 2", patch: null },
  { change: "a wide character that is gone", before: "漢 1", after: "1", patch: null },
])("what changes is $change", ({ before, after, patch }) => {
  expect(patchOf(before, after)).toBe(patch);
});

test("a cell that only looks different is written again", () => {
  const before = `up ${paint("12", { color: "red" })} s`;
  const after = `up ${paint("12", { color: "red", bold: true })} s`;
  expect(patchOf(before, after)).toBe("\x1b[4G\x1b[31m\x1b[1m12\x1b[0m");
});

test("a cell in the middle of what is painted looks like the rest of it", () => {
  const painted = (text: string) =>
    paint(`a ${paint(text, { color: "green" })} b`, { inverse: true, dim: true });
  expect(patchOf(painted("17"), painted("18"))).toBe("\x1b[4G\x1b[32m\x1b[2m\x1b[7m8\x1b[0m");
});
