import type { Detail, NamespaceRecord } from "../model/detail.ts";
import { HOST_GROUP_ID } from "../model/group-id.ts";
import { leakedNamespaces, leakFinding } from "../model/namespace-findings.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { NAMESPACE_TYPES, type NamespaceType } from "../procfs/namespace-link.ts";
import { count, UNKNOWN } from "../report/format.ts";
import { type GroupNames, groupName, groupNames } from "../report/group-text.ts";
import { pinText } from "../report/pin-text.ts";
import { alphabetical, ascending, descending } from "./compare.ts";
import { groupSubject } from "./group-subject.ts";
import { partRows } from "./part-rows.ts";
import type { Column, Opens, Section } from "./section.ts";

/** A namespace, and what there is to say of it in words. */
export interface NamespaceTreeRow {
  readonly record: NamespaceRecord;
  /** Names of the groups in it; of a namespace of the host's, the host alone. */
  readonly groups: string;
  /** What keeps it alive beside the processes in it. */
  readonly pins: readonly string[];
  readonly isLeaked: boolean;
}

/** Every namespace of the host, a section for each type; those of pid and user below the ones they were made in. */
export function namespacesTreeSections(
  { namespaces: view }: Detail,
  snapshot: Snapshot,
): readonly Section<unknown>[] {
  const names = groupNames(snapshot.groups);
  const namespaces = view?.namespaces ?? [];
  const byType = Map.groupBy(namespaces, ({ type }) => type);
  const leaked = new Set(leakedNamespaces(namespaces));
  return NAMESPACE_TYPES.map((type) => {
    const rows = (byType.get(type) ?? []).map((record) => ({
      record,
      groups: groupsText(record, names),
      pins: record.pinnedBy.filter(({ kind }) => kind !== "process").map(pinText),
      isLeaked: leaked.has(record),
    }));
    return typeSection(type, view && rows, view?.progress ?? 1, snapshot);
  });
}

/** @param rows `undefined` and `null` as in {@link partRows}. */
function typeSection(
  type: NamespaceType,
  rows: readonly NamespaceTreeRow[] | null | undefined,
  progress: number,
  snapshot: Snapshot,
): Section<NamespaceTreeRow> {
  return {
    title: progress < 1 ? `${type} (looking deeper: ${Math.floor(progress * 100)} %)` : type,
    columns: COLUMNS,
    ...partRows(rows, "none is known"),
    key: ({ record: { inode } }) => rowKey(type, inode),
    searchText: (row) =>
      [nameOf(row), leaderText(row), row.groups, row.record.ownerInode, ...row.pins].join(" "),
    parentKey: ({ record: { parentInode } }) => (parentInode === null ? null : rowKey(type, parentInode)),
    treeColumn: "namespace",
    opens: opensOf,
    // Of several groups in it none is meant.
    acts: ({ record: { groupIds } }) => (groupIds.length === 1 ? groupSubject(snapshot, groupIds[0]) : null),
    faulty: ({ isLeaked }) => isLeaked,
    remark: remarkOn,
    copies: nameOf,
  };
}

const COLUMNS: Readonly<Record<string, Column<NamespaceTreeRow>>> = {
  namespace: {
    title: "NAMESPACE",
    help: "Type and inode number, as in /proc/PID/ns and lsns; pid and user namespaces below their parents",
    width: 17,
    grow: 1,
    maxWidth: 30,
    align: "left",
    priority: 0,
    text: nameOf,
    style: ({ isLeaked }) => (isLeaked ? { color: "yellow", bold: true } : undefined),
    compare: ascending(({ record }) => record.inode),
  },
  processes: {
    title: "PROCESSES",
    help: "Processes in it, those of its child namespaces not counted",
    width: 9,
    align: "right",
    priority: 2,
    text: ({ record }) => count(record.processes),
    compare: descending(({ record }) => record.processes),
  },
  leader: {
    title: "LEADER",
    help: "Host pid and command of the topmost process in it; nobody, where it outlived all of them",
    width: 15,
    grow: 1,
    maxWidth: 24,
    align: "left",
    priority: 0,
    text: leaderText,
    style: ({ record }) => (record.leaderPid === null ? { color: "yellow" } : undefined),
    compare: ascending(({ record }) => record.leaderPid),
  },
  owner: {
    title: "OWNER",
    help: "The user namespace that it belongs to: who is root there has power over it",
    width: 10,
    align: "right",
    priority: 4,
    text: ({ record }) => (record.ownerInode === null ? UNKNOWN : String(record.ownerInode)),
    compare: ascending(({ record }) => record.ownerInode),
  },
  netnsid: {
    title: "NETNSID",
    help: "Of a network namespace: its id as seen from the host's, as lsns and ip name it",
    width: 7,
    align: "right",
    priority: 5,
    text: ({ record: { type, netnsId } }) => (type === "net" ? String(netnsId ?? UNKNOWN) : ""),
    compare: ascending(({ record }) => record.netnsId),
  },
  pins: {
    title: "PINNED BY",
    help: "What keeps it alive beside the processes in it: a thread, an open descriptor, a mount or a socket",
    width: 16,
    grow: 2,
    align: "left",
    priority: 3,
    text: pinsText,
    compare: alphabetical(pinsText),
  },
  groups: {
    title: "GROUPS",
    help: "Groups with a process in it",
    width: 14,
    grow: 2,
    align: "left",
    priority: 1,
    text: ({ groups }) => groups,
    compare: alphabetical(({ groups }) => groups),
  },
};

function groupsText({ isHosts, groupIds }: NamespaceRecord, names: GroupNames): string {
  const ids = isHosts ? [HOST_GROUP_ID] : groupIds;
  return ids.map((id) => groupName(id, names)).join(", ");
}

function rowKey(type: NamespaceType, inode: number): string {
  return `namespace:${type}:${inode}`;
}

function nameOf({ record: { type, inode } }: NamespaceTreeRow): string {
  return `${type}:${inode}`;
}

function leaderText({ record: { leaderPid, leaderComm } }: NamespaceTreeRow): string {
  return leaderPid === null ? "nobody" : `${leaderPid} ${leaderComm ?? ""}`.trimEnd();
}

function pinsText({ pins: [first = "", ...others], record: { morePins } }: NamespaceTreeRow): string {
  const more = others.length + morePins;
  return more === 0 ? first : `${first} +${count(more)}`;
}

function remarkOn(row: NamespaceTreeRow): string | null {
  if (row.isLeaked) return leakFinding(row.record).sentence;
  const held = pinsText(row);
  if (held === "") return null;
  return row.record.leaderPid === null
    ? `${nameOf(row)} lives by ${held}`
    : `${nameOf(row)} would outlive its processes by ${held}`;
}

/** The namespace and everybody in it; where nobody is, the process that keeps it alive. */
function opensOf({ record: { type, inode, leaderPid, pinnedBy } }: NamespaceTreeRow): Opens | null {
  if (leaderPid !== null) return { kind: "target", target: { kind: "namespace", type, inode } };
  const pid = pinnedBy.map(holderPid).find((holder) => holder !== null) ?? null;
  return pid === null ? null : { kind: "process", pid };
}

/** The process with the descriptor or thread; of a mount, one that sees it. */
function holderPid({ pid, path }: NamespaceRecord["pinnedBy"][number]): number | null {
  const inPath = /^\/proc\/(\d+)\//.exec(path ?? "")?.[1];
  return inPath === undefined ? pid : Number(inPath);
}
