import type { IdRange } from "../collector/detail-sample.ts";
import type { Show } from "../model/detail.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { factSection, type ReportSection, tableSection } from "./report-section.ts";
import type { Paper, TextColumn } from "./text-table.ts";
import { rootText, setgroupsText, userOwnerText } from "./users-text.ts";

/** Who root inside is, and which ids inside are which outside. */
export function usersSections({ users }: Show, snapshot: Snapshot, paper: Paper): readonly ReportSection[] {
  if (users === null) return [tableSection("USERS", ID_MAP_COLUMNS, null, paper)];
  const facts = [
    ["root", rootText(users)],
    ["setgroups", setgroupsText(users)],
    ["owner", userOwnerText(users, snapshot)],
  ] as const;
  const ranges = [
    ...users.uidMap.map((range) => ({ ...range, ids: "user ids" as const })),
    ...users.gidMap.map((range) => ({ ...range, ids: "group ids" as const })),
  ];
  return [
    factSection("USERS", facts, paper),
    tableSection<IdMapRow>("ID MAPS", ID_MAP_COLUMNS, ranges, paper),
  ];
}

interface IdMapRow extends IdRange {
  readonly ids: "user ids" | "group ids";
}

const ID_MAP_COLUMNS: readonly TextColumn<IdMapRow>[] = [
  { title: "IDS", text: ({ ids }) => ids },
  { title: "INSIDE", align: "right", text: ({ inside }) => String(inside) },
  { title: "OUTSIDE", align: "right", text: ({ outside }) => String(outside) },
  { title: "HOW MANY", align: "right", text: ({ length }) => String(length) },
];
