import type { NamespaceRecord } from "../model/detail.ts";
import type { NamespaceType } from "../procfs/namespace-link.ts";
import { type GroupNames, groupName } from "./group-text.ts";
import { textFilter } from "./text-filter.ts";

/** Which namespaces to show. */
export interface NamespaceSelection {
  /** `null`: of every type. */
  readonly type: NamespaceType | null;
  /** See {@link textFilter}; looked for in {@link namespaceSearchText}. */
  readonly filter: string;
}

/** The namespaces that a selection is about, in the order they are in. */
export function selectNamespaces(
  namespaces: readonly NamespaceRecord[],
  { type, filter }: NamespaceSelection,
  names: GroupNames,
): readonly NamespaceRecord[] {
  const matches = textFilter(filter);
  return namespaces.filter(
    (record) => (type === null || record.type === type) && matches(namespaceSearchText(record, names)),
  );
}

/** What the filter looks at in a namespace. */
export function namespaceSearchText(record: NamespaceRecord, names: GroupNames): string {
  const { type, inode, leaderPid, leaderComm, groupIds, pinnedBy } = record;
  const groups = groupIds.flatMap((id) => [id, groupName(id, names)]);
  const pins = pinnedBy.map(({ path }) => path);
  return [`${type}:${inode}`, leaderPid, leaderComm, ...groups, ...pins].join(" ");
}
