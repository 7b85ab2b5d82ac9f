import { applicableActions } from "../actions/applicable-actions.ts";
import { type Choice, chooserChoices } from "./choices.ts";
import { type Listed, paletteChoices } from "./palette.ts";
import { signalChoices } from "./signal-choices.ts";
import type { UiState } from "./ui-state.ts";

/** What there is to choose from in what is open over the list; nothing when nothing is. */
export function sceneChoices(state: UiState, listed: Listed): readonly Choice[] {
  const { mode, commands } = state;
  switch (mode.kind) {
    case "chooser":
      return chooserChoices(state, mode.chooser, listed.section);
    case "menu":
      return applicableActions(mode.subjects, commands ?? []).map((choice) => ({
        id: choice.id,
        title: choice.title,
        help: choice.help,
        chosen: false,
        key: choice.key ?? "",
        does: { kind: "act", choice, subjects: mode.subjects },
      }));
    case "signal":
      return signalChoices(mode.typed);
    case "palette":
      return paletteChoices(state, listed, mode.typed);
    default:
      return [];
  }
}
