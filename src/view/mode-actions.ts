import { applicableActions } from "../actions/applicable-actions.ts";
import { back } from "./screen-stack.ts";
import type { Situation } from "./state-actions.ts";
import { chosenSubjects, subjectsText } from "./subjects.ts";
import { topScreen, type UiState } from "./ui-state.ts";

/** Opens the menu of what can be done to the tagged rows, the row, or what the page is of. */
export function openMenu({ state, scene }: Situation): UiState {
  const chosen = chosenSubjects(state, scene);
  if ("refusal" in chosen) return { ...state, message: chosen.refusal };
  const { subjects } = chosen;
  if (applicableActions(subjects, state.commands ?? []).length === 0)
    return { ...state, message: `${subjectsText(subjects)}: there is no action for all of it` };
  return { ...state, mode: { kind: "menu", subjects, index: 0 } };
}

/** Opens the palette over the list; the help page is closed for it. */
export function openPalette({ state }: Situation): UiState {
  const listed = topScreen(state).kind === "help" ? back(state) : state;
  return { ...listed, mode: { kind: "palette", typed: "", index: 0 } };
}

/** Goes to the other field of the form. */
export function otherField({ state }: Situation): UiState {
  const { mode } = state;
  if (mode.kind !== "limits") return state;
  return { ...state, mode: { ...mode, field: mode.field === "cpu" ? "memory" : "cpu" } };
}

/** Marks the other answer of a question that takes one. */
export function otherAnswer({ state }: Situation): UiState {
  const { mode } = state;
  if (mode.kind !== "question" || !mode.armed) return state;
  return { ...state, mode: { ...mode, yes: !mode.yes } };
}
