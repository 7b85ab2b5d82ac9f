import type { Section } from "./section.ts";
import { type ArrangedRow, type Arrangement, arrangeRows } from "./section-rows.ts";

/** The line of a row. */
export interface RowLine {
  readonly kind: "row";
  readonly section: Section<unknown>;
  readonly arranged: ArrangedRow;
}

/** One line of a list, from above to below. */
export type ListLine =
  | { readonly kind: "blank" }
  | { readonly kind: "title"; readonly section: Section<unknown>; readonly rows: number }
  | { readonly kind: "header"; readonly section: Section<unknown> }
  | RowLine
  | { readonly kind: "empty"; readonly section: Section<unknown>; readonly text: string };

/** All lines of a screen's sections, and which of them the cursor can be on. */
export interface ListLines {
  readonly lines: readonly ListLine[];
  /** Indexes into `lines`, ascending. */
  readonly rowLines: readonly number[];
}

/** What stands in for the rows when the filter, not the host, is why there are none. */
const NO_MATCH = "no row matches";
const NO_FAULTS = "no row with something wrong";

/**
 * Puts sections below each other, each with its title and the titles of its columns; those stand still above the list
 * where all sections have the same. While a filter is on, sections without a row that it keeps are left out.
 */
export function listLines(sections: readonly Section<unknown>[], arrangement: Arrangement): ListLines {
  const arranged = sections.map((section) => ({ section, rows: arrangeRows(section, arrangement) }));
  const isNarrowed = arrangement.filter !== "" || arrangement.faultsOnly;
  const kept = isNarrowed ? arranged.filter(({ rows }) => rows.length > 0) : arranged;
  const lines =
    kept.length === 0
      ? nothing(sections, arrangement)
      : kept.flatMap((part, index) => partLines(part, index, sections));
  const rowLines: number[] = [];
  lines.forEach(({ kind }, index) => {
    if (kind === "row") rowLines.push(index);
  });
  return { lines, rowLines };
}

/** Whether the titles of the columns stand still above the list. */
export function hasFixedHeader(sections: readonly Section<unknown>[]): boolean {
  const [first, ...others] = sections;
  if (first === undefined) return false;
  return others.every(({ columns }) => columns === first.columns);
}

interface Part {
  readonly section: Section<unknown>;
  readonly rows: readonly ArrangedRow[];
}

function partLines(
  { section, rows }: Part,
  index: number,
  sections: readonly Section<unknown>[],
): readonly ListLine[] {
  const body: readonly ListLine[] =
    rows.length > 0
      ? rows.map((arranged) => ({ kind: "row", section, arranged }))
      : [{ kind: "empty", section, text: section.empty }];
  const title: ListLine = { kind: "title", section, rows: rows.length };
  if (hasFixedHeader(sections)) return section.title === null ? body : [title, ...body];
  const above: readonly ListLine[] = index === 0 ? [] : [{ kind: "blank" }];
  return [...above, title, ...(rows.length > 0 ? [{ kind: "header", section } as const] : []), ...body];
}

function nothing([section]: readonly Section<unknown>[], { filter }: Arrangement): readonly ListLine[] {
  return section === undefined
    ? []
    : [{ kind: "empty", section, text: filter === "" ? NO_FAULTS : NO_MATCH }];
}
