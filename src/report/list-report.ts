import type { Snapshot } from "../model/snapshot.ts";
import type { GroupBy } from "./group-by.ts";
import { jsonText } from "./json.ts";
import { listCsv } from "./list-csv.ts";
import { listTable } from "./list-table.ts";
import { type Selection, selectGroups } from "./select-groups.ts";
import type { Paper } from "./text-table.ts";

/** Which groups `nstop list` prints, and how. */
export interface ListReportOptions extends Selection {
  readonly format: "text" | "json" | "csv";
  readonly group: GroupBy;
}

/** What `nstop list` prints. */
export function listReport(snapshot: Snapshot, options: ListReportOptions, paper: Paper): string {
  const groups = selectGroups(snapshot.groups, options);
  if (options.format === "json") return jsonText({ ...snapshot, groups });
  if (options.format === "csv") return listCsv(groups);
  return listTable(snapshot, groups, options.group, paper);
}
