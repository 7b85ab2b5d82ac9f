import type { Detail } from "../model/detail.ts";
import type { Group, Snapshot } from "../model/snapshot.ts";
import { count } from "../report/format.ts";
import { alphabetical, ascending, descending } from "./compare.ts";
import { partRows } from "./part-rows.ts";
import { processesSection } from "./processes-section.ts";
import type { Column, Section } from "./section.ts";

/** Who is in a namespace: the groups, then every process. */
export function namespacePageSections(detail: Detail, snapshot: Snapshot): readonly Section<unknown>[] {
  return [groupsSection(detail, snapshot), processesSection(detail, snapshot, "Processes")];
}

/** The groups with a process in a namespace; Enter opens one. */
function groupsSection({ groupIds }: Detail, { groups }: Snapshot): Section<Group> {
  const inside = groups.filter(({ id }) => groupIds.includes(id));
  return {
    title: "Groups",
    columns: COLUMNS,
    ...partRows(inside, "no group is in it"),
    key: ({ id }) => `group:${id}`,
    searchText: ({ name, kind, engine, image }) => `${name} ${kind} ${engine ?? ""} ${image ?? ""}`,
    opens: ({ id }) => ({ kind: "target", target: { kind: "group", groupId: id } }),
    acts: (group) => ({ kind: "group", group }),
    copies: ({ name }) => name,
  };
}

const COLUMNS: Readonly<Record<string, Column<Group>>> = {
  name: {
    title: "NAME",
    help: "Name of the group",
    width: 20,
    grow: 1,
    align: "left",
    priority: 0,
    text: ({ name }) => name,
    compare: alphabetical(({ name }) => name),
  },
  kind: {
    title: "KIND",
    help: "container, bare namespace set, service, or the host",
    width: 9,
    align: "left",
    priority: 0,
    text: ({ kind }) => kind,
    compare: alphabetical(({ kind }) => kind),
  },
  engine: {
    title: "ENGINE",
    help: "Container engine",
    width: 10,
    align: "left",
    priority: 2,
    text: ({ engine }) => engine ?? "-",
    compare: alphabetical(({ engine }) => engine ?? ""),
  },
  leader: {
    title: "LEADER",
    help: "Host pid of its topmost process",
    width: 7,
    align: "right",
    priority: 1,
    text: ({ leaderPid }) => (leaderPid === null ? "-" : String(leaderPid)),
    compare: ascending(({ leaderPid }) => leaderPid),
  },
  processes: {
    title: "PROCESSES",
    help: "Processes of the whole group, those in other namespaces included",
    width: 9,
    align: "right",
    priority: 1,
    text: ({ processes }) => count(processes),
    compare: descending(({ processes }) => processes),
  },
};
