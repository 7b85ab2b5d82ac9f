import type { ListLines, RowLine } from "./list-lines.ts";
import type { ListState } from "./list-state.ts";

/** What the cursor and the window are settled against. */
export interface ListSpace extends ListLines {
  /** Lines that fit on the screen. */
  readonly height: number;
  /** The cursor rests at the last row, and the window with it: new rows come there. */
  readonly restsAtEnd?: boolean;
}

/**
 * Makes cursor and window true again after rows came, went or moved, or the window changed its height.
 *
 * The cursor stays on its row while that is in the window. When sorting takes the row out of it, the cursor keeps its
 * place and the window stands still, unless the list is told to follow. A cursor at rest stays at the top; where the
 * newest rows are the last ones, it rests there, and one that is not at rest keeps its row where it is on the screen.
 */
export function settle(list: ListState, space: ListSpace): ListState {
  const { rowLines, lines, height, restsAtEnd = false } = space;
  const last = rowLines.length - 1;
  // Rows may be on their way: where the cursor is to be is kept until then.
  if (last < 0) return moved(list, { cursorIndex: 0, top: 0 });
  if (list.cursorKey === null) {
    const cursorIndex = restsAtEnd ? last : 0;
    const resting = restsAtEnd ? Math.max(0, lines.length - height) : 0;
    return moved(list, { cursorIndex, top: topThatShows(space, cursorIndex, resting), reveal: false });
  }
  const found = rowLines.findIndex((line) => keyAt(space, line) === list.cursorKey);
  // The row of one that is gone was the oldest there was.
  if (restsAtEnd && !list.reveal) return settleOnRow(list, space, Math.max(0, found));
  if (restsAtEnd && found >= 0) return settleOnRow(list, space, found);
  const top = clamp(list.top, 0, Math.max(0, lines.length - height));
  const stays = found >= 0 && (list.reveal || list.follow || isInWindow(rowLines[found], top, height));
  const cursorIndex = stays ? found : clamp(list.cursorIndex, 0, last);
  const cursorKey = keyAt(space, rowLines[cursorIndex]) ?? list.cursorKey;
  return moved(list, { cursorKey, cursorIndex, top: topThatShows(space, cursorIndex, top), reveal: false });
}

/**
 * The window moves as far as the row did, which is on the screen where it was: rows that went before it, or came, move
 * nothing that is read. Each row has one line, and nothing else has any.
 */
function settleOnRow(list: ListState, space: ListSpace, cursorIndex: number): ListState {
  const { lines, height } = space;
  // A person who moved the cursor moved it within the rows there were.
  const shift = list.reveal ? 0 : cursorIndex - list.cursorIndex;
  const top = clamp(list.top + shift, 0, Math.max(0, lines.length - height));
  return moved(list, { cursorIndex, top: topThatShows(space, cursorIndex, top), reveal: false });
}

/** The list with its cursor on the row at `index`; the first row, or the last, is where it rests, unless it follows its row. */
export function withCursorAt(list: ListState, index: number, space: ListSpace): ListState {
  const { rowLines, restsAtEnd = false } = space;
  const last = Math.max(0, rowLines.length - 1);
  const cursorIndex = clamp(index, 0, last);
  const isAtRest = cursorIndex === (restsAtEnd ? last : 0) && !list.follow;
  const cursorKey = isAtRest ? null : keyAt(space, rowLines[cursorIndex]);
  return { ...list, cursorKey, cursorIndex, reveal: true };
}

/** The list with its cursor held by the row it is on, also where it was only at rest, and to be found again there. */
export function heldByRow(list: ListState, space: ListSpace): ListState {
  const cursorKey = list.cursorKey ?? keyAt(space, space.rowLines[list.cursorIndex]);
  return { ...list, cursorKey, reveal: true };
}

/** The row the cursor is on; `null` when there is none. */
export function cursorRow(list: ListState, { lines, rowLines }: ListLines): RowLine | null {
  const line = lines[rowLines[list.cursorIndex] ?? -1];
  return line?.kind === "row" ? line : null;
}

/** Key of the row on a line; `null` when there is none. */
function keyAt({ lines }: ListLines, line: number | undefined): string | null {
  const found = line === undefined ? undefined : lines[line];
  return found?.kind === "row" ? found.arranged.key : null;
}

/**
 * The top line nearest to `top` with which the row at `index` is in the window: a first row with the header above
 * it, the last one with what is below it.
 */
function topThatShows({ lines, rowLines, height }: ListSpace, index: number, top: number): number {
  const line = rowLines[index] ?? 0;
  const isLast = index === rowLines.length - 1;
  const below = isLast ? lines.length - 1 : line;
  const lowest = clamp(below - height + 1, 0, line);
  const highest = Math.max(lowest, (rowLines[index - 1] ?? -1) + 1);
  return clamp(top, lowest, highest);
}

function isInWindow(line: number | undefined, top: number, height: number): boolean {
  return line !== undefined && line >= top && line < top + height;
}

/** The same object where nothing changes. */
function moved(list: ListState, change: Partial<ListState>): ListState {
  const next = { ...list, ...change };
  const { cursorKey, cursorIndex, top, reveal } = next;
  const same = list.cursorKey === cursorKey && list.cursorIndex === cursorIndex && list.top === top;
  return same && list.reveal === reveal ? list : next;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
