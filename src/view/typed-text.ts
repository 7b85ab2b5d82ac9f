import type { Mode } from "./mode.ts";
import { listOf, topList, type UiState, withList } from "./ui-state.ts";

/** The state after typing: `change` makes the next text of what is typed into from the one there is. */
export function withTyped(state: UiState, change: (text: string) => string): UiState {
  const { mode } = state;
  switch (mode.kind) {
    case "prompt":
      return withFilter(state, change);
    case "signal":
    case "palette":
      return withMode(state, { ...mode, typed: change(mode.typed), index: 0 });
    case "limits":
      return withMode(state, { ...mode, [mode.field]: change(mode[mode.field]) });
    case "word":
      // What was typed before it could be read is no answer.
      return mode.armed ? withMode(state, { ...mode, typed: change(mode.typed) }) : state;
    default:
      return state;
  }
}

/** Whether a key without a meaning of its own is text. */
export function takesText({ kind }: Mode): boolean {
  return ["prompt", "signal", "palette", "limits", "word"].includes(kind);
}

/** The state with another filter on its list; the cursor stays on its row while the filter keeps it. */
export function withFilter(state: UiState, next: (filter: string) => string): UiState {
  const list = listOf(topList(state));
  return withList(state, { ...list, filter: next(list.filter), reveal: true });
}

function withMode(state: UiState, mode: Mode): UiState {
  return { ...state, mode };
}
