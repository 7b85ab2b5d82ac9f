import fc from "fast-check";
import { expect, test } from "vitest";
import { DrawnRows } from "../../src/view/drawn-rows.ts";
import { rowLine } from "../../src/view/row-line.ts";
import type { Column, Section } from "../../src/view/section.ts";

interface Row {
  readonly name: string;
}

function column(mark: string): Column<unknown> {
  return {
    title: mark,
    help: "",
    width: 8,
    align: "left",
    priority: 0,
    text: (row) => mark + (row as Row).name,
  };
}

const COLUMNS = [{ name: column("a") }, { name: column("b"), more: { ...column("c"), hidden: true } }];
const ROWS: readonly Row[] = [{ name: "web" }, { name: "db" }];
const TOGGLED = [new Set<string>(), new Set(["more"])];

const drawing = fc.record({
  columns: fc.constantFrom(...COLUMNS),
  row: fc.constantFrom(...ROWS, { name: "another" }),
  toggled: fc.constantFrom(...TOGGLED),
  width: fc.constantFrom(60, 140),
  isTagged: fc.boolean(),
  branch: fc.constantFrom("", "└─ "),
  hidden: fc.constantFrom(0, 2),
});

test("a line that was kept is the line that would be drawn", () => {
  fc.assert(
    fc.property(fc.array(drawing, { maxLength: 30 }), (drawings) => {
      const drawn = new DrawnRows();
      for (const { columns, row, toggled, width, isTagged, branch, hidden } of drawings) {
        const section: Section<unknown> = {
          title: null,
          columns,
          rows: ROWS,
          empty: "",
          key: () => "",
          searchText: () => "",
        };
        const arranged = { row, key: "", branch, hidden, parent: null, hasChildren: false };
        const placing = drawn.placing(section, toggled, width);
        const again = new DrawnRows().placing(section, toggled, width);
        expect(placing).toEqual(again);
        expect(drawn.line(section, arranged, placing, isTagged)).toBe(
          rowLine(section, arranged, again, { hasCursor: false, isTagged }),
        );
      }
    }),
  );
});

test("a row that stays as it was is drawn once", () => {
  let texts = 0;
  const name: Column<unknown> = {
    ...column("a"),
    text: (row) => {
      texts += 1;
      return (row as Row).name;
    },
  };
  const section: Section<unknown> = {
    title: null,
    columns: { name },
    rows: ROWS,
    empty: "",
    key: () => "",
    searchText: () => "",
  };
  const drawn = new DrawnRows();
  for (let frame = 0; frame < 3; frame += 1) {
    const arranged = { row: ROWS[0], key: "", branch: "", hidden: 0, parent: null, hasChildren: false };
    drawn.line(section, arranged, drawn.placing(section, TOGGLED[0] ?? new Set(), 80), false);
  }
  expect(texts).toBe(1);
});
