import type { IdRange, UserFacts } from "../collector/detail-sample.ts";
import type { Detail } from "../model/detail.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { rootText, setgroupsText, userOwnerText } from "../report/users-text.ts";
import { ascending } from "./compare.ts";
import { knownFacts } from "./facts-section.ts";
import { partRows } from "./part-rows.ts";
import type { Column, Section } from "./section.ts";

/** A line of `uid_map` or `gid_map`. */
export interface IdMapRow extends IdRange {
  readonly ids: "user ids" | "group ids";
}

/** Who root inside is, and which ids inside are which outside. */
export function usersSections(detail: Detail, snapshot: Snapshot): readonly Section<unknown>[] {
  return [rootSection(detail, snapshot), idMapsSection(detail)];
}

function rootSection({ users }: Detail, snapshot: Snapshot): Section<unknown> {
  return knownFacts("Users", users, (facts) => [
    { name: "root", value: rootText(facts) },
    { name: "setgroups", value: setgroupsText(facts) },
    { name: "owner", value: userOwnerText(facts, snapshot) },
  ]);
}

/** Which ids inside are which outside; the maps of the host's user namespace map every id to itself. */
function idMapsSection({ users }: Detail): Section<IdMapRow> {
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
    help: "The id that it is in the user namespace nstop is in",
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
