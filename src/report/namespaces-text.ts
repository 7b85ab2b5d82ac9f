import type { Issue } from "../collector/sample.ts";
import type { NamespaceRecord } from "../model/detail.ts";
import { HOST_GROUP_ID } from "../model/group-id.ts";
import { treeOrder } from "../model/process-tree.ts";
import { count, UNKNOWN } from "./format.ts";
import { type GroupNames, groupName } from "./group-text.ts";
import { issueNotes } from "./notes.ts";
import { pinText } from "./pin-text.ts";
import { type Paper, type TextColumn, textTable } from "./text-table.ts";
import { treeBranches } from "./tree-branches.ts";

/** How many groups, and pins, of a namespace are named; the rest are counted. */
const MAX_GROUPS = 3;
const MAX_PINS = 1;

/** A namespace, and the branch in front of it in a tree. */
interface Row {
  readonly record: NamespaceRecord;
  readonly branch: string;
}

/** How a list of namespaces is printed. */
export interface NamespacesTextOptions {
  readonly names: GroupNames;
  /** Puts each below its parent, or else below the user namespace that owns it. */
  readonly tree: boolean;
  readonly issues: readonly Issue[];
}

/** What `nstop namespaces` prints: a line for each, and below them what could not be read. Ends with a line feed. */
export function namespacesText(
  namespaces: readonly NamespaceRecord[],
  { names, tree, issues }: NamespacesTextOptions,
  paper: Paper,
): string {
  const rows = tree
    ? treeRows(namespaces, paper.ascii)
    : namespaces.map((record) => ({ record, branch: "" }));
  const notes = issueNotes(issues, paper);
  return [...textTable(columnsOf(names), rows, paper), ...(notes.length > 0 ? ["", ...notes] : []), ""].join(
    "\n",
  );
}

function columnsOf(names: GroupNames): readonly TextColumn<Row>[] {
  return [
    { title: "TYPE", text: ({ record, branch }) => branch + record.type },
    { title: "INODE", align: "right", text: ({ record }) => String(record.inode) },
    { title: "NPROCS", align: "right", text: ({ record }) => count(record.processes) },
    { title: "PID", align: "right", text: ({ record }) => orUnknown(record.leaderPid) },
    { title: "COMMAND", text: ({ record }) => record.leaderComm ?? UNKNOWN },
    { title: "PARENT", align: "right", text: ({ record }) => orUnknown(record.parentInode) },
    { title: "OWNER", align: "right", text: ({ record }) => orUnknown(record.ownerInode) },
    { title: "NETNSID", align: "right", text: ({ record }) => orUnknown(record.netnsId) },
    { title: "PINNED BY", shrinks: true, text: ({ record }) => pinsText(record) },
    { title: "GROUPS", shrinks: true, text: ({ record }) => groupsText(record, names) },
  ];
}

/** An inode number belongs to one namespace, of whatever type. */
function treeRows(namespaces: readonly NamespaceRecord[], ascii: boolean): readonly Row[] {
  const order = treeOrder(
    namespaces.map((record) => ({
      record,
      pid: record.inode,
      parentPid: record.parentInode ?? record.ownerInode ?? 0,
    })),
  );
  const branches = treeBranches(
    order.map(({ depth }) => depth),
    ascii,
  );
  return order.map(({ process: { record } }, at) => ({ record, branch: branches[at] ?? "" }));
}

/** What keeps it alive beside its leader, which has columns of its own. */
function pinsText({ pinnedBy, morePins, leaderPid }: NamespaceRecord): string {
  const pins = leaderPid === null ? pinnedBy : pinnedBy.slice(1);
  return listed(pins.map(pinText), MAX_PINS, morePins);
}

function groupsText({ isHosts, groupIds }: NamespaceRecord, names: GroupNames): string {
  if (isHosts) return HOST_GROUP_ID;
  return listed(
    groupIds.map((id) => groupName(id, names)),
    MAX_GROUPS,
  );
}

function listed(texts: readonly string[], most: number, unnamed = 0): string {
  const named = texts.slice(0, most).join(", ");
  const more = texts.length - most + unnamed;
  return more > 0 ? `${named} and ${count(more)} more` : named;
}

function orUnknown(value: number | null): string {
  return value === null ? UNKNOWN : String(value);
}
