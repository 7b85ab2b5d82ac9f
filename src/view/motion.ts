import { helpHeight, helpRows } from "./help-rows.ts";
import { withCursorAt } from "./list-window.ts";
import type { Scene } from "./scene.ts";
import { listOf, topList, topScreen, type UiState, withList, withScreen } from "./ui-state.ts";

/** Moves what has the keys by so many rows: the chooser's cursor, the help page, or the list's cursor. */
export function move(state: UiState, scene: Scene, rows: number): UiState {
  const { mode } = state;
  if (mode.kind === "chooser") {
    return { ...state, mode: { ...mode, index: within(mode.index + rows, scene.choices.length) } };
  }
  const screen = topScreen(state);
  if (screen.kind === "help") {
    const tops = helpRows(scene.sections, state.size.columns).length - helpHeight(state.size.rows) + 1;
    return withScreen(state, screen, { ...screen, top: within(screen.top + rows, tops) });
  }
  const list = listOf(topList(state));
  return withList(state, withCursorAt(list, list.cursorIndex + rows, scene));
}

/** How many rows a page key moves. */
export function pageOfRows(state: UiState, scene: Scene): number {
  if (topScreen(state).kind === "help") return helpHeight(state.size.rows) - 1;
  return Math.max(1, scene.height - 1);
}

/** The number nearest to `index` that counts one of `length`. */
function within(index: number, length: number): number {
  return Math.min(Math.max(index, 0), Math.max(0, length - 1));
}
