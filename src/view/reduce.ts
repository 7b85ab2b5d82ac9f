import type { StreamState } from "../stream/protocol.ts";
import { ACTIONS, withFilter } from "./actions.ts";
import { bindingOf, type Place } from "./key-map.ts";
import { type KeyName, typedCharacter } from "./key-name.ts";
import { cursorRow } from "./list-window.ts";
import type { Scene } from "./scene.ts";
import { isProcessPage } from "./screen-stack.ts";
import { listOf, pageOf, topList, topScreen, type UiState } from "./ui-state.ts";

/** What a key asks for beyond the state. */
export type Effect =
  | { readonly kind: "quit" }
  | { readonly kind: "suspend" }
  | { readonly kind: "copy"; readonly text: string };

/** What comes of a key. */
export interface Reduction {
  readonly state: UiState;
  readonly effect: Effect | null;
}

/** What one key does: pure, and against the state that the key before it left. */
export function reduce(state: UiState, key: KeyName, scene: Scene, stream: StreamState): Reduction {
  const quiet = state.message === null ? state : { ...state, message: null };
  const action = bindingOf(key, placesOf(state))?.action;
  switch (action) {
    case undefined:
      return { state: typed(quiet, key), effect: null };
    case "quit":
      return { state: quiet, effect: { kind: "quit" } };
    case "suspend":
      return { state: quiet, effect: { kind: "suspend" } };
    case "copy":
      return copy(quiet, scene);
    default:
      return { state: ACTIONS[action]({ state: quiet, scene, stream, key }), effect: null };
  }
}

/** What has the keys. */
export function placesOf(state: UiState): readonly Place[] {
  if (state.mode.kind !== "list") return [state.mode.kind];
  if (topScreen(state).kind === "help") return ["help"];
  const screen = topList(state);
  if (screen.kind === "overview") return ["list", "overview"];
  if (isProcessPage(screen)) return ["list", "process"];
  const cells: readonly Place[] = pageOf(screen)?.cells === undefined ? [] : ["cells"];
  return screen.pages.length > 1 ? ["list", "page", ...cells] : ["list", ...cells];
}

/** A key without a meaning of its own is text while a filter is typed. */
function typed(state: UiState, key: KeyName): UiState {
  const character = state.mode.kind === "prompt" ? typedCharacter(key) : null;
  return character === null ? state : withFilter(state, (filter) => filter + character);
}

function copy(state: UiState, scene: Scene): Reduction {
  const line = cursorRow(listOf(topList(state)), scene);
  const text = line?.section.copies?.(line.arranged.row);
  if (text === undefined) return { state: { ...state, message: "nothing to copy here" }, effect: null };
  return { state: { ...state, message: `copied: ${text}` }, effect: { kind: "copy", text } };
}
