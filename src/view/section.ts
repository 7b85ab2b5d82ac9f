import type { Subject } from "../actions/subject.ts";
import type { Target } from "../model/snapshot.ts";
import type { Style } from "./theme.ts";

/**
 * A column is one value: adding a column is adding one entry to a table of them.
 *
 * The functions here and in {@link Section} are written as methods so that a `Section<ProcessRow>` is a
 * `Section<unknown>`: a screen holds sections of several sorts, and each gets only its own rows.
 */
export interface Column<Row> {
  readonly title: string;
  /** One sentence for the help page. */
  readonly help: string;
  /** Terminal cells it takes; fixed, so that nothing jumps when a number changes its length. */
  readonly width: number;
  /** Takes a share of the width that is left over, by this weight … */
  readonly grow?: number;
  /** … up to this many cells; absent: without end. */
  readonly maxWidth?: number;
  readonly align: "left" | "right";
  /** Columns with the highest number are dropped first when the terminal is narrow; 0 is never dropped. */
  readonly priority: number;
  /** Shown only when a person has chosen it. */
  readonly hidden?: boolean;
  /** @param cells How many it has on this terminal, for a text that is made to fit, such as a sparkline. */
  text(row: Row, cells?: number): string;
  /** How the cell looks; plain when absent. */
  style?(row: Row): Style | undefined;
  /** The text with styles within it, where one style for the whole cell is too little; as many cells as the text. */
  painted?(row: Row): string;
  /**
   * Order for sorting by this column, in its natural direction; absent: the column does not sort. Rows that
   * show the same text count as equal and keep their places, whatever this says.
   */
  compare?(a: Row, b: Row): number;
}

/** Where Enter on a row, or a key, leads. */
export type Opens =
  | {
      readonly kind: "target";
      readonly target: Target;
      /** Title of the page to open it at; absent: the first. */
      readonly page?: string;
    }
  | { readonly kind: "process"; readonly pid: number };

/**
 * A list of rows of one sort. A screen is one or more of them under each other, sharing one cursor;
 * every list filters, sorts, folds and scrolls the same way.
 */
export interface Section<Row> {
  /** Stands above its rows when a screen has several sections. */
  readonly title: string | null;
  readonly columns: Readonly<Record<string, Column<Row>>>;
  readonly rows: readonly Row[];
  /** Identity of a row over time: the cursor follows it. Unique on the screen. */
  key(row: Row): string;
  /** What the filter looks at. */
  searchText(row: Row): string;
  /** Key of its parent, where rows are a tree in tree order; sorting is then among siblings. */
  parentKey?(row: Row): string | null;
  /** Key of the row that it stays below, and folds under, even when the list is not shown as a tree. */
  foldsUnder?(row: Row): string | null;
  /** What rows that are folded away under this one are called, as in `+12 services`; just `+12` when absent. */
  foldedNoun?(row: Row): string;
  /** The column that the branches of the tree are drawn in, before its text; the first when absent. */
  readonly treeColumn?: string;
  /** @param cell The column that the cursor is in, where it is in one: see {@link import("./tabs.ts").Page.cells}. */
  opens?(row: Row, cell?: string): Opens | null;
  /** What actions on the row are done to; `null` where there is nothing. */
  acts?(row: Row): Subject | null;
  /** Something is wrong with this row: the faults-only filter keeps it. */
  faulty?(row: Row): boolean;
  /** What there is to say of the row under the cursor, in one sentence. */
  remark?(row: Row, cell?: string): string | null;
  /** What `y` copies. */
  copies?(row: Row): string;
  /** Stands in for the rows when there are none. */
  readonly empty: string;
}
