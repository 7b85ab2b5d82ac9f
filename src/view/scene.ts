import type { Detail } from "../model/detail.ts";
import type { SnapshotLine, StreamState } from "../stream/protocol.ts";
import { type Choice, choicesOf } from "./choices.ts";
import { type FrameLayout, layoutFrame } from "./frame-layout.ts";
import { helpLines } from "./help-lines.tsx";
import { helpHeight, helpRows } from "./help-rows.ts";
import { hasFixedHeader, type ListLines, listLines } from "./list-lines.ts";
import type { ListState } from "./list-state.ts";
import { cursorRow, type ListSpace } from "./list-window.ts";
import { memoizeLast } from "./memoize-last.ts";
import { overviewSections } from "./overview-section.ts";
import { READING } from "./part-rows.ts";
import { shownCpuHistory, shownEvents, shownHistory, shownLine } from "./pause.ts";
import { sameTarget } from "./same-target.ts";
import type { Section } from "./section.ts";
import type { Page } from "./tabs.ts";
import { listOf, type PageScreen, pageOf, type Size, topList, topScreen, type UiState } from "./ui-state.ts";

/** What there is to be seen: the rows of the screen on top, made from the stream and from what a person did. */
export interface Scene extends ListSpace {
  /** The snapshot that is shown; `null` before the first. */
  readonly line: SnapshotLine | null;
  /** What the page on top shows; `null` on the overview, and until there is an answer. */
  readonly detail: Detail | null;
  readonly sections: readonly Section<unknown>[];
  /** The section that the cursor is in. */
  readonly section: Section<unknown> | null;
  /** What the open chooser offers. */
  readonly choices: readonly Choice[];
  /** Lines of the help page; none while it is not open. */
  readonly help: readonly string[];
  readonly layout: FrameLayout;
}

/** Makes the scene of a state; what has not changed since the last time is not computed again. */
export type SceneMaker = (state: UiState, stream: StreamState) => Scene;

/** A scene maker with a memory of its own. */
export function createSceneMaker(): SceneMaker {
  const overview = memoizeLast(overviewSections);
  const page = memoizeLast(pageSections);
  const cpuHistoryOf = memoizeLast(shownCpuHistory);
  const eventsOf = memoizeLast(shownEvents);
  const historyOf = memoizeLast(shownHistory);
  const linesOf = memoizeLast(arrangedLines);
  const helpOf = memoizeLast((rows: string, columns: number) => helpLines(JSON.parse(rows), columns));
  const noSections: readonly Section<unknown>[] = [];

  return (state, stream) => {
    const screen = topList(state);
    const list = listOf(screen);
    const line = shownLine(state.pause, stream);
    const detail = screen.kind === "page" ? shownDetail(screen, line) : null;
    let sections = noSections;
    if (line !== null && screen.kind === "overview") {
      sections = overview(line, cpuHistoryOf(state.pause, stream), state.groupBy, list.folded, list.sort);
    } else if (line !== null && screen.kind === "page") {
      const history = historyOf(state.pause, stream);
      sections = page(pageOf(screen), detail, line, eventsOf(state.pause, stream), history);
    }
    const lines = linesOf(sections, list.filter, list.faultsOnly, list.sort, list.tree, list.folded);
    const section = cursorRow(list, lines)?.section ?? sections[0] ?? null;
    const choices = choicesOf(state, section);
    const open = state.mode.kind === "chooser" ? choices.length : null;
    const layout = layoutFrame(state, hasFixedHeader(sections), open);
    const top = topScreen(state);
    const help =
      top.kind === "help" ? helpOf(shownHelp(sections, top.top, state.size), state.size.columns) : [];
    return { line, detail, sections, section, choices, help, layout, ...lines, height: layout.list };
  };
}

/** The rows of the help page that fit, as JSON: the table is made again only when it says something else. */
function shownHelp(sections: readonly Section<unknown>[], top: number, { columns, rows }: Size): string {
  return JSON.stringify(helpRows(sections, columns).slice(top, top + helpHeight(rows)));
}

function arrangedLines(
  sections: readonly Section<unknown>[],
  filter: string,
  faultsOnly: boolean,
  sort: ListState["sort"],
  tree: boolean,
  folded: ListState["folded"],
): ListLines {
  return listLines(sections, { filter, faultsOnly, sort, tree, folded });
}

function pageSections(
  page: Page | null,
  detail: Detail | null,
  snapshot: SnapshotLine,
  events: StreamState["events"],
  history: StreamState["history"],
): readonly Section<unknown>[] {
  if (page === null) return [];
  return detail === null ? [WAITING] : page.sections({ detail, snapshot, events, history });
}

/** The detail of the snapshot that is shown, where it has one; else the last known: a step back may lead before it. */
function shownDetail(screen: PageScreen, line: SnapshotLine | null): Detail | null {
  const { detail } = line ?? {};
  const parts = pageOf(screen)?.parts ?? [];
  if (detail == null || !sameTarget(detail.target, screen.target)) return screen.detail;
  return parts.every((part) => detail[part] !== undefined) ? detail : screen.detail;
}

/** Stands in for a page until the first answer. */
const WAITING: Section<unknown> = {
  title: null,
  columns: {},
  rows: [],
  empty: READING,
  key: () => "",
  searchText: () => "",
};
