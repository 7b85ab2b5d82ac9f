import { SORT_COLUMNS } from "../src/report/select-groups.ts";
import { COMMANDS, type CommandName, commandTable, optionTables, type UsageRow } from "../src/usage.ts";
import { OVERVIEW_COLUMNS } from "../src/view/columns.ts";
import type { KeyBinding, Place } from "../src/view/key-binding.ts";
import { keyLabels } from "../src/view/key-labels.ts";
import { KEY_MAP } from "../src/view/key-map.ts";

/** What opens over a list says in its footer what its keys do: they are not in the README. */
const PLACES: ReadonlySet<Place> = new Set([
  "list",
  "overview",
  "page",
  "cells",
  "process",
  "acting",
  "help",
]);

/** The parts of the README that are made from the code, by the names of their markers. */
export const README_TABLES: Readonly<Record<string, () => string>> = {
  commands: () => usageTable("Command", commandTable()),
  options: optionsPart,
  columns: columnsPart,
  keys: keysTable,
};

/**
 * Puts each table between its markers, `<!-- keys -->` and `<!-- /keys -->`.
 *
 * @throws {Error} If a marker is missing.
 */
export function withTables(readme: string): string {
  return Object.entries(README_TABLES).reduce((text, [name, make]) => {
    const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
    const [from, to] = [text.indexOf(begin), text.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`README.md has no ${begin} … ${end}`);
    return `${text.slice(0, from)}${begin}\n\n${make()}\n\n${text.slice(to)}`;
  }, readme);
}

function optionsPart(): string {
  return optionTables()
    .map(({ commands, rows }) => usageTable(`Option${placesText(commands)}`, rows))
    .join("\n\n");
}

/** Which commands an option goes with; nothing when it goes with all. */
function placesText(commands: readonly CommandName[]): string {
  if (commands.length === Object.keys(COMMANDS).length) return "";
  return ` of ${commands.map((command) => code(COMMANDS[command].syntax)).join(", ")}`;
}

function columnsPart(): string {
  const columns = Object.values(OVERVIEW_COLUMNS);
  const shown = columns.filter(({ hidden }) => hidden !== true);
  const more = columns.filter(({ hidden }) => hidden === true);
  return [
    table(
      ["Column", "Shows"],
      shown.map(({ title, help }) => [title.trim(), help]),
    ),
    `With ${code("c")} also: ${more.map(({ title }) => title.trim()).join(", ")}.`,
    `${code("--sort")} takes: ${Object.keys(SORT_COLUMNS).map(code).join(", ")}.`,
  ].join("\n\n");
}

function keysTable(): string {
  const bindings = KEY_MAP.filter(({ where }) => where.some((place) => PLACES.has(place)));
  return table(
    ["Keys", "Do"],
    bindings.map((binding) => [labelsText(binding), binding.help]),
  );
}

/** Each key as code; the dots of a range between them. */
function labelsText(binding: KeyBinding): string {
  const labels = keyLabels(binding).split(" ");
  return labels.map((label) => (label === "…" ? label : code(label))).join(" ");
}

function usageTable(title: string, rows: readonly UsageRow[]): string {
  return table(
    [title, "Does"],
    rows.map(({ syntax, does }) => [code(syntax.trim()), does]),
  );
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [titles, titles.map(() => "---"), ...rows];
  return lines
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`)
    .join("\n");
}

function code(text: string): string {
  return `\`${text}\``;
}
