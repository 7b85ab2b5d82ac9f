import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gapFor, layoutColumns, MARGIN } from "../../src/view/layout-columns.ts";
import type { Column } from "../../src/view/section.ts";

function column(width: number, priority: number, more: Partial<Column<unknown>> = {}): Column<unknown> {
  return { title: "T", help: "", width, priority, align: "left", text: () => "", ...more };
}

const NONE: ReadonlySet<string> = new Set();
const COLUMNS = {
  name: column(10, 0, { grow: 1, maxWidth: 20 }),
  cpu: column(6, 0),
  up: column(5, 2),
  read: column(7, 1),
  write: column(7, 1),
  id: column(12, 0, { hidden: true }),
};

function ids(width: number, toggled = NONE): readonly string[] {
  return layoutColumns(COLUMNS, toggled, width).map(({ id }) => id);
}

test("columns are dropped by priority, those of one number together", () => {
  expect(ids(80)).toEqual(["name", "cpu", "up", "read", "write"]);
  expect(ids(40)).toEqual(["name", "cpu", "read", "write"]);
  expect(ids(30)).toEqual(["name", "cpu"]);
});

test("a hidden column is shown when it was chosen, however narrow the terminal is", () => {
  expect(ids(36, new Set(["id"]))).toEqual(["name", "cpu", "id"]);
});

test("a column that was taken away is not shown", () => {
  expect(ids(80, new Set(["cpu"]))).toEqual(["name", "up", "read", "write"]);
});

describe("what is left over", () => {
  test("goes to the columns that grow, up to their end", () => {
    const cells = (width: number) => layoutColumns(COLUMNS, NONE, width).map((placed) => placed.cells);
    expect(cells(80)).toEqual([20, 6, 5, 7, 7]);
    expect(cells(45)).toEqual([12, 6, 5, 7, 7]);
  });

  test("is shared by weight", () => {
    const columns = { a: column(10, 0, { grow: 3 }), b: column(10, 0, { grow: 1 }) };
    expect(layoutColumns(columns, NONE, 65).map(({ cells }) => cells)).toEqual([40, 20]);
  });
});

test("columns that are never dropped are made narrower, the widest first", () => {
  expect(layoutColumns(COLUMNS, NONE, 16).map(({ cells }) => cells)).toEqual([6, 5]);
});

test("no layout is wider than the terminal", () => {
  const arbitraryColumn = fc
    .record({ width: fc.integer({ min: 1, max: 30 }), priority: fc.nat(5), grow: fc.nat(3) })
    .map(({ width, priority, grow }) => column(width, priority, { grow }));
  fc.assert(
    fc.property(
      fc.array(arbitraryColumn, { minLength: 1 }),
      fc.integer({ min: 10, max: 250 }),
      (list, width) => {
        const placed = layoutColumns(
          Object.fromEntries(list.map((each, index) => [`c${index}`, each])),
          NONE,
          width,
        );
        const cells = placed.reduce((sum, each) => sum + each.cells, 0);
        expect(MARGIN + cells + gapFor(width) * Math.max(0, placed.length - 1)).toBeLessThanOrEqual(width);
      },
    ),
  );
});
