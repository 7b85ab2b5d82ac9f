import type { StreamState } from "../stream/protocol.ts";
import { fitsStatusLine } from "./action-report.ts";
import { cursorCell, moveCell } from "./cell-cursor.ts";
import { chooserChoices } from "./choices.ts";
import type { EffectAction } from "./effect.ts";
import { foldRow, toggleAllFolds, toggleFold, unfoldRow } from "./folding.ts";
import type { ActionName } from "./key-binding.ts";
import type { KeyName } from "./key-name.ts";
import { layoutColumns } from "./layout-columns.ts";
import type { ListState } from "./list-state.ts";
import { cursorRow, heldByRow } from "./list-window.ts";
import { type ChooserName, LIST_MODE } from "./mode.ts";
import { openMenu, openPalette, otherAnswer, otherField } from "./mode-actions.ts";
import { move, pageOfRows } from "./motion.ts";
import { step, togglePause } from "./pause.ts";
import type { Scene } from "./scene.ts";
import { back, open, push, tabOfKey, toggleEnvironment, toNeighbourTab, toTab } from "./screen-stack.ts";
import type { Opens } from "./section.ts";
import { reversed, SORT_KEYS, sortedByFirst, sortedByNeighbour } from "./sorting.ts";
import { isFlat, toggleTag } from "./tags.ts";
import { withFilter, withTyped } from "./typed-text.ts";
import { listOf, topList, topScreen, type UiState, withList } from "./ui-state.ts";

/** What an action works on. */
export interface Situation {
  readonly state: UiState;
  readonly scene: Scene;
  readonly stream: StreamState;
  readonly key: KeyName;
}

/** Actions that change nothing but the state. */
export type StateAction = Exclude<ActionName, EffectAction>;

export const ACTIONS: Readonly<Record<StateAction, (situation: Situation) => UiState>> = {
  up: ({ state, scene }) => move(state, scene, -1),
  down: ({ state, scene }) => move(state, scene, 1),
  "page-up": ({ state, scene }) => move(state, scene, -pageOfRows(state, scene)),
  "page-down": ({ state, scene }) => move(state, scene, pageOfRows(state, scene)),
  first: ({ state, scene }) => move(state, scene, Number.NEGATIVE_INFINITY),
  last: ({ state, scene }) => move(state, scene, Number.POSITIVE_INFINITY),
  open: openRow,
  back: goBack,
  tab: ({ state, key }) => toTab(state, tabOfKey(topList(state), key)),
  "next-tab": ({ state }) => toNeighbourTab(state, 1),
  "previous-tab": ({ state }) => toNeighbourTab(state, -1),
  "cell-left": ({ state, scene }) => moveCell(state, scene.section, -1),
  "cell-right": ({ state, scene }) => moveCell(state, scene.section, 1),
  namespaces: ({ state, scene }) => open(state, hostPage("Namespaces"), scene),
  "network-map": ({ state, scene }) => open(state, hostPage("Network map"), scene),
  events: ({ state, scene }) => open(state, hostPage("Events"), scene),
  environment: ({ state }) => toggleEnvironment(state),
  wrap: ({ state }) => toggleWrap(state),
  filter: ({ state }) => ({ ...state, mode: { kind: "prompt" } }),
  sort: (situation) => openChooser(situation, "sort"),
  group: (situation) => openChooser(situation, "group"),
  columns: (situation) => openChooser(situation, "columns"),
  "sort-next": (situation) => sortByNeighbour(situation, 1),
  "sort-previous": (situation) => sortByNeighbour(situation, -1),
  "sort-cpu": (situation) => sortByKey(situation, "sort-cpu"),
  "sort-memory": (situation) => sortByKey(situation, "sort-memory"),
  "sort-name": (situation) => sortByKey(situation, "sort-name"),
  "sort-pids": (situation) => sortByKey(situation, "sort-pids"),
  reverse: (situation) => change(situation, (list, { section }) => reversed(list, section)),
  tree: (situation) => change(situation, (list) => ({ ...list, tree: !list.tree, reveal: true })),
  fold: (situation) => (isFlat(situation.scene) ? tag(situation) : change(situation, toggleFold)),
  "unfold-row": (situation) => change(situation, unfoldRow),
  "fold-row": (situation) => change(situation, foldRow),
  "fold-all": (situation) => change(situation, toggleAllFolds),
  follow: toggleFollow,
  faults: (situation) =>
    change(situation, (list) => ({ ...list, faultsOnly: !list.faultsOnly, reveal: true })),
  pause: ({ state, stream }) => togglePause(state, stream),
  "step-back": ({ state }) => step(state, 1),
  "step-forward": ({ state }) => step(state, -1),
  help: ({ state }) =>
    topScreen(state).kind === "help" ? back(state) : push(state, { kind: "help", top: 0 }),
  tag,
  palette: openPalette,
  actions: openMenu,
  "next-field": otherField,
  "previous-field": otherField,
  "other-answer": otherAnswer,
  close: closeOverlay,
  accept: ({ state }) => ({ ...state, mode: LIST_MODE }),
  erase: ({ state }) => withTyped(state, (text) => Array.from(text).slice(0, -1).join("")),
  "erase-all": ({ state }) => withTyped(state, () => ""),
};

function change({ state, scene }: Situation, next: (list: ListState, scene: Scene) => ListState): UiState {
  return withList(state, next(listOf(topList(state)), scene));
}

/** A row that was one piece of a line is another then: the cursor stays at rest, or on the line's first piece. */
function toggleWrap(state: UiState): UiState {
  const list = listOf(topList(state));
  const cursorKey = list.cursorKey?.replace(/\.\d+$/, ".0") ?? null;
  return withList({ ...state, wrap: !state.wrap }, { ...list, cursorKey, reveal: true });
}

function tag({ state, scene }: Situation): UiState {
  const list = toggleTag(listOf(topList(state)), scene);
  if (state.commands === null) return state;
  return list === null
    ? { ...state, message: "there is nothing to act on in this row" }
    : withList(state, list);
}

/** Where the newest rows are the last ones, they are followed from the end; elsewhere it is a row that is. */
function toggleFollow({ state, scene }: Situation): UiState {
  const list = listOf(topList(state));
  if (scene.restsAtEnd === true) return move(state, scene, Number.POSITIVE_INFINITY);
  return withList(state, { ...heldByRow(list, scene), follow: !list.follow });
}

function openRow({ state, scene }: Situation): UiState {
  const line = cursorRow(listOf(topList(state)), scene);
  if (line === null) return state;
  const opens = line.section.opens?.(line.arranged.row, cursorCell(state, line.section)) ?? null;
  return opens === null ? { ...state, message: "nothing to open here" } : open(state, opens, scene);
}

function hostPage(page: string): Opens {
  return { kind: "target", target: { kind: "host" }, page };
}

/** First what a person has to read goes, then the tags, then the filters, then the screen. */
function goBack({ state: before }: Situation): UiState {
  const { result } = before.report;
  const state: UiState = { ...before, report: { ...before.report, result: null } };
  if (result !== null && (result.failed || !fitsStatusLine(result, state.size.columns))) return state;
  const list = listOf(topList(state));
  if (topScreen(state).kind !== "help" && list.tagged.size > 0)
    return withList(state, { ...list, tagged: new Map() });
  if (topScreen(state).kind === "help" || (list.filter === "" && !list.faultsOnly)) return back(state);
  return withList(state, { ...list, filter: "", faultsOnly: false, reveal: true });
}

function openChooser({ state, scene }: Situation, chooser: ChooserName): UiState {
  if (scene.section === null) return state;
  const opened: UiState = { ...state, mode: { kind: "chooser", chooser, index: 0 } };
  const chosen = chooserChoices(opened, chooser, scene.section).findIndex((choice) => choice.chosen);
  return { ...opened, mode: { kind: "chooser", chooser, index: Math.max(0, chosen) } };
}

function closeOverlay({ state }: Situation): UiState {
  const closed: UiState = { ...state, mode: LIST_MODE };
  return state.mode.kind === "prompt" ? withFilter(closed, () => "") : closed;
}

function sortByKey({ state, scene }: Situation, key: keyof typeof SORT_KEYS): UiState {
  const list = sortedByFirst(listOf(topList(state)), scene.section, SORT_KEYS[key]);
  return list === null
    ? { ...state, message: "this list has no such column to sort by" }
    : withList(state, list);
}

function sortByNeighbour({ state, scene }: Situation, direction: 1 | -1): UiState {
  const list = listOf(topList(state));
  if (scene.section === null) return state;
  const shown = layoutColumns(scene.section.columns, list.toggledColumns, state.size.columns);
  return withList(
    state,
    sortedByNeighbour(
      list,
      scene.section,
      shown.map(({ id }) => id),
      direction,
    ),
  );
}
