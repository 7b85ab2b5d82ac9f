import type { ListState } from "./list-state.ts";
import { cursorRow, type ListSpace } from "./list-window.ts";

/** Folds away what is below the cursor's row, or shows it again. */
export function toggleFold(list: ListState, space: ListSpace): ListState {
  const row = cursorRow(list, space)?.arranged;
  if (row === undefined) return list;
  return list.folded.has(row.key) ? unfoldRow(list, space) : foldRow(list, space);
}

export function unfoldRow(list: ListState, space: ListSpace): ListState {
  const row = cursorRow(list, space)?.arranged;
  if (row === undefined || !list.folded.has(row.key)) return list;
  const folded = new Set(list.folded);
  folded.delete(row.key);
  return heldBy(list, row.key, folded);
}

/** Folds the cursor's row; from one with nothing to fold, the cursor goes to the row above it in the tree. */
export function foldRow(list: ListState, space: ListSpace): ListState {
  const row = cursorRow(list, space)?.arranged;
  if (row === undefined) return list;
  if (row.hasChildren && !list.folded.has(row.key)) {
    return heldBy(list, row.key, new Set([...list.folded, row.key]));
  }
  return row.parent === null ? list : heldBy(list, row.parent, list.folded);
}

/** Unfolds every row; folds every row that has any below it when none is folded. */
export function toggleAllFolds(list: ListState, space: ListSpace): ListState {
  const rows = space.lines.flatMap((line) => (line.kind === "row" ? [line.arranged] : []));
  const anyFolded = rows.some(({ hidden }) => hidden > 0);
  const parents = rows.filter(({ hasChildren }) => hasChildren).map(({ key }) => key);
  const folded = anyFolded ? new Set<string>() : new Set([...list.folded, ...parents]);
  const cursor = cursorRow(list, space)?.arranged.key;
  if (cursor === undefined) return list;
  // Where the cursor's row goes from sight, its outermost ancestor stands for it.
  const byKey = new Map(rows.map((row) => [row.key, row]));
  let key = cursor;
  for (let at = byKey.get(cursor); !anyFolded && at !== undefined; at = byKey.get(at.parent ?? ""))
    key = at.key;
  return heldBy(list, key, folded);
}

function heldBy(list: ListState, cursorKey: string, folded: ReadonlySet<string>): ListState {
  return { ...list, cursorKey, folded, reveal: true };
}
