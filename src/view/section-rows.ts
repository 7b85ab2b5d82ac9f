import { UNKNOWN } from "../report/format.ts";
import { textFilter } from "../report/text-filter.ts";
import { treeBranches } from "../report/tree-branches.ts";
import type { ListState } from "./list-state.ts";
import type { Column, Section } from "./section.ts";

/** A row where it stands in its list. */
export interface ArrangedRow {
  readonly row: unknown;
  readonly key: string;
  /** Lines of the tree before its text, such as `│  └─ `; "" outside a tree and for roots. */
  readonly branch: string;
  /** Descendants that are folded away. */
  readonly hidden: number;
  /** The row it stands below in the tree. */
  readonly parent: string | null;
  readonly hasChildren: boolean;
}

/** What of a list's state decides which rows there are, and in which order. */
export type Arrangement = Pick<ListState, "filter" | "faultsOnly" | "sort" | "tree" | "folded">;

type Forest = ReadonlyMap<string | null, readonly unknown[]>;

/**
 * The rows of a section that are to be seen, in order. While a filter is on, the rows it keeps are a flat list,
 * folded ones among them: what is looked for is found wherever it is.
 */
export function arrangeRows(section: Section<unknown>, arrangement: Arrangement): readonly ArrangedRow[] {
  const { filter, faultsOnly } = arrangement;
  const matches = textFilter(filter);
  const rows =
    filter === "" && !faultsOnly
      ? section.rows
      : section.rows.filter(
          (row) => matches(section.searchText(row)) && (!faultsOnly || section.faulty?.(row) === true),
        );
  const sorted = sortRows(section, rows, arrangement.sort);
  if (filter !== "" || faultsOnly) return sorted.map((row) => flatRow(section, row));
  const forest = plant(section, sorted, arrangement.tree);
  return forest === null
    ? sorted.map((row) => flatRow(section, row))
    : walk(section, forest, arrangement.folded);
}

/** Sorts by a column: unknown last in either direction; rows that show the same text keep their places. */
function sortRows(
  section: Section<unknown>,
  rows: readonly unknown[],
  sort: ListState["sort"],
): readonly unknown[] {
  const column = sort === null ? undefined : section.columns[sort.column];
  if (sort === null || column?.compare === undefined) return rows;
  const direction = sort.reverse ? -1 : 1;
  return rows
    .map((row) => ({ row, text: shownText(column, row) }))
    .sort((a, b) => {
      if (a.text === b.text) return 0;
      const unknown = Number(a.text === UNKNOWN) - Number(b.text === UNKNOWN);
      return unknown || direction * (column.compare?.(a.row, b.row) ?? 0);
    })
    .map(({ row }) => row);
}

/** What columns show of rows: most rows of a second are those of the second before. */
const SHOWN = new WeakMap<Column<unknown>, WeakMap<object, string>>();

function shownText(column: Column<unknown>, row: unknown): string {
  if (typeof row !== "object" || row === null) return column.text(row).trim();
  let texts = SHOWN.get(column);
  if (texts === undefined) {
    texts = new WeakMap();
    SHOWN.set(column, texts);
  }
  let text = texts.get(row);
  if (text === undefined) {
    text = column.text(row).trim();
    texts.set(row, text);
  }
  return text;
}

/** The rows by their parents; `null` when none has one. A row whose ancestors are a circle counts as a root. */
function plant(section: Section<unknown>, rows: readonly unknown[], tree: boolean): Forest | null {
  if (section.parentKey === undefined && section.foldsUnder === undefined) return null;
  const parentOf = (row: unknown) =>
    (tree ? section.parentKey?.(row) : null) ?? section.foldsUnder?.(row) ?? null;
  if (rows.every((row) => parentOf(row) === null)) return null;
  const keys = new Set(rows.map((row) => section.key(row)));
  const parents = new Map(
    rows.map((row) => {
      const parent = parentOf(row);
      return [section.key(row), parent !== null && keys.has(parent) ? parent : null];
    }),
  );
  const rooted = rootedKeys(parents);
  const forest = Map.groupBy(rows, (row) => {
    const key = section.key(row);
    return rooted.has(key) ? (parents.get(key) ?? null) : null;
  });
  return forest.size > 1 ? forest : null;
}

/** Those whose ancestors end at a root. */
function rootedKeys(parents: ReadonlyMap<string, string | null>): ReadonlySet<string> {
  const rooted = new Set<string>();
  const climbed = new Set<string>();
  for (const start of parents.keys()) {
    const path: string[] = [];
    let at: string | null = start;
    while (at !== null && !climbed.has(at)) {
      climbed.add(at);
      path.push(at);
      at = parents.get(at) ?? null;
    }
    if (at === null || rooted.has(at)) for (const key of path) rooted.add(key);
  }
  return rooted;
}

/** Parents before their children. Without recursion: a chain of processes may be thousands deep. */
function walk(
  section: Section<unknown>,
  forest: Forest,
  folded: ReadonlySet<string>,
): readonly ArrangedRow[] {
  const arranged: Omit<ArrangedRow, "branch">[] = [];
  const depths: number[] = [];
  const waiting = childrenOf(forest, null, 0);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { row, parent, depth } = next;
    const key = section.key(row);
    const hasChildren = forest.has(key);
    const isFolded = hasChildren && folded.has(key);
    const hidden = isFolded ? countDescendants(section, forest, key) : 0;
    arranged.push({ row, key, hidden, parent, hasChildren });
    depths.push(depth);
    if (hasChildren && !isFolded) for (const child of childrenOf(forest, key, depth + 1)) waiting.push(child);
  }
  const branches = treeBranches(depths);
  return arranged.map((row, index) => ({ ...row, branch: branches[index] ?? "" }));
}

/** The children of a row, the last one first; those of `null` are the roots. */
function childrenOf(forest: Forest, parent: string | null, depth: number) {
  return (forest.get(parent) ?? []).map((row) => ({ row, parent, depth })).reverse();
}

function countDescendants(section: Section<unknown>, forest: Forest, key: string): number {
  let count = 0;
  const waiting = [key];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const row of forest.get(next) ?? []) {
      count += 1;
      waiting.push(section.key(row));
    }
  }
  return count;
}

function flatRow(section: Section<unknown>, row: unknown): ArrangedRow {
  return { row, key: section.key(row), branch: "", hidden: 0, parent: null, hasChildren: false };
}
