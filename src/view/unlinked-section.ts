import type { Detail, UnlinkedGroup } from "../model/detail.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { groupName, groupNames } from "../report/group-text.ts";
import { alphabetical } from "./compare.ts";
import { groupSubject } from "./group-subject.ts";
import { partRows } from "./part-rows.ts";
import type { Column, Section } from "./section.ts";

/** A group that hangs on no cable of its own, and on what instead. */
interface UnlinkedRow extends UnlinkedGroup {
  readonly networkText: string;
}

/** The groups that use the host's network, that of another group, or none; Enter opens one. */
export function unlinkedSection({ networkMap }: Detail, snapshot: Snapshot): Section<UnlinkedRow> {
  const names = groupNames(snapshot.groups);
  const rows = networkMap?.unlinked.map((group) => ({
    ...group,
    networkText:
      group.joinedId === null ? NETWORKS[group.network] : `that of ${groupName(group.joinedId, names)}`,
  }));
  return {
    title: "Without an interface of their own",
    columns: COLUMNS,
    ...partRows(networkMap === null ? null : rows, "none: every container has one"),
    key: ({ groupId }) => `unlinked:${groupId}`,
    searchText: (row) => `${row.groupName} ${row.networkText}`,
    opens: ({ groupId }) => ({ kind: "target", target: { kind: "group", groupId }, page: "Network" }),
    acts: ({ groupId }) => groupSubject(snapshot, groupId),
    copies: (row) => row.groupName,
  };
}

const NETWORKS: Readonly<Record<UnlinkedGroup["network"], string>> = {
  host: "the host's own",
  joined: "that of another group",
  none: "none: loopback only",
};

const COLUMNS: Readonly<Record<string, Column<UnlinkedRow>>> = {
  name: {
    title: "NAME",
    help: "Container, or group with a network namespace of its own",
    width: 18,
    grow: 1,
    maxWidth: 40,
    align: "left",
    priority: 0,
    text: ({ groupName: name }) => name,
    compare: alphabetical(({ groupName: name }) => name),
  },
  network: {
    title: "NETWORK",
    help: "Whose network it uses",
    width: 18,
    grow: 2,
    align: "left",
    priority: 0,
    text: ({ networkText }) => networkText,
    style: ({ network }) => (network === "host" ? { color: "yellow" } : undefined),
    compare: alphabetical(({ networkText }) => networkText),
  },
};
