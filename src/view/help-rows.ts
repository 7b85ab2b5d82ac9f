import type { Place } from "./key-binding.ts";
import { keyLabels } from "./key-labels.ts";
import { KEY_MAP } from "./key-map.ts";
import type { Section } from "./section.ts";
import { wrapWords } from "./wrap-words.ts";

/** One line of the help page. */
export interface HelpRow {
  /** "" on the further lines of what is explained at length. */
  readonly name: string;
  readonly does: string;
}

/** Cells of the names; the rest of the terminal's width is for what they mean. */
export const HELP_NAME_CELLS = 15;
/** What the table adds: a blank on either side of each cell, and one before, between and after the cells. */
const TABLE_CELLS = 7;
/** Lines of the help page that are not its rows: breadcrumb, head of the table, footer. */
const FRAME_LINES = 3;

/** Where the keys are that the help page explains: what opens over a list says itself what its keys do. */
const LISTS: ReadonlySet<Place> = new Set([
  "list",
  "overview",
  "page",
  "cells",
  "process",
  "log",
  "record",
  "acting",
  "help",
]);

/**
 * What the help page says: every key, then every column of the screen that it was called from.
 *
 * @param acting There are actions: nstop does not only read.
 */
export function helpRows(
  sections: readonly Section<unknown>[],
  terminalColumns: number,
  acting: boolean,
): readonly HelpRow[] {
  const cells = helpTextCells(terminalColumns);
  const keys = KEY_MAP.filter(
    ({ where }) => where.some((place) => LISTS.has(place)) && (acting || !where.includes("acting")),
  );
  const columns = sections.flatMap((section) => Object.values(section.columns));
  const explained = new Map(
    columns.map(({ title, help }) => [title + help, { name: title.trim(), does: help }]),
  );
  return [
    ...keys.flatMap((binding) => wrapped({ name: keyLabels(binding), does: binding.help }, cells)),
    { name: "", does: "" },
    ...[...explained.values()].flatMap((row) => wrapped(row, cells)),
  ];
}

/** Cells for what a key or column means. */
export function helpTextCells(terminalColumns: number): number {
  return Math.max(1, terminalColumns - HELP_NAME_CELLS - TABLE_CELLS);
}

/** How many rows of the help page a terminal shows. */
export function helpHeight(terminalRows: number): number {
  return Math.max(1, terminalRows - FRAME_LINES);
}

/** Broken between words; a word that is too long for a line is left to be cut. */
function wrapped({ name, does }: HelpRow, cells: number): readonly HelpRow[] {
  return wrapWords(does, cells).map((line, index) => ({ name: index === 0 ? name : "", does: line }));
}
