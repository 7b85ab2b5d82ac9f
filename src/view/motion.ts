import { helpHeight, helpRows } from "./help-rows.ts";
import { withCursorAt } from "./list-window.ts";
import { bodyRoom } from "./panel-contents.ts";
import type { Scene } from "./scene.ts";
import { listOf, topList, topScreen, type UiState, withList, withScreen } from "./ui-state.ts";

/** Moves what has the keys by so many rows: the chooser's cursor, the question, the help page, or the list's cursor. */
export function move(state: UiState, scene: Scene, rows: number): UiState {
  const { mode } = state;
  if ("index" in mode) {
    return { ...state, mode: { ...mode, index: within(mode.index + rows, scene.choices.length) } };
  }
  if ("top" in mode) return { ...state, mode: { ...mode, top: within(mode.top + rows, panelTops(scene)) } };
  const screen = topScreen(state);
  if (screen.kind === "help") {
    const tops =
      helpRows(scene.sections, state.size.columns, state.commands !== null).length -
      helpHeight(state.size.rows) +
      1;
    return withScreen(state, screen, { ...screen, top: within(screen.top + rows, tops) });
  }
  const list = listOf(topList(state));
  return withList(state, withCursorAt(list, list.cursorIndex + rows, scene));
}

/** How many rows a page key moves. */
export function pageOfRows(state: UiState, scene: Scene): number {
  if (scene.panel !== null && state.mode.kind !== "list" && state.mode.kind !== "prompt")
    return Math.max(1, bodyRoom(scene.panel, scene.layout.panel));
  if (topScreen(state).kind === "help") return helpHeight(state.size.rows) - 1;
  return Math.max(1, scene.height - 1);
}

/** How many lines the body of the panel can begin with. */
function panelTops({ panel, layout }: Scene): number {
  return panel === null ? 0 : panel.body.length - bodyRoom(panel, layout.panel) + 1;
}

/** The number nearest to `index` that counts one of `length`. */
function within(index: number, length: number): number {
  return Math.min(Math.max(index, 0), Math.max(0, length - 1));
}
