import type { ListState } from "./list-state.ts";
import type { Section } from "./section.ts";

/** The columns that a key sorts by, whichever of them the list has. */
export const SORT_KEYS = {
  "sort-cpu": ["cpu"],
  "sort-memory": ["memory"],
  "sort-name": ["name", "command", "mountPoint", "process"],
  "sort-pids": ["pids", "pid"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/**
 * The list sorted by a column; by the one it is sorted by already, the other way round. Who sorts wants to see what
 * comes first: the window goes to the top, unless the list follows a row.
 */
export function sortedBy(list: ListState, column: string): ListState {
  const reverse = list.sort?.column === column && !list.sort.reverse;
  return atTop({ ...list, sort: { column, reverse } });
}

/** The list sorted by the first of `columns` that the section can be sorted by; `null` when it has none. */
export function sortedByFirst(
  list: ListState,
  section: Section<unknown> | null,
  columns: readonly string[],
): ListState | null {
  const column = columns.find((id) => section?.columns[id]?.compare !== undefined);
  if (column === undefined) return null;
  return list.sort?.column === column ? atTop(list) : sortedBy(list, column);
}

/** The list sorted by the next of `shown` columns that sorts, to the right, or to the left with -1. */
export function sortedByNeighbour(
  list: ListState,
  section: Section<unknown> | null,
  shown: readonly string[],
  direction: 1 | -1,
): ListState {
  const sortable = shown.filter((id) => section?.columns[id]?.compare !== undefined);
  const at = sortable.indexOf(list.sort?.column ?? "");
  const start = at < 0 && direction === -1 ? 0 : at;
  const column = sortable.at((start + direction) % sortable.length);
  return column === undefined ? list : atTop({ ...list, sort: { column, reverse: false } });
}

/** The list sorted the other way round; one in its own order, by its first column that sorts. */
export function reversed(list: ListState, section: Section<unknown> | null): ListState {
  if (list.sort !== null) return atTop({ ...list, sort: { ...list.sort, reverse: !list.sort.reverse } });
  const first = Object.entries(section?.columns ?? {}).find(([, { compare }]) => compare !== undefined)?.[0];
  return first === undefined ? list : atTop({ ...list, sort: { column: first, reverse: true } });
}

function atTop(list: ListState): ListState {
  return list.follow ? { ...list, reveal: true } : { ...list, cursorKey: null };
}
