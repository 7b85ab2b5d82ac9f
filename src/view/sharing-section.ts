import type { Detail } from "../model/detail.ts";
import { HOST_GROUP_ID } from "../model/group-id.ts";
import type { Group, NamespaceUse, Snapshot } from "../model/snapshot.ts";
import { NAMESPACE_TYPES, type NamespaceType, perNamespace } from "../procfs/namespace-link.ts";
import { UNKNOWN } from "../report/format.ts";
import { type GroupNames, groupName, groupNames } from "../report/group-text.ts";
import { type Isolation, isolationOf } from "../report/isolation.ts";
import { alphabetical } from "./compare.ts";
import type { Column, Section } from "./section.ts";
import type { Style } from "./theme.ts";

/** A group, and whose each of its eight namespaces is. */
export interface SharingRow {
  readonly group: Group;
  readonly names: GroupNames;
  /** Something was found about it. */
  readonly faulty: boolean;
}

/**
 * Who shares what with whom: a row for each group, a column for each type of namespace; Enter opens the namespace of
 * the cell. Services are left out: what sets a process apart from the host makes it a group of its own.
 */
export function sharingSections(_detail: Detail, snapshot: Snapshot): readonly Section<unknown>[] {
  const names = groupNames(snapshot.groups);
  const found = new Set(snapshot.findings.map(({ groupId }) => groupId ?? HOST_GROUP_ID));
  const rows = snapshot.groups
    .filter(({ kind }) => kind !== "service")
    .map((group) => ({ group, names, faulty: found.has(group.id) }))
    .toSorted(hostFirst);
  const section: Section<SharingRow> = {
    title: null,
    columns: COLUMNS,
    rows,
    empty: "no group is known",
    key: ({ group }) => `sharing:${group.id}`,
    searchText: (row) =>
      [row.group.name, ...NAMESPACE_TYPES.map((type) => `${type} ${cellText(row, type)}`)].join(" "),
    opens: (row, cell) => {
      const type = typeOf(cell);
      const inode = type && row.group.namespaces[type].inode;
      return type === null || inode === null
        ? null
        : { kind: "target", target: { kind: "namespace", type, inode } };
    },
    acts: ({ group }) => ({ kind: "group", group }),
    faulty: ({ faulty }) => faulty,
    remark: (row, cell) => remarkOn(row, typeOf(cell)),
    copies: ({ group }) => group.name,
  };
  return [section];
}

const STYLES: Readonly<Record<Isolation, Style | undefined>> = {
  private: undefined,
  host: { dim: true },
  shared: { color: "yellow" },
  unknown: { color: "red" },
};

/** Columns with the highest number are dropped first when the terminal is narrow. */
const PRIORITIES = { net: 0, pid: 0, mnt: 0, ipc: 1, user: 2, uts: 3, cgroup: 4, time: 5 } as const;

const COLUMNS: Readonly<Record<string, Column<SharingRow>>> = {
  name: {
    title: "NAME",
    help: "Name of the group",
    width: 12,
    grow: 2,
    maxWidth: 30,
    align: "left",
    priority: 0,
    text: ({ group }) => group.name,
    style: ({ faulty }) => (faulty ? { color: "yellow", bold: true } : undefined),
    compare: alphabetical(({ group }) => group.name),
  },
  ...perNamespace(typeColumn),
};

function typeColumn(type: NamespaceType): Column<SharingRow> {
  return {
    title: type.toUpperCase(),
    help: `Its ${type} namespace: private, the host's, or shared with the group that → names`,
    width: 7,
    grow: 1,
    maxWidth: 20,
    align: "left",
    priority: PRIORITIES[type],
    text: (row) => cellText(row, type),
    style: ({ group }) => STYLES[isolationOf(group.namespaces[type])],
    compare: alphabetical((row) => cellText(row, type)),
  };
}

function hostFirst({ group: a }: SharingRow, { group: b }: SharingRow): number {
  const host = Number(b.id === HOST_GROUP_ID) - Number(a.id === HOST_GROUP_ID);
  return host || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
}

function typeOf(cell: string | undefined): NamespaceType | null {
  return NAMESPACE_TYPES.find((type) => type === cell) ?? null;
}

/** `private`, `host`, `-`, or `→ sidecar +2`. */
function cellText({ group, names }: SharingRow, type: NamespaceType): string {
  const use = group.namespaces[type];
  const isolation = isolationOf(use);
  if (isolation === "unknown") return UNKNOWN;
  if (isolation !== "shared") return isolation;
  const [first = "", ...others] = use.sharedWith;
  const more = others.length + (use.sharedWithMore ?? 0);
  return `→ ${groupName(first, names)}${more === 0 ? "" : ` +${more}`}`;
}

/** What the cell says, in a sentence that has room for every name. */
function remarkOn({ group, names }: SharingRow, type: NamespaceType | null): string | null {
  if (type === null) return null;
  const use = group.namespaces[type];
  const beginning = `${group.name}: ${type}${use.inode === null ? "" : `:${use.inode}`}`;
  switch (isolationOf(use)) {
    case "unknown":
      return `${beginning} is not known: its links may not be read by this user`;
    case "host":
      return `${beginning} is the host's`;
    case "private":
      return `${beginning} is its own`;
    case "shared":
      return `${beginning} is shared with ${sharersText(use, names)}`;
  }
}

function sharersText({ sharedWith, sharedWithMore = 0 }: NamespaceUse, names: GroupNames): string {
  const sharers = sharedWith.map((id) => groupName(id, names)).join(", ");
  return sharedWithMore === 0 ? sharers : `${sharers} and ${sharedWithMore} more`;
}
