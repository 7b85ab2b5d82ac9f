import { type Paper, printable, type TextColumn, textTable } from "./text-table.ts";

/** The lines of a part of a report: its heading, then what it says. */
export type ReportSection = readonly string[];

/** One named value of a report. */
export type Fact = readonly [name: string, value: string];

const FACT_COLUMNS: readonly TextColumn<Fact>[] = [
  { title: "", text: ([name]) => name },
  { title: "", shrinks: true, text: ([, value]) => value },
];

/** A heading with named values under it, one a line; those without a value are left out. */
export function factSection(title: string, facts: readonly Fact[], paper: Paper): ReportSection {
  const known = facts.filter(([, value]) => value !== "");
  const [, ...lines] = textTable(FACT_COLUMNS, known, paper);
  return [printable(title, paper, "bold"), ...lines];
}

/**
 * A heading with a table under it, or with a word on why there is none.
 *
 * @param rows `null`: they could not be read, which is not the same as none.
 * @param unknown Why, where it is mostly for another reason than that this user may not read them.
 */
export function tableSection<Row>(
  title: string,
  columns: readonly TextColumn<Row>[],
  rows: readonly Row[] | null,
  paper: Paper,
  unknown = NOT_KNOWN,
): ReportSection {
  const heading = printable(title, paper, "bold");
  if (rows === null) return [heading, unknown];
  return rows.length === 0 ? [heading, "none"] : [heading, ...textTable(columns, rows, paper)];
}

const NOT_KNOWN = "not known: this user may not read it, or the process is gone";
