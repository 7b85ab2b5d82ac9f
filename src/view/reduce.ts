import type { StreamState } from "../stream/protocol.ts";
import { actByKey, giveAnswer, sayNo, sayYes, submit } from "./act.ts";
import { choose } from "./choose.ts";
import type { EffectAction, Reduction } from "./effect.ts";
import { bindingOf } from "./key-map.ts";
import { type KeyName, typedCharacter } from "./key-name.ts";
import { cursorRow } from "./list-window.ts";
import { isUnarmed } from "./mode.ts";
import { placesOf } from "./places.ts";
import type { Scene } from "./scene.ts";
import { ACTIONS, type Situation } from "./state-actions.ts";
import { takesText, withTyped } from "./typed-text.ts";
import { listOf, topList, type UiState } from "./ui-state.ts";

/** What one key does: pure, and against the state that the key before it left. */
export function reduce(state: UiState, key: KeyName, scene: Scene, stream: StreamState): Reduction {
  const quiet = touched(state.message === null ? state : { ...state, message: null });
  const action = bindingOf(key, placesOf(state))?.action;
  if (action === undefined) return { state: typed(quiet, key), effect: null };
  const situation: Situation = { state: quiet, scene, stream, key };
  if (isEffectAction(action)) return EFFECTS[action](situation);
  return { state: ACTIONS[action](situation), effect: null };
}

const EFFECTS: Readonly<Record<EffectAction, (situation: Situation) => Reduction>> = {
  quit: ({ state }) => ({ state, effect: { kind: "quit" } }),
  suspend: ({ state }) => ({ state, effect: { kind: "suspend" } }),
  copy,
  act: actByKey,
  choose: (situation) => {
    const chosen = choose(situation);
    if ("effect" in chosen) return chosen;
    return reduce(chosen.state, chosen.press, situation.scene, situation.stream);
  },
  submit,
  yes: sayYes,
  no: sayNo,
  answer: giveAnswer,
};

function isEffectAction(action: string): action is EffectAction {
  return action in EFFECTS;
}

/** A question that takes no answer yet waits anew for a moment without keys: see {@link import("./answer-guard.ts")}. */
function touched(state: UiState): UiState {
  return isUnarmed(state.mode) ? { ...state, mode: { ...state.mode } } : state;
}

/** A key without a meaning of its own is text where text is typed. */
function typed(state: UiState, key: KeyName): UiState {
  const character = takesText(state.mode) ? typedCharacter(key) : null;
  return character === null ? state : withTyped(state, (text) => text + character);
}

function copy({ state, scene }: Situation): Reduction {
  const line = cursorRow(listOf(topList(state)), scene);
  const text = line?.section.copies?.(line.arranged.row);
  if (text === undefined) return { state: { ...state, message: "nothing to copy here" }, effect: null };
  return { state: { ...state, message: `copied: ${text}` }, effect: { kind: "copy", text } };
}
