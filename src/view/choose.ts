import { begin, chooseSignal } from "./act.ts";
import { type Choice, chooseIn } from "./choices.ts";
import type { Reduction } from "./effect.ts";
import { toggled } from "./list-state.ts";
import { LIST_MODE } from "./mode.ts";
import { open, toTab } from "./screen-stack.ts";
import { sortedBy } from "./sorting.ts";
import type { Situation } from "./state-actions.ts";
import { listOf, topList, type UiState, withList } from "./ui-state.ts";

/** What a choice that is a key does: the key is pressed on the list. */
export interface PressedKey {
  readonly state: UiState;
  readonly press: string;
}

/** Takes what the cursor of a chooser, the menu, the signals or the palette is on. */
export function choose({ state, scene }: Situation): Reduction | PressedKey {
  const { mode } = state;
  const choice = "index" in mode ? scene.choices[mode.index] : undefined;
  if (choice === undefined) return still(state);
  if (mode.kind === "chooser") return still(chooseIn(state, mode.chooser, choice));
  if (mode.kind === "signal") return chooseSignal(state, choice.id);
  return carryOut({ ...state, mode: LIST_MODE }, choice, scene);
}

function carryOut(state: UiState, { does }: Choice, scene: Situation["scene"]): Reduction | PressedKey {
  const list = listOf(topList(state));
  switch (does?.kind) {
    case undefined:
      return still(state);
    case "act":
      return begin(state, does.choice, does.subjects);
    case "key":
      return { state, press: does.key };
    case "open":
      return still(open(state, does.opens, scene));
    case "tab":
      return still(toTab(state, does.tab));
    case "overview": {
      const [overview] = state.screens;
      return still({ ...state, screens: [{ ...overview, list: { ...overview.list, reveal: true } }] });
    }
    case "sort":
      return still(withList(state, sortedBy(list, does.column)));
    case "column":
      return still(withList(state, { ...list, toggledColumns: toggled(list.toggledColumns, does.column) }));
    case "group":
      return still({ ...withList(state, { ...list, reveal: true }), groupBy: does.by });
  }
}

function still(state: UiState): Reduction {
  return { state, effect: null };
}
