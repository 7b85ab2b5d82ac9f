import { visible } from "../host/text.ts";
import { cellsOf, type Ellipsis, pad } from "./pad.ts";
import { type Paint, paint } from "./paint.ts";

/** What a report is printed on. */
export interface Paper {
  /** Only on a terminal, and not where `NO_COLOR` is set. */
  readonly color: boolean;
  /** Nothing but ASCII is printed: other characters of a name are written like `<U+65E5>`. */
  readonly ascii: boolean;
  /** Width of the terminal in cells; `null`: as wide as the text is. */
  readonly columns: number | null;
}

/** A column of a printed table. */
export interface TextColumn<Row> {
  readonly title: string;
  /** Left when absent. */
  readonly align?: "left" | "right";
  /** Gives way when the terminal is too narrow. */
  readonly shrinks?: boolean;
  /** Exact text: the table makes it visible. */
  text(row: Row): string;
  paint?(row: Row): Paint | undefined;
}

const BEYOND_ASCII = /[^\x20-\x7e]/gu;

const GAP = "  ";

/** A column that gives way keeps as many cells as name a container. */
const SHRUNK_CELLS = 12;

/**
 * Lays rows out in columns as wide as their widest cell.
 *
 * Every text of a report goes through a table or {@link printable}, which make it visible.
 *
 * @returns The line of titles, then one line for each row.
 */
export function textTable<Row>(
  columns: readonly TextColumn<Row>[],
  rows: readonly Row[],
  paper: Paper,
): readonly [string, ...string[]] {
  const ellipsis = paper.ascii ? "~" : "…";
  const texts = rows.map((row) => columns.map((column) => shown(column.text(row), paper)));
  const widths = shrunk(columns, widthsOf(columns, texts), paper.columns);
  const title = columns.map((column, at) =>
    painted(cell(column.title, column, widths, at, ellipsis), "bold", paper),
  );
  const lines = rows.map((row, index) =>
    columns
      .map((column, at) => {
        const text = cell(texts[index]?.[at] ?? "", column, widths, at, ellipsis);
        return painted(text, column.paint?.(row), paper);
      })
      .join(GAP)
      .trimEnd(),
  );
  return [title.join(GAP), ...lines];
}

/** A line of a report that is not in a table: visible, and standing out where there is colour. */
export function printable(text: string, paper: Paper, how?: Paint): string {
  return painted(shown(text, paper), how, paper);
}

/** The one place where what the host chose is made fit to be printed. */
function shown(text: string, { ascii }: Paper): string {
  const seen = visible(text);
  return ascii ? seen.replace(BEYOND_ASCII, codePoint) : seen;
}

function codePoint(character: string): string {
  return `<U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0")}>`;
}

function painted(text: string, how: Paint | undefined, { color }: Paper): string {
  return color && text !== "" ? paint(text, how) : text;
}

function widthsOf<Row>(columns: readonly TextColumn<Row>[], texts: readonly string[][]): readonly number[] {
  return columns.map(({ title }, at) =>
    texts.reduce((widest, row) => Math.max(widest, cellsOf(row[at] ?? "")), cellsOf(title)),
  );
}

/** Takes what is too much from the columns that give way, the widest first. */
function shrunk<Row>(
  columns: readonly TextColumn<Row>[],
  widths: readonly number[],
  available: number | null,
): readonly number[] {
  const total = widths.reduce((sum, width) => sum + width + GAP.length, -GAP.length);
  let excess = available === null ? 0 : Math.max(0, total - available);
  const narrowed = [...widths];
  const shrinking = [...widths.entries()].filter(([at]) => columns[at]?.shrinks === true);
  for (const [at, width] of shrinking.sort(([, a], [, b]) => b - a)) {
    const spare = Math.min(excess, Math.max(0, width - SHRUNK_CELLS));
    narrowed[at] = width - spare;
    excess -= spare;
  }
  return narrowed;
}

/** The last column of a line is not filled up, so that no line ends with blanks. */
function cell<Row>(
  text: string,
  { align = "left" }: TextColumn<Row>,
  widths: readonly number[],
  at: number,
  ellipsis: Ellipsis,
): string {
  const width = widths[at] ?? 0;
  const isLast = at === widths.length - 1 && align === "left";
  return pad(text, isLast ? Math.min(width, cellsOf(text)) : width, align, ellipsis);
}
