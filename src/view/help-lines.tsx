import { renderToString, Text } from "ink";
import { Table } from "ink-table";
import type { ReactNode } from "react";
import { pad } from "../report/pad.ts";
import { HELP_NAME_CELLS, type HelpRow, helpTextCells } from "./help-rows.ts";

/** Rows of the help page as a table: its head, and a line for each row. */
export function helpLines(rows: readonly HelpRow[], terminalColumns: number): readonly string[] {
  // Padded here, so that the columns keep their widths whatever rows are on screen.
  const data = rows.map(({ name, does }) => ({
    "Key or column": pad(name, HELP_NAME_CELLS),
    "What it does": pad(does, helpTextCells(terminalColumns)),
  }));
  const table = <Table data={data} header={Head} cell={Cell} skeleton={Skeleton} />;
  return renderToString(table, { columns: terminalColumns }).split("\n");
}

interface PartProps {
  readonly children?: ReactNode;
}

function Head({ children }: PartProps) {
  return <Text bold>{children}</Text>;
}

function Cell({ children }: PartProps) {
  return <Text wrap="truncate">{children}</Text>;
}

/** Blanks between the cells, and no lines between the rows: a list of one-liners is calmer without. */
function Skeleton({ children }: PartProps) {
  return children === "│" ? <Text> </Text> : null;
}
