import type { Detail } from "../model/detail.ts";
import type { Group, Snapshot } from "../model/snapshot.ts";
import { NAMESPACE_TYPES, type NamespaceType } from "../procfs/namespace-link.ts";
import { type Isolation, isolationOf } from "../report/isolation.ts";
import { cgroupRootText, clockText, domainnameText, hostnameText } from "../report/namespace-text.ts";
import { alphabetical, ascending } from "./compare.ts";
import { knownFacts } from "./facts-section.ts";
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

/** Hostname, the eight namespaces and who else is in them, where the cgroup tree begins and how the clocks go. */
export function namespacesSections(detail: Detail, snapshot: Snapshot): readonly Section<unknown>[] {
  const uses = detail.process?.sharing ?? detail.group.namespaces;
  return [
    hostnameSection(detail),
    namespaceLinksSection(uses, snapshot),
    cgroupRootSection(detail),
    clocksSection(detail),
  ];
}

/** Hostname and domain name of the uts namespace, and what the engine set where that is something else. */
function hostnameSection({ uts }: Detail): Section<unknown> {
  return knownFacts("Hostname", uts, (names) => [
    { name: "hostname", value: hostnameText(names) },
    { name: "domain name", value: domainnameText(names) || "none" },
  ]);
}

/** What the cgroup namespace takes for the root of the tree. */
function cgroupRootSection({ cgroupRoots }: Detail): Section<unknown> {
  return knownFacts("Control groups", cgroupRoots, (roots) => [
    { name: "root", value: cgroupRootText(roots) },
  ]);
}

/** What the time namespace adds to the host's clocks. */
function clocksSection({ clocks }: Detail): Section<unknown> {
  return knownFacts("Clocks", clocks, ({ boottimeSeconds, monotonicSeconds }) => [
    { name: "boot", value: clockText(boottimeSeconds) },
    { name: "monotonic", value: clockText(monotonicSeconds) },
  ]);
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
