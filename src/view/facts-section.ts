import { partRows } from "./part-rows.ts";
import type { Column, Section } from "./section.ts";

/** One named value. */
export interface Fact {
  readonly name: string;
  readonly value: string;
}

/** A section of named values, such as the hostname, in the order given. */
export function factsSection(title: string, facts: readonly Fact[], empty = ""): Section<Fact> {
  return {
    title,
    columns: COLUMNS,
    rows: facts,
    empty,
    key: ({ name }) => `${title}:${name}`,
    searchText: ({ name, value }) => `${name} ${value}`,
    copies: ({ value }) => value,
  };
}

/** {@link factsSection} of a part of a drill-down that may not have arrived, or may not be known. */
export function knownFacts<Part extends object>(
  title: string,
  part: Part | null | undefined,
  facts: (part: Part) => readonly Fact[],
): Section<Fact> {
  const { rows, empty } = partRows(part && facts(part), "");
  return factsSection(title, rows, empty);
}

const COLUMNS: Readonly<Record<string, Column<Fact>>> = {
  name: {
    title: "NAME",
    help: "What it is",
    width: 17,
    align: "left",
    priority: 0,
    text: ({ name }) => name,
    style: () => ({ dim: true }),
  },
  value: {
    title: "VALUE",
    help: "Its value",
    width: 18,
    grow: 1,
    align: "left",
    priority: 0,
    text: ({ value }) => value,
  },
};
