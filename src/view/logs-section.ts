import { clockTime, count, UNKNOWN } from "../report/format.ts";
import { pad } from "../report/pad.ts";
import type { KeptLine, LogState } from "../stream/log-ring.ts";
import { highlight } from "./highlight.ts";
import { layoutColumns } from "./layout-columns.ts";
import { READING } from "./part-rows.ts";
import type { Column, Section } from "./section.ts";
import type { Style } from "./theme.ts";
import { wrapCells } from "./wrap-cells.ts";

/** What the logs of a page are made from. */
export interface LogsOnScreen {
  /** The end of the log; `null` until something has come of it. */
  readonly log: LogState | null;
  /** Long lines are wrapped, rather than cut. */
  readonly wrap: boolean;
  /** Cells that the text of a line has: see {@link logTextCells}. */
  readonly textCells: number;
  /** What the list is filtered by, which is made to stand out. */
  readonly filter: string;
}

/** A line of a log as it stands on the screen: where long ones are wrapped, one of its pieces. */
export interface LogRow {
  readonly line: KeptLine;
  readonly key: string;
  /** 0 for the first. */
  readonly piece: number;
  readonly text: string;
}

/** Ends a line that had more characters than are kept. */
const CUT = " … cut";

/** The end of the log of a group, newest at the bottom. */
export function logsSection(
  { log, wrap, textCells, filter }: LogsOnScreen,
  groupId: string,
): Section<LogRow> {
  const own = log?.groupId === groupId ? log : null;
  return {
    title: null,
    columns: filter === "" ? LOG_COLUMNS : { ...LOG_COLUMNS, text: searchedColumn(filter, textCells) },
    rows: rowsOf(own?.lines ?? [], wrap ? textCells : null),
    empty: emptyText(own),
    key: ({ key }) => key,
    // All pieces of a line stay together.
    searchText: ({ line }) => ("skipped" in line ? "" : `${originText(line.origin)} ${line.text}`),
    faulty: ({ line }) => !("skipped" in line) && line.isError,
    copies: ({ line }) => textOf(line),
  };
}

/** Cells that the text of a log has, with the columns that are chosen. */
export function logTextCells(toggledColumns: ReadonlySet<string>, width: number): number {
  const placed = layoutColumns(LOG_COLUMNS, toggledColumns, width).find(({ id }) => id === "text");
  return placed?.cells ?? width;
}

/** Lines are kept between bundles, and so are the rows that are made of them. */
const ROWS = new WeakMap<KeptLine, { readonly wrapAt: number | null; readonly rows: readonly LogRow[] }>();

function rowsOf(lines: readonly KeptLine[], wrapAt: number | null): readonly LogRow[] {
  return lines.flatMap((line) => {
    const known = ROWS.get(line);
    if (known?.wrapAt === wrapAt) return known.rows;
    const pieces = wrapAt === null ? [textOf(line)] : wrapCells(textOf(line), wrapAt);
    const rows = pieces.map((text, piece) => ({ line, key: `log:${line.id}.${piece}`, piece, text }));
    ROWS.set(line, { wrapAt, rows });
    return rows;
  });
}

function textOf(line: KeptLine): string {
  if (!("skipped" in line)) return line.isCut ? line.text + CUT : line.text;
  const { skipped, isMore } = line;
  const howMany = isMore
    ? skipped === 0
      ? "lines"
      : `at least ${count(skipped)} lines`
    : countText(skipped);
  return `… ${howMany} skipped: more come than can be read`;
}

function countText(lines: number): string {
  return lines === 1 ? "1 line" : `${count(lines)} lines`;
}

/** The journal's words stand as they are. */
function originText(origin: string): string {
  return origin === "stdout" ? "out" : origin === "stderr" ? "err" : origin;
}

function emptyText(log: LogState | null): string {
  if (log === null) return READING;
  return log.message ?? "nothing has been written yet: what is written from now on appears here";
}

const SKIPPED: Style = { color: "yellow" };
const ERROR: Style = { color: "red" };
const QUIET: Style = { dim: true };

const TEXT_COLUMN: Column<LogRow> = {
  title: "TEXT",
  help: "The line, without the colours it had; every other control character made visible",
  width: 20,
  grow: 1,
  align: "left",
  priority: 0,
  text: ({ text }) => text,
  style: textStyle,
};

/** The text of lines, with what is looked for in them made to stand out. */
function searchedColumn(filter: string, cells: number): Column<LogRow> {
  return {
    ...TEXT_COLUMN,
    text: ({ text }) => pad(text, cells),
    painted: (row) => highlight(pad(row.text, cells), filter, textStyle(row)),
  };
}

function textStyle({ line }: LogRow): Style | undefined {
  return "skipped" in line ? SKIPPED : line.isError ? ERROR : undefined;
}

const LOG_COLUMNS: Readonly<Record<string, Column<LogRow>>> = {
  time: {
    title: "TIME",
    help: "When it was written, by the clock of whoever keeps the log, in this machine's time zone",
    width: 12,
    align: "left",
    priority: 1,
    text: ({ line, piece }) => ("skipped" in line || piece > 0 ? "" : timeText(line.at)),
    style: () => QUIET,
  },
  stream: {
    title: "FROM",
    help: "out and err: standard output and standard error; of the journal, how grave it is",
    width: 7,
    align: "left",
    priority: 0,
    text: ({ line, piece }) => ("skipped" in line || piece > 0 ? "" : originText(line.origin)),
    style: ({ line }) => ("skipped" in line || !line.isError ? QUIET : ERROR),
  },
  text: TEXT_COLUMN,
};

/** To the millisecond. */
function timeText(at: string | null): string {
  const clock = clockTime(at);
  if (clock === UNKNOWN) return UNKNOWN;
  return `${clock}.${String(new Date(at ?? 0).getMilliseconds()).padStart(3, "0")}`;
}
