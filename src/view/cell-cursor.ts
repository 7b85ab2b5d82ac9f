import { layoutColumns } from "./layout-columns.ts";
import type { Section } from "./section.ts";
import { listOf, pageOf, topList, type UiState, withList } from "./ui-state.ts";

/** The column that the cursor is in; `undefined` where it goes by rows only. */
export function cursorCell(state: UiState, section: Section<unknown> | null): string | undefined {
  const cells = cellColumns(state, section);
  return cells.find((id) => id === listOf(topList(state)).cell) ?? cells[0];
}

/** Moves the cursor so many cells to the right, as far as there are any. */
export function moveCell(state: UiState, section: Section<unknown> | null, steps: number): UiState {
  const cells = cellColumns(state, section);
  const at = cells.indexOf(cursorCell(state, section) ?? "");
  const cell = cells[Math.min(Math.max(at + steps, 0), cells.length - 1)] ?? null;
  return withList(state, { ...listOf(topList(state)), cell });
}

/** Those of the page's cells that this terminal has room for. */
function cellColumns(state: UiState, section: Section<unknown> | null): readonly string[] {
  const screen = topList(state);
  const cells = screen.kind === "page" ? pageOf(screen)?.cells : undefined;
  if (cells === undefined || section === null) return [];
  const shown = layoutColumns(section.columns, listOf(screen).toggledColumns, state.size.columns);
  return shown.map(({ id }) => id).filter((id) => cells.includes(id));
}
