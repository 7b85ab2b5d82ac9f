import { HOST_GROUP_ID } from "../model/group-id.ts";
import type { Group, Snapshot, Verdict } from "../model/snapshot.ts";
import { foldSums } from "../report/fold-sums.ts";
import { foldGroups, type GroupBy } from "../report/group-by.ts";
import { isCpuLimitHit, isMemoryLimitHit, isPidsLimitHit, isUnwell } from "../report/group-text.ts";
import { compareGroups, groupSearchText, isSortColumn } from "../report/select-groups.ts";
import { evidenceText, forecastSentences, whyMark } from "../report/slowness-text.ts";
import type { StreamState } from "../stream/protocol.ts";
import { OVERVIEW_COLUMNS } from "./columns.ts";
import type { ListState } from "./list-state.ts";
import { memoizeLast } from "./memoize-last.ts";
import { findingsById, type OverviewRow, overviewRows, type RowsById } from "./overview-rows.ts";
import type { Section } from "./section.ts";

/**
 * Makes the overview of one snapshot after the other: one section, or one for each thing that groups have in common. Services
 * fold under the host.
 *
 * @param folded Keys of the rows that are folded: while the host is, its row shows the sum.
 * @param sort Decides the order of the sections too: one stands where its first row would.
 */
export type OverviewMaker = (
  snapshot: Snapshot,
  cpuHistory: StreamState["cpuHistory"],
  groupBy: GroupBy,
  folded: ListState["folded"],
  sort: ListState["sort"],
) => readonly Section<unknown>[];

/** A maker with a memory of its own for rows that stay the same. */
export function createOverviewMaker(): OverviewMaker {
  let before: RowsById = new Map();
  const findingsOf = memoizeLast(findingsById);
  return (snapshot, cpuHistory, groupBy, folded, sort) => {
    const rows = new Map<string, OverviewRow>();
    const findings = findingsOf(snapshot.findings);
    const folds = foldGroups(sortedGroups(snapshot, sort), groupBy);
    const sections = folds.map(({ title, groups }) => {
      const own = overviewRows(groups, { snapshot, cpuHistory, folded, findings, before });
      for (const row of own) rows.set(row.group.id, row);
      return { ...SECTION, title: title === null ? null : `${title}  ${foldSums(groups)}`, rows: own };
    });
    before = rows;
    return sections;
  };
}

function sortedGroups({ groups }: Snapshot, sort: ListState["sort"]): readonly Group[] {
  return sort !== null && isSortColumn(sort.column)
    ? groups.toSorted(compareGroups(sort.column, sort.reverse))
    : groups;
}

const SECTION: Omit<Section<OverviewRow>, "title" | "rows"> = {
  columns: OVERVIEW_COLUMNS,
  empty: "nothing runs here but the kernel",
  key: ({ group }) => group.id,
  searchText: ({ group }) => groupSearchText(group),
  parentKey: ({ group }) => group.parentId,
  foldsUnder: ({ group }) => (group.kind === "service" ? HOST_GROUP_ID : null),
  foldedNoun: ({ group }) => (group.id === HOST_GROUP_ID ? "services" : "inside"),
  treeColumn: "name",
  opens: ({ group }) => ({ kind: "target", target: { kind: "group", groupId: group.id } }),
  acts: ({ group }) => ({ kind: "group", group }),
  faulty: isFaulty,
  remark: remarkOn,
  copies: ({ group }) => group.name,
};

function isFaulty({ group, findings }: OverviewRow): boolean {
  return (
    whyMark(group) !== "" ||
    findings.length > 0 ||
    isUnwell(group) ||
    isCpuLimitHit(group) ||
    isMemoryLimitHit(group) ||
    isPidsLimitHit(group)
  );
}

/** Why it is slow, and what that is known from. */
function remarkOn({ group, findings }: OverviewRow): string | null {
  const verdict = group.verdict === null ? [] : [verdictText(group.verdict)];
  const sentences = [...verdict, ...forecastSentences(group), ...findings];
  return sentences.length === 0 ? null : `${group.name}: ${sentences.join(" ")}`;
}

function verdictText({ sentence, evidence }: Verdict): string {
  if (evidence.length === 0) return sentence;
  return `${sentence} (${evidence.map(evidenceText).join(", ")})`;
}
