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
