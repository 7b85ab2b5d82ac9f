import type { ActionChoice } from "../actions/action-choice.ts";
import { applicableActions } from "../actions/applicable-actions.ts";
import type { Order } from "../actions/order.ts";
import { parseSignal } from "../actions/signal-name.ts";
import type { Subject } from "../actions/subject.ts";
import type { Reduction } from "./effect.ts";
import { isTooSmall } from "./frame-layout.ts";
import { bindingOf } from "./key-map.ts";
import { formLimits } from "./limits-form.ts";
import { LIST_MODE } from "./mode.ts";
import { placesOf } from "./places.ts";
import type { Situation } from "./state-actions.ts";
import { chosenSubjects, subjectsText } from "./subjects.ts";
import { listOf, topList, type UiState, withList } from "./ui-state.ts";

/** What a key of its own asks for, of the menu's subjects or of those that are chosen now. */
export function actByKey({ state, scene, key }: Situation): Reduction {
  const chosen =
    state.mode.kind === "menu" ? { subjects: state.mode.subjects } : chosenSubjects(state, scene);
  if ("refusal" in chosen) return still({ ...state, message: chosen.refusal });
  const { subjects } = chosen;
  const choice = applicableActions(subjects, state.commands ?? []).find((candidate) => candidate.key === key);
  if (choice !== undefined) return begin(state, choice, subjects);
  const title = bindingOf(key, placesOf(state))?.title ?? key;
  return still({
    ...state,
    message: `${title} does not go with ${subjectsText(subjects)}; a shows what does`,
  });
}

/** Begins an action: what it needs is asked for, and then whether to do it. */
export function begin(state: UiState, choice: ActionChoice, subjects: readonly Subject[]): Reduction {
  switch (choice.asks) {
    case "nothing":
      return judge(state, choice.order({}));
    case "signal":
      return still({ ...state, mode: { kind: "signal", choice, subjects, typed: "", index: 0 } });
    case "limits":
      return still({
        ...state,
        mode: { kind: "limits", choice, subjects, cpu: "", memory: "", field: "cpu" },
      });
  }
}

/** Takes the signal that the cursor is on. */
export function chooseSignal(state: UiState, name: string): Reduction {
  const { mode } = state;
  const signal = parseSignal(name);
  if (mode.kind !== "signal" || signal === null) return still(state);
  return judge(state, mode.choice.order({ signal }));
}

/** Takes what was filled in: limits, or the word that was asked for. */
export function submit({ state }: Situation): Reduction {
  const { mode } = state;
  if (mode.kind === "limits") {
    const form = formLimits(mode);
    return "complaint" in form ? still(state) : judge(state, mode.choice.order({ limits: form.limits }));
  }
  if (mode.kind !== "word" || !mode.armed) return still(state);
  if (mode.typed === mode.word) return perform(state, mode.order);
  return still({ ...state, message: `that is not ${mode.word}: nothing is done; Esc goes back` });
}

/** A question is answered with yes, if it can be read and takes an answer. */
export function sayYes({ state }: Situation): Reduction {
  const { mode } = state;
  if (isTooSmall(state)) return still(state);
  if (mode.kind === "question" && mode.armed) return perform(state, mode.order);
  if (mode.kind !== "frozen" || !mode.armed) return still(state);
  const { groups, isQuitting } = mode;
  return { state: { ...state, mode: LIST_MODE }, effect: { kind: "thaw", groups, isQuitting } };
}

export function sayNo({ state }: Situation): Reduction {
  const { mode } = state;
  const closed: UiState = { ...state, mode: LIST_MODE };
  if (mode.kind !== "frozen") return still(closed);
  if (!mode.armed) return still(state);
  return mode.isQuitting ? { state: closed, effect: { kind: "leave" } } : still(closed);
}

/** The marked answer. */
export function giveAnswer(situation: Situation): Reduction {
  const { mode } = situation.state;
  if (mode.kind !== "question" || !mode.armed) return still(situation.state);
  return mode.yes ? sayYes(situation) : sayNo(situation);
}

function judge(state: UiState, order: Order): Reduction {
  return { state: { ...state, mode: LIST_MODE }, effect: { kind: "judge", order } };
}

/** What was tagged for it is done with. */
function perform(state: UiState, order: Order): Reduction {
  const list = { ...listOf(topList(state)), tagged: new Map<string, string>() };
  return { state: { ...withList(state, list), mode: LIST_MODE }, effect: { kind: "perform", order } };
}

function still(state: UiState): Reduction {
  return { state, effect: null };
}
