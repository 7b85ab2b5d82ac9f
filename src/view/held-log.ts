import type { LogState } from "../stream/log-ring.ts";
import { listOf, pageOf, topList, type UiState } from "./ui-state.ts";

/**
 * The state with the log held while a person reads in it: what is read stays, also once it is older than all that is
 * kept. Until then what comes is shown below it.
 */
export function withHeldLog(state: UiState, log: LogState | null): UiState {
  const heldLog = isRead(state) ? holdable(state.heldLog, log) : null;
  return heldLog === state.heldLog ? state : { ...state, heldLog };
}

/** The cursor is not at rest at the end of a log. */
function isRead(state: UiState): boolean {
  const screen = topList(state);
  return screen.kind === "page" && pageOf(screen)?.follows === "log" && listOf(screen).cursorKey !== null;
}

function holdable(held: LogState | null, log: LogState | null): LogState | null {
  if (held === null || held.groupId !== log?.groupId) return log;
  return held.lines[0]?.id === log.lines[0]?.id ? log : held;
}

/** How many lines have come that are not shown because an older log is held. */
export function linesSince(held: LogState | null, log: LogState | null): number {
  return held === null || held.groupId !== log?.groupId ? 0 : log.nextId - held.nextId;
}
