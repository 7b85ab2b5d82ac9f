import type { IdRange, UserFacts } from "../collector/detail-sample.ts";
import type { Detail } from "../model/detail.ts";
import type { Group, Snapshot } from "../model/snapshot.ts";
import { NAMESPACE_TYPES, type NamespaceType } from "../procfs/namespace-link.ts";
import { type Isolation, isolationOf } from "../report/isolation.ts";
import { alphabetical, ascending } from "./compare.ts";
import { factsSection } from "./facts-section.ts";
import { NOT_READABLE, partRows, READING } from "./part-rows.ts";
import type { Column, Section } from "./section.ts";
import type { Style } from "./theme.ts";

/** One of the eight namespaces that a group or a process is in. */
export interface NamespaceRow {
  readonly type: NamespaceType;
  readonly inode: number | null;
  readonly isolation: Isolation;
  /** Names of the other groups in it; empty when it is the host's. */
  readonly sharedWith: readonly string[];
}

/** A line of `uid_map` or `gid_map`. */
export interface IdMapRow extends IdRange {
  readonly ids: "user ids" | "group ids";
}

/** Hostname, the eight namespaces and who else is in them, and the id maps. */
export function namespacesSections(detail: Detail, snapshot: Snapshot): readonly Section<unknown>[] {
  const uses = detail.process?.sharing ?? detail.group.namespaces;
  return [hostnameSection(detail), namespaceLinksSection(uses, snapshot), idMapsSection(detail)];
}

/** Hostname and domain name of the uts namespace. */
export function hostnameSection({ uts }: Detail): Section<unknown> {
  const facts =
    uts === undefined || uts === null
      ? []
      : [
          { name: "hostname", value: uts.hostname },
          { name: "domain name", value: uts.domainname || "none" },
        ];
  return factsSection("Hostname", facts, uts === undefined ? READING : NOT_READABLE);
}

/** Eight rows, one for each namespace type; Enter opens the namespace. */
export function namespaceLinksSection(uses: Group["namespaces"], snapshot: Snapshot): Section<NamespaceRow> {
  const names = new Map(snapshot.groups.map(({ id, name }) => [id, name]));
  const rows = NAMESPACE_TYPES.map((type) => ({
    type,
    inode: uses[type].inode,
    isolation: isolationOf(uses[type]),
    sharedWith: uses[type].sharedWith.map((id) => names.get(id) ?? id),
  }));
  return {
    title: "Namespaces",
    columns: NAMESPACE_COLUMNS,
    rows,
    empty: "",
    key: ({ type }) => `namespace:${type}`,
    searchText: ({ type, inode, isolation, sharedWith }) =>
      `${type} ${inode ?? ""} ${isolation} ${sharedWith.join(" ")}`,
    opens: ({ type, inode }) =>
      inode === null ? null : { kind: "target", target: { kind: "namespace", type, inode } },
    copies: ({ type, inode }) => `${type}:${inode ?? ""}`,
  };
}

/** Which ids inside are which outside; the maps of the host's user namespace map every id to itself. */
export function idMapsSection({ users }: Detail): Section<IdMapRow> {
  return {
    title: "User and group ids",
    columns: ID_MAP_COLUMNS,
    ...partRows(users && idMapRows(users), "no map has been written: every id is the overflow id (nobody)"),
    key: ({ ids, inside }) => `map:${ids}:${inside}`,
    searchText: ({ ids, inside, outside }) => `${ids} ${inside} ${outside}`,
  };
}

function idMapRows({ uidMap, gidMap }: UserFacts): IdMapRow[] {
  return [
    ...uidMap.map((range) => ({ ...range, ids: "user ids" as const })),
    ...gidMap.map((range) => ({ ...range, ids: "group ids" as const })),
  ];
}

const ISOLATION_STYLES: Readonly<Record<Isolation, Style>> = {
  private: { color: "green" },
  host: { color: "yellow" },
  shared: { color: "cyan" },
  unknown: { dim: true },
};

/** What a namespace of each type isolates. */
const ISOLATES: Readonly<Record<NamespaceType, string>> = {
  mnt: "mounts",
  uts: "hostname and domain name",
  pid: "process ids",
  ipc: "System V IPC, POSIX message queues",
  net: "interfaces, addresses, ports",
  user: "user and group ids, capabilities",
  cgroup: "view of the cgroup tree",
  time: "boot and monotonic clocks",
};

const NAMESPACE_COLUMNS: Readonly<Record<string, Column<NamespaceRow>>> = {
  type: {
    title: "TYPE",
    help: "Type of namespace, as in /proc/PID/ns",
    width: 7,
    align: "left",
    priority: 0,
    text: ({ type }) => type,
    compare: alphabetical(({ type }) => type),
  },
  inode: {
    title: "INODE",
    help: "Its number, as in /proc/PID/ns and lsns",
    width: 11,
    align: "right",
    priority: 1,
    text: ({ inode }) => (inode === null ? "-" : String(inode)),
    compare: ascending(({ inode }) => inode),
  },
  isolation: {
    title: "WHOSE",
    help: "private: nobody else is in it; shared: other groups are; host: it is the host's; unknown: not readable",
    width: 8,
    align: "left",
    priority: 0,
    text: ({ isolation }) => isolation,
    style: ({ isolation }) => ISOLATION_STYLES[isolation],
    compare: alphabetical(({ isolation }) => isolation),
  },
  isolates: {
    title: "ISOLATES",
    help: "What a namespace of this type isolates",
    width: 34,
    align: "left",
    priority: 2,
    text: ({ type }) => ISOLATES[type],
    style: () => ({ dim: true }),
  },
  sharedWith: {
    title: "SHARED WITH",
    help: "Other groups with a process in it",
    width: 16,
    grow: 1,
    align: "left",
    priority: 0,
    text: ({ sharedWith }) => sharedWith.join(", "),
    compare: alphabetical(({ sharedWith }) => sharedWith.join(", ")),
  },
};

const ID_MAP_COLUMNS: Readonly<Record<string, Column<IdMapRow>>> = {
  ids: {
    title: "IDS",
    help: "User ids (uid_map) or group ids (gid_map)",
    width: 10,
    align: "left",
    priority: 0,
    text: ({ ids }) => ids,
  },
  inside: {
    title: "INSIDE",
    help: "First id inside",
    width: 11,
    align: "right",
    priority: 0,
    text: ({ inside }) => String(inside),
    compare: ascending(({ inside }) => inside),
  },
  outside: {
    title: "OUTSIDE",
    help: "The id that it is in the parent user namespace",
    width: 11,
    align: "right",
    priority: 0,
    text: ({ outside }) => String(outside),
    compare: ascending(({ outside }) => outside),
  },
  length: {
    title: "HOW MANY",
    help: "Ids in a row that are mapped so",
    width: 11,
    align: "right",
    priority: 1,
    text: ({ length }) => String(length),
    compare: ascending(({ length }) => length),
  },
  meaning: {
    title: "",
    help: "What that means",
    width: 20,
    grow: 1,
    align: "left",
    priority: 2,
    text: meaningOf,
    style: () => ({ dim: true }),
  },
};

function meaningOf({ inside, outside }: IdMapRow): string {
  if (inside === outside) return inside === 0 ? "root inside is root outside" : "";
  return inside === 0 ? `root inside is ${outside} outside` : "";
}
