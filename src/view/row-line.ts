import { cellsOf, pad } from "../report/pad.ts";
import { MARGIN, type PlacedColumn } from "./layout-columns.ts";
import type { ListState } from "./list-state.ts";
import type { Column, Section } from "./section.ts";
import type { ArrangedRow } from "./section-rows.ts";
import { paint, type Style } from "./theme.ts";

/** Marks the row with the cursor, so that it is also seen where inverse video is not. */
const CURSOR_MARK = "▸";
/** Marks a tagged row. */
const TAG_MARK = "●";
const PLAIN_MARGIN = pad("", MARGIN);
const TAGGED_MARGIN = pad(TAG_MARK, MARGIN);

const CURSOR: Style = { inverse: true };
const TAG: Style = { color: "yellow", bold: true };
const BRANCH: Style = { color: "gray" };
const QUIET: Style = { dim: true };

/** Cells of a row that are kept for its own text, however deep in the tree it is. */
const LEAST_TEXT_CELLS = 8;

/** How the columns of a list stand on this terminal. */
export interface Placing {
  readonly columns: readonly PlacedColumn[];
  readonly gap: number;
  readonly width: number;
  /** The column that the cursor is in, where it goes by cells. */
  readonly cell?: string | undefined;
}

/** What marks a row beside its cells. */
export interface RowMarks {
  readonly hasCursor: boolean;
  readonly isTagged: boolean;
}

/** A row as one line; the one with the cursor is inverse from edge to edge and has no colours of its own. */
export function rowLine(
  section: Section<unknown>,
  arranged: ArrangedRow,
  placing: Placing,
  { hasCursor, isTagged }: RowMarks,
): string {
  const { columns, gap } = placing;
  const treeColumn = section.treeColumn ?? columns[0]?.id;
  const cells = columns.map((placed) =>
    placed.id === treeColumn
      ? treeCell(placed, section, arranged, !hasCursor)
      : cell(placed.column, arranged.row, placed.cells, !hasCursor),
  );
  if (hasCursor) return cursorLine(cells, placing, pad((isTagged ? TAG_MARK : " ") + CURSOR_MARK, MARGIN));
  return (isTagged ? paint(TAGGED_MARGIN, TAG) : PLAIN_MARGIN) + cells.join(" ".repeat(gap));
}

/** A cell that the cursor is in stands out of the line in brackets, in the blanks beside it. */
function cursorLine(
  cells: readonly string[],
  { columns, gap, width, cell }: Placing,
  margin: string,
): string {
  const between = " ".repeat(gap);
  const at = cell === undefined ? -1 : columns.findIndex(({ id }) => id === cell);
  if (at < 1) return paint(pad(margin + cells.join(between), width), CURSOR);
  const before = margin + cells.slice(0, at).join(between) + between;
  const own = cells[at] ?? "";
  const after = between + cells.slice(at + 1).join(between);
  return (
    paint(before.slice(0, -1), CURSOR) +
    paint(`[${own}]`, { bold: true }) +
    paint(pad(after.slice(1), width - cellsOf(before + own) - 1), CURSOR)
  );
}

/** The titles of a list's columns; the one it is sorted by is marked, and bold. */
export function headerLine({ columns, gap }: Placing, sort: ListState["sort"]): string {
  const titles = columns.map(({ id, column, cells }) => {
    if (id !== sort?.column) return paint(`${pad(column.title, cells, column.align)} `, { dim: true });
    return paint(markedTitle(column, cells, sort.reverse ? "▴" : "▾"), { bold: true });
  });
  return PLAIN_MARGIN + titles.join(" ".repeat(gap - 1));
}

/** The mark stands on the title's free side; where the title fills its cells, in the blank after them. */
function markedTitle({ title, align }: Column<unknown>, cells: number, mark: string): string {
  if (title.trimEnd().length >= cells) return pad(title, cells) + mark;
  const isBefore = align === "right" && title.length < cells;
  return `${pad(isBefore ? mark + title : title.trimEnd() + mark, cells, align)} `;
}

function cell(column: Column<unknown>, row: unknown, cells: number, styled: boolean): string {
  const text = column.text(row, cells);
  if (!styled) return pad(text, cells, column.align);
  const painted = column.painted?.(row);
  const blanks = cells - cellsOf(text);
  if (painted !== undefined && blanks >= 0) {
    return column.align === "left" ? painted + " ".repeat(blanks) : " ".repeat(blanks) + painted;
  }
  return paint(pad(text, cells, column.align), column.style?.(row));
}

/** The cell that the branches of the tree are drawn in; what is folded away under the row is counted at its end. */
function treeCell(
  { column, cells }: PlacedColumn,
  section: Section<unknown>,
  arranged: ArrangedRow,
  styled: boolean,
): string {
  const { row, branch } = arranged;
  const count = foldedText(section, arranged);
  const drawn = branch.slice(0, Math.max(0, cells - count.length - LEAST_TEXT_CELLS));
  const room = cells - drawn.length;
  const text = column.text(row, room);
  const own = count === "" ? room : Math.max(0, Math.min(cellsOf(text), room - count.length));
  return (
    paint(drawn, styled ? BRANCH : undefined) +
    paint(pad(text, own, column.align), styled ? column.style?.(row) : undefined) +
    paint(pad(count, room - own), styled ? QUIET : undefined)
  );
}

function foldedText(section: Section<unknown>, { row, hidden }: ArrangedRow): string {
  if (hidden === 0) return "";
  const noun = section.foldedNoun?.(row);
  return noun === undefined ? ` +${hidden}` : ` +${hidden} ${noun}`;
}
