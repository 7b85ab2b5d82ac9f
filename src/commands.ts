import { deriveShow, SHOW_PARTS } from "./model/derive-show.ts";
import { resolveTarget } from "./model/resolve-target.ts";
import type { Target } from "./model/snapshot.ts";
import type { Options } from "./options.ts";
import { jsonText } from "./report/json.ts";
import { listCsv } from "./report/list-csv.ts";
import { listTable } from "./report/list-table.ts";
import { selectGroups } from "./report/select-groups.ts";
import { showText } from "./report/show-text.ts";
import type { Paper } from "./report/text-table.ts";
import type { SnapshotStore } from "./stream/protocol.ts";
import { takeDetail, takeFirstSnapshot, takeSnapshot } from "./stream/take-snapshot.ts";

/** `nstop list`: one snapshot, with rates. */
export async function list(store: SnapshotStore, options: Options): Promise<string> {
  const snapshot = await takeSnapshot(store, options.delaySeconds);
  const groups = selectGroups(snapshot.groups, options);
  if (options.format === "json") return jsonText({ ...snapshot, groups });
  if (options.format === "csv") return listCsv(groups);
  return listTable(snapshot, groups, options.group, paperOf(options));
}

/** `nstop show TARGET`. */
export async function show(store: SnapshotStore, options: Options): Promise<string> {
  const snapshot = await takeFirstSnapshot(store);
  const target = resolveTarget(options.target ?? "", snapshot);
  if ("error" in target) throw new Error(target.error);
  const detail = await takeDetail(store, options.delaySeconds, { target, parts: SHOW_PARTS });
  if (detail === null) throw new Error(goneMessage(target));
  const shown = deriveShow(detail);
  return options.format === "json" ? jsonText(shown) : showText(shown, snapshot, paperOf(options));
}

function goneMessage(target: Target): string {
  switch (target.kind) {
    case "process":
      return `no process has the pid ${target.pid}; "nstop list" shows what there is`;
    case "namespace":
      return `no process is in ${target.type}:${target.inode}; "lsns -t ${target.type}" lists the namespaces of that type`;
    case "group":
      return `${target.groupId} ended while it was looked at`;
  }
}

function paperOf({ color, ascii }: Options): Paper {
  const { isTTY, columns } = process.stdout;
  return { color: color && isTTY === true, ascii, columns: isTTY === true ? columns : null };
}
