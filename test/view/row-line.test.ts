import { describe, expect, test } from "vitest";
import { cellsOf } from "../../src/report/pad.ts";
import { layoutColumns } from "../../src/view/layout-columns.ts";
import { headerLine, rowLine } from "../../src/view/row-line.ts";
import type { ArrangedRow } from "../../src/view/section-rows.ts";
import { unpainted } from "../../src/view/theme.ts";
import { type TreeRow, treeSection } from "./tree-fixture.ts";

const section = treeSection([]);
const placing = { columns: layoutColumns(section.columns, new Set(), 26), gap: 2, width: 26 };

function arranged(row: Partial<TreeRow>, more: Partial<ArrangedRow> = {}): ArrangedRow {
  const whole = { id: "api", parent: null, value: 7, ...row };
  return { row: whole, key: whole.id, branch: "", hidden: 0, parent: null, hasChildren: false, ...more };
}

function line(row: ArrangedRow, hasCursor = false, isTagged = false): string {
  return unpainted(rowLine(section, row, placing, { hasCursor, isTagged }));
}

describe("a row", () => {
  test("has its cells below the titles of the columns", () => {
    expect(unpainted(headerLine(placing, null))).toBe("   NAME           VALUE ");
    expect(line(arranged({}))).toBe("   api                7");
  });

  test("that is wide is cut to whole characters, and stays aligned", () => {
    expect(line(arranged({ id: "日本日本日本日本" }))).toBe("   日本日本日…        7");
  });

  test("with the cursor is marked, and inverse from edge to edge", () => {
    const painted = rowLine(section, arranged({}), placing, { hasCursor: true, isTagged: false });
    expect(painted.startsWith("\x1b[7m ▸ api")).toBe(true);
    expect(cellsOf(unpainted(painted))).toBe(26);
  });

  test("that is tagged is marked, with the cursor and without", () => {
    expect(line(arranged({}), false, true)).toBe("●  api                7");
    expect(line(arranged({}), true, true).startsWith("●▸ api")).toBe(true);
  });

  test("of a tree has its branches, which never crowd its text out", () => {
    expect(line(arranged({ id: "sleep" }, { branch: "└─ " }))).toBe("   └─ sleep           7");
    const deep = line(arranged({ id: "sleep" }, { branch: "│  ".repeat(19) }));
    expect(deep).toContain("sleep");
    expect(cellsOf(deep)).toBe(cellsOf(line(arranged({}))));
  });

  test("says how many rows are folded away under it, however long its text is", () => {
    expect(line(arranged({}, { hidden: 12 }))).toContain("api +12 ");
    expect(line(arranged({ id: "a-very-long-name" }, { hidden: 12 }))).toBe("   a-very-… +12       7");
  });
});

describe("a row whose cells are gone to one by one", () => {
  const painted = rowLine(
    section,
    arranged({}),
    { ...placing, cell: "value" },
    { hasCursor: true, isTagged: false },
  );

  test("shows the cell that the cursor is in in brackets, out of the inverse line", () => {
    expect(unpainted(painted)).toBe(" ▸ api          [     7]  ");
    expect(painted).toContain("\x1b[1m[     7]\x1b[22m");
  });

  test("has every cell where it is without the cursor", () => {
    expect(
      unpainted(painted)
        .replace(/[▸[\]]/g, " ")
        .trimEnd(),
    ).toBe(line(arranged({})));
  });
});

describe("the column that is sorted by", () => {
  const titles = (column: string, reverse = false) => unpainted(headerLine(placing, { column, reverse }));

  test("is marked on the free side of its title, and nothing moves for it", () => {
    expect(titles("name")).toBe("   NAME▾          VALUE ");
    expect(titles("value")).toBe("   NAME          ▾VALUE ");
    expect(titles("value", true)).toBe("   NAME          ▴VALUE ");
  });
});
