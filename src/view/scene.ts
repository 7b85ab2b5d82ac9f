import type { Detail } from "../model/detail.ts";
import type { SnapshotLine, StreamState } from "../stream/protocol.ts";
import type { ShownEvent } from "./action-report.ts";
import type { Choice } from "./choices.ts";
import { type FrameLayout, layoutFrame } from "./frame-layout.ts";
import { helpLines } from "./help-lines.tsx";
import { helpHeight, helpRows } from "./help-rows.ts";
import { hasFixedHeader, type ListLines, listLines } from "./list-lines.ts";
import type { ListState } from "./list-state.ts";
import { cursorRow, type ListSpace } from "./list-window.ts";
import { type LogsOnScreen, logTextCells } from "./logs-section.ts";
import { memoizeLast } from "./memoize-last.ts";
import { createOverviewMaker } from "./overview-section.ts";
import { type Panel, panelOf } from "./panel-contents.ts";
import { READING } from "./part-rows.ts";
import { shownCpuHistory, shownEvents, shownHistory, shownLine, shownLog } from "./pause.ts";
import { sameTarget } from "./same-target.ts";
import { sceneChoices } from "./scene-choices.ts";
import type { Section } from "./section.ts";
import type { Page } from "./tabs.ts";
import { listOf, type PageScreen, pageOf, topList, topScreen, type UiState } from "./ui-state.ts";
import { withoutSecrets } from "./without-secrets.ts";

/** What there is to be seen: the rows of the screen on top, made from the stream and from what a person did. */
export interface Scene extends ListSpace {
  /** The snapshot that is shown; `null` before the first. */
  readonly line: SnapshotLine | null;
  /** What the page on top shows; `null` on the overview, and until there is an answer. */
  readonly detail: Detail | null;
  readonly sections: readonly Section<unknown>[];
  /** The section that the cursor is in. */
  readonly section: Section<unknown> | null;
  /** What there is to choose from. */
  readonly choices: readonly Choice[];
  /** What is open below the list; `null` when nothing is. */
  readonly panel: Panel | null;
  /** Lines of the help page; none while it is not open. */
  readonly help: readonly string[];
  readonly layout: FrameLayout;
}

/** Makes the scene of a state; what has not changed since the last time is not computed again. */
export type SceneMaker = (state: UiState, stream: StreamState) => Scene;

/** A scene maker with a memory of its own. */
export function createSceneMaker(): SceneMaker {
  const overview = memoizeLast(createOverviewMaker());
  const page = memoizeLast(pageSections);
  const cpuHistoryOf = memoizeLast(shownCpuHistory);
  const eventsOf = memoizeLast(shownEvents);
  const withDeeds = memoizeLast(eventsAndDeeds);
  const historyOf = memoizeLast(shownHistory);
  const hiding = memoizeLast(withoutSecrets);
  const linesOf = memoizeLast(arrangedLines);
  const logsOf = memoizeLast(logsOnScreen);
  const helpOf = memoizeLast((rows: string, columns: number) => helpLines(JSON.parse(rows), columns));
  const noSections: readonly Section<unknown>[] = [];

  return (state, stream) => {
    const screen = topList(state);
    const list = listOf(screen);
    const line = shownLine(state.pause, stream);
    const known = screen.kind === "page" ? shownDetail(screen, line) : null;
    const isHiding = screen.kind === "page" && !screen.environment;
    const detail = known !== null && isHiding ? hiding(known) : known;
    let sections = noSections;
    if (line !== null && screen.kind === "overview") {
      sections = overview(line, cpuHistoryOf(state.pause, stream), state.groupBy, list.folded, list.sort);
    } else if (line !== null && screen.kind === "page") {
      const history = historyOf(state.pause, stream);
      const events = withDeeds(eventsOf(state.pause, stream), state.report.deeds);
      const textCells = logTextCells(list.toggledColumns, state.size.columns);
      const log = pageOf(screen)?.follows === "log" ? (state.heldLog ?? shownLog(state.pause, stream)) : null;
      const logs = logsOf(log, state.wrap, textCells, list.filter);
      sections = page(pageOf(screen), detail, line, events, history, logs);
    }
    const lines = linesOf(sections, list.filter, list.faultsOnly, list.sort, list.tree, list.folded);
    const section = cursorRow(list, lines)?.section ?? sections[0] ?? null;
    const choices = sceneChoices(state, { line, detail, sections, section, ...lines });
    const panel = panelOf(state, choices, line?.groups ?? []);
    const layout = layoutFrame(state, hasFixedHeader(sections), panel);
    const top = topScreen(state);
    const help = top.kind === "help" ? helpOf(shownHelp(sections, top.top, state), state.size.columns) : [];
    const restsAtEnd = screen.kind === "page" && pageOf(screen)?.follows === "log";
    const height = layout.list;
    return { line, detail, sections, section, choices, panel, help, layout, ...lines, height, restsAtEnd };
  };
}

/** The rows of the help page that fit, as JSON: the table is made again only when it says something else. */
function shownHelp(
  sections: readonly Section<unknown>[],
  top: number,
  { size: { columns, rows }, commands }: UiState,
): string {
  return JSON.stringify(helpRows(sections, columns, commands !== null).slice(top, top + helpHeight(rows)));
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

/** What was seen on the host and what nstop did there, by time. */
function eventsAndDeeds(events: StreamState["events"], deeds: readonly ShownEvent[]): readonly ShownEvent[] {
  if (deeds.length === 0) return events;
  return [...events, ...deeds].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

function pageSections(
  page: Page | null,
  detail: Detail | null,
  snapshot: SnapshotLine,
  events: readonly ShownEvent[],
  history: StreamState["history"],
  logs: LogsOnScreen,
): readonly Section<unknown>[] {
  if (page === null) return [];
  return detail === null ? [WAITING] : page.sections({ detail, snapshot, events, history, logs });
}

function logsOnScreen(
  log: LogsOnScreen["log"],
  wrap: boolean,
  textCells: number,
  filter: string,
): LogsOnScreen {
  return { log, wrap, textCells, filter };
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
