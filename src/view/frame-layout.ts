import { LEAST_COLUMNS, LEAST_ROWS } from "../model/least-terminal.ts";
import type { Panel } from "./panel-contents.ts";
import { topScreen, type UiState } from "./ui-state.ts";

/** Terminals lower than this have one line of header. */
const TALL_ROWS = 14;

/** Lines of the parts of a frame, from above to below: header, status, tabs, list header, list, panel, footer. */
export interface FrameLayout {
  readonly header: number;
  readonly tabs: number;
  readonly listHeader: number;
  readonly list: number;
  /** What is open below the list, its title among them; 0 when nothing is. */
  readonly panel: number;
}

/** Of the header on tall terminals: of the machine, and of a group, which has one more for what slows it down. */
const HEADER_LINES = { machine: 3, group: 4 };

/** Lines of the list that a large panel leaves where there is room. */
const LIST_LINES = 4;

/** Lines of a panel where there is room for them: its title, an answer, and two more. */
const LEAST_PANEL = 4;

/** Lines for the status line and the footer. */
const FIXED_LINES = 2;

/** Whether the terminal is too small for anything but saying so. */
export function isTooSmall({ size }: Pick<UiState, "size">): boolean {
  return size.columns < LEAST_COLUMNS || size.rows < LEAST_ROWS;
}

/**
 * Shares out the lines of the terminal.
 *
 * @param fixedHeader The titles of the columns stand still above the list.
 * @param panel What is open below the list; `null` when nothing is.
 */
export function layoutFrame(state: UiState, fixedHeader: boolean, panel: Panel | null): FrameLayout {
  const screen = topScreen(state);
  const isOfGroup = screen.kind === "page" && screen.target.kind !== "host";
  const tall = isOfGroup ? HEADER_LINES.group : HEADER_LINES.machine;
  const header = state.size.rows < TALL_ROWS ? 1 : tall;
  const tabs = screen.kind === "page" && screen.pages.length > 1 ? 1 : 0;
  const listHeader = fixedHeader ? 1 : 0;
  const body = Math.max(1, state.size.rows - header - FIXED_LINES - tabs - listHeader);
  const open = panel === null ? 0 : panelLines(panel, body);
  return { header, tabs, listHeader, list: body - open, panel: open };
}

/** As many as it has, as long as some of the list stays: one line at least. */
function panelLines({ head, body, foot, isLarge }: Panel, room: number): number {
  const most = isLarge ? room - LIST_LINES : Math.floor(room / 2);
  const wanted = 1 + head.length + body.length + foot.length;
  return Math.min(wanted, Math.max(LEAST_PANEL, most), room - 1);
}
