import { count } from "../report/format.ts";
import type { LogState } from "../stream/log-ring.ts";
import { linesSince } from "./held-log.ts";
import { listOf, type PageScreen, pageOf, type UiState } from "./ui-state.ts";

/** What there is to say of the log on screen: why it does not go on, and that it is not followed. */
export function logSentences(
  screen: PageScreen,
  log: LogState | null,
  { pause, heldLog }: UiState,
): readonly string[] {
  if (pageOf(screen)?.follows !== "log") return [];
  const own = log?.groupId === screen.detail?.group.id ? log : null;
  const isSaidBelow = own === null || own.lines.length === 0;
  const why = own === null || own.message === null || isSaidBelow ? [] : [own.message];
  if (listOf(screen).cursorKey === null || pause !== null) return why;
  const since = linesSince(heldLog, log);
  const more = since === 0 ? "" : ` with ${count(since)} lines that have come since`;
  return [...why, `not following: End goes on${more}`];
}
