import type { Target } from "../model/snapshot.ts";
import { heldByRow, type ListSpace } from "./list-window.ts";
import { LIST_MODE } from "./mode.ts";
import { sameTarget } from "./same-target.ts";
import type { Opens } from "./section.ts";
import { HOST_TABS, NAMESPACE_PAGE, type Page, PROCESS_PAGE, TABS } from "./tabs.ts";
import {
  listOf,
  newPage,
  type OverviewScreen,
  type PageScreen,
  pageOf,
  type Screen,
  topList,
  topScreen,
  type UiState,
  withList,
  withScreen,
} from "./ui-state.ts";
import { withoutSecrets } from "./without-secrets.ts";

/** As many screens are kept to go back through. */
const MAX_SCREENS = 50;

/** Opens what Enter on a row, or a key, leads to; the row is held, to come back to. */
export function open(state: UiState, opens: Opens, space: ListSpace): UiState {
  const target: Target = opens.kind === "process" ? { kind: "process", pid: opens.pid } : opens.target;
  const pages = pagesOf(opens);
  const tab = opens.kind === "target" ? pages.findIndex(({ title }) => title === opens.page) : -1;
  const top = topScreen(state);
  if (top.kind === "page" && sameTarget(top.target, target) && top.pages === pages) {
    return tab < 0 || tab === top.tab ? { ...state, message: "this is it" } : toTab(state, tab);
  }
  const page = { ...newPage(target, pages), tab: Math.max(0, tab) };
  return push(withList(state, heldByRow(listOf(topList(state)), space)), page);
}

/** Puts a screen on top. */
export function push(state: UiState, screen: Screen): UiState {
  const [overview, ...others] = state.screens;
  return { ...state, mode: LIST_MODE, screens: [overview, ...others.slice(2 - MAX_SCREENS), screen] };
}

/** Takes the screen on top away; the one below shows the row that was left, wherever it is by now. */
export function back(state: UiState): UiState {
  const [overview, ...others] = state.screens;
  if (others.length === 0) return state;
  const below: UiState = { ...state, mode: LIST_MODE, screens: [overview, ...others.slice(0, -1)] };
  const top = topScreen(below);
  return top.kind === "help" ? below : withList(below, { ...listOf(top), reveal: true });
}

/** Goes to a tab of the page on top; nothing happens when it has no such tab. */
export function toTab(state: UiState, tab: number): UiState {
  const screen = topList(state);
  if (screen.kind !== "page" || screen.pages[tab] === undefined) return state;
  return withScreen(state, screen, { ...screen, tab });
}

/** Goes to the tab `steps` further on, round the ends. */
export function toNeighbourTab(state: UiState, steps: number): UiState {
  const screen = topList(state);
  if (screen.kind !== "page") return state;
  const { length } = screen.pages;
  return toTab(state, (screen.tab + steps + length) % length);
}

/** The key of a tab goes to it. */
export function tabOfKey(screen: OverviewScreen | PageScreen, key: string): number {
  if (screen.kind !== "page") return -1;
  return screen.pages.findIndex((page) => "key" in page && page.key === key);
}

/** Reads what may hold secrets of what is on top, or forgets it. */
export function toggleEnvironment(state: UiState): UiState {
  const screen = topList(state);
  if (screen.kind !== "page") return state;
  const detail = screen.detail === null ? null : withoutSecrets(screen.detail);
  return withScreen(state, screen, { ...screen, environment: !screen.environment, detail });
}

/** Whether a page is that of one process, and not a group's opened on one. */
export function isProcessPage(screen: OverviewScreen | PageScreen): boolean {
  return screen.kind === "page" && pageOf(screen) === PROCESS_PAGE;
}

const PROCESS_PAGES: readonly Page[] = [PROCESS_PAGE];
const NAMESPACE_PAGES: readonly Page[] = [NAMESPACE_PAGE];

/** The pages that what a row, or the command line, leads to has. */
export function pagesOf(opens: Opens): readonly Page[] {
  if (opens.kind === "process") return PROCESS_PAGES;
  switch (opens.target.kind) {
    case "namespace":
      return NAMESPACE_PAGES;
    case "host":
      return HOST_TABS;
    default:
      return TABS;
  }
}
