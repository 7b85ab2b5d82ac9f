import { Box, Text } from "ink";
import { Table } from "ink-table";
import { type ReactNode, useContext } from "react";
import { pad } from "../report/pad.ts";
import { HELP_NAME_CELLS, helpHeight, helpRows, helpTextCells } from "./help-rows.ts";
import { ThemeContext } from "./line.tsx";
import type { Section } from "./section.ts";
import { dress } from "./theme.ts";
import type { Size } from "./ui-state.ts";

export interface HelpProps {
  /** Whose columns are explained. */
  readonly sections: readonly Section<unknown>[];
  /** The row to begin with. */
  readonly top: number;
  readonly size: Size;
}

/** Every key and every column with what it does. */
export function Help({ sections, top, size }: HelpProps) {
  const height = helpHeight(size.rows);
  // Padded here, so that the columns keep their widths whatever rows are on screen.
  const data = helpRows(sections, size.columns)
    .slice(top, top + height)
    .map(({ name, does }) => ({
      "Key or column": pad(name, HELP_NAME_CELLS),
      "What it does": pad(does, helpTextCells(size.columns)),
    }));
  return (
    <Box flexDirection="column" height={height + 1}>
      <Table data={data} header={Head} cell={Cell} skeleton={Skeleton} />
    </Box>
  );
}

interface PartProps {
  readonly children?: ReactNode;
}

function Head({ children }: PartProps) {
  return <Text bold>{children}</Text>;
}

function Cell({ children }: PartProps) {
  const theme = useContext(ThemeContext);
  return <Text wrap="truncate">{dress(String(children), theme)}</Text>;
}

/** Blanks between the cells, and no lines between the rows: a list of one-liners is calmer without. */
function Skeleton({ children }: PartProps) {
  return children === "│" ? <Text> </Text> : null;
}
