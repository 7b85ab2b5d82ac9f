import { HOST_GROUP_ID } from "../model/group-id.ts";
import type { Snapshot, Verdict } from "../model/snapshot.ts";
import { foldSums } from "../report/fold-sums.ts";
import { foldGroups, type GroupBy } from "../report/group-by.ts";
import { isCpuLimitHit, isMemoryLimitHit, isPidsLimitHit, isUnwell } from "../report/group-text.ts";
import { compareGroups, groupSearchText, isSortColumn } from "../report/select-groups.ts";
import { evidenceText, forecastSentences, whyMark } from "../report/slowness-text.ts";
import type { StreamState } from "../stream/protocol.ts";
import { OVERVIEW_COLUMNS } from "./columns.ts";
import type { ListState } from "./list-state.ts";
import { type OverviewRow, overviewRows } from "./overview-rows.ts";
import type { Section } from "./section.ts";

/**
 * The overview: one section, or one for each thing that groups have in common. Services fold under the host.
 *
 * @param folded Keys of the rows that are folded: while the host is, its row shows the sum.
 * @param sort Decides the order of the sections too: one stands where its first row would.
 */
export function overviewSections(
  snapshot: Snapshot,
  cpuHistory: StreamState["cpuHistory"],
  groupBy: GroupBy,
  folded: ReadonlySet<string>,
  sort: ListState["sort"],
): readonly Section<unknown>[] {
  const groups =
    sort !== null && isSortColumn(sort.column)
      ? snapshot.groups.toSorted(compareGroups(sort.column, sort.reverse))
      : snapshot.groups;
  return foldGroups(groups, groupBy).map(({ title, groups: together }) => ({
    ...SECTION,
    title: title === null ? null : `${title}  ${foldSums(together)}`,
    rows: overviewRows(snapshot, together, cpuHistory, folded),
  }));
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
