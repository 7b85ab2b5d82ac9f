import { LEAST_COLUMNS, LEAST_ROWS } from "../model/least-terminal.ts";
import { topScreen, type UiState } from "./ui-state.ts";

/** Terminals lower than this have one line of header. */
const TALL_ROWS = 14;

/** Lines of the parts of a frame, from above to below: header, status, tabs, list header, list, chooser, footer. */
export interface FrameLayout {
  readonly header: number;
  readonly tabs: number;
  readonly listHeader: number;
  readonly list: number;
  /** With its title; 0 when none is open. */
  readonly chooser: number;
}

/** Of the header on tall terminals: of the machine, and of a group, which has one more for what slows it down. */
const HEADER_LINES = { machine: 3, group: 4 };

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
 * @param choices How many the open chooser offers; `null` when none is open.
 */
export function layoutFrame(state: UiState, fixedHeader: boolean, choices: number | null): FrameLayout {
  const screen = topScreen(state);
  const isOfGroup = screen.kind === "page" && screen.target.kind !== "host";
  const tall = isOfGroup ? HEADER_LINES.group : HEADER_LINES.machine;
  const header = state.size.rows < TALL_ROWS ? 1 : tall;
  const tabs = screen.kind === "page" && screen.pages.length > 1 ? 1 : 0;
  const listHeader = fixedHeader ? 1 : 0;
  const body = Math.max(1, state.size.rows - header - FIXED_LINES - tabs - listHeader);
  const chooser = choices === null ? 0 : Math.min(choices + 1, Math.max(3, Math.floor(body / 2)), body - 1);
  return { header, tabs, listHeader, list: body - chooser, chooser };
}
