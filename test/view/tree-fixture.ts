import fc from "fast-check";
import type { Section } from "../../src/view/section.ts";
import type { Arrangement } from "../../src/view/section-rows.ts";

/** A row with as little as a list needs. */
export interface TreeRow {
  readonly id: string;
  readonly parent: string | null;
  readonly value: number | null;
}

/** A list of them, as a tree. */
export function treeSection(
  rows: readonly TreeRow[],
  more: Partial<Section<TreeRow>> = {},
): Section<TreeRow> {
  return {
    title: null,
    columns: {
      name: { title: "NAME", help: "", width: 12, align: "left", priority: 0, text: ({ id }) => id },
      value: {
        title: "VALUE",
        help: "",
        width: 6,
        align: "right",
        priority: 0,
        text: ({ value }) => (value === null ? "-" : value.toFixed(0)),
        compare: (a, b) => (b.value ?? 0) - (a.value ?? 0),
      },
    },
    rows,
    empty: "nothing",
    key: ({ id }) => id,
    searchText: ({ id }) => id,
    parentKey: ({ parent }) => parent,
    faulty: ({ value }) => (value ?? 0) > 90,
    ...more,
  };
}

export const PLAIN: Arrangement = {
  filter: "",
  faultsOnly: false,
  sort: null,
  tree: true,
  folded: new Set(),
};

/** Any rows: parents may be missing, later, or a circle. */
export const arbitraryRows = fc
  .array(fc.record({ parent: fc.option(fc.nat(30)), value: fc.option(fc.nat(100)) }), { maxLength: 30 })
  .map((rows) =>
    rows.map(
      ({ parent, value }, index): TreeRow => ({
        id: `r${index}`,
        parent: parent === null ? null : `r${parent}`,
        value,
      }),
    ),
  );

export const arbitraryArrangement = fc.record({
  filter: fc.constantFrom("", "1", "!1"),
  faultsOnly: fc.boolean(),
  sort: fc.constantFrom(null, { column: "value", reverse: false }, { column: "value", reverse: true }),
  tree: fc.boolean(),
  folded: fc.array(fc.nat(30)).map((rows) => new Set(rows.map((row) => `r${row}`))),
});
