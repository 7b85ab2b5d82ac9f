import type { Show } from "../model/detail.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { jsonText } from "./json.ts";
import { showText } from "./show-text.ts";
import type { Paper } from "./text-table.ts";

/**
 * What `nstop show TARGET` prints.
 *
 * @param snapshot See {@link showText}.
 */
export function showReport(
  show: Show,
  snapshot: Snapshot,
  format: "text" | "json" | "csv",
  paper: Paper,
): string {
  return format === "json" ? jsonText(show) : showText(show, snapshot, paper);
}
