import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Group } from "../../src/model/snapshot.ts";
import {
  compareGroups,
  isSortColumn,
  type Selection,
  SORT_COLUMNS,
  type SortColumnName,
  selectGroups,
} from "../../src/report/select-groups.ts";
import { fakeGroup } from "../stream/fake-snapshot.ts";
import { API, HOST_GROUP, SIDECAR } from "./fixture.ts";

const ALL: Selection = { filter: "", sort: null, reverse: false };
const COLUMNS = Object.keys(SORT_COLUMNS).filter(isSortColumn);

function names(groups: readonly Group[], selection: Partial<Selection>): readonly string[] {
  return selectGroups(groups, { ...ALL, ...selection }).map(({ name }) => name);
}

describe("a selection", () => {
  const groups = [API, SIDECAR, HOST_GROUP];

  test("without a wish is everything as it was", () => {
    expect(selectGroups(groups, ALL)).toEqual(groups);
  });

  test("by text looks at name, id, image, engine, state, pod and compose service", () => {
    for (const filter of ["API", "7f9c7f", "shop/api:4", "docker", "running", "shop"]) {
      expect(names(groups, { filter })).toEqual(["api"]);
    }
    const inPod: Group = { ...fakeGroup("x"), pod: { namespace: "prod", name: "web-0" } };
    expect(names([...groups, inPod], { filter: "web-0" })).toEqual(["x"]);
  });

  test("by !text is the rest", () => {
    expect(names(groups, { filter: "!docker" })).toEqual(["sidecar", "host"]);
  });

  test("by a column of numbers begins with the highest, and reversed with the lowest", () => {
    expect(names(groups, { sort: "cpu" })).toEqual(["api", "host", "sidecar"]);
    expect(names(groups, { sort: "cpu", reverse: true })).toEqual(["sidecar", "host", "api"]);
  });

  test("by a column of words begins with a, and reversed with z", () => {
    expect(names(groups, { sort: "name" })).toEqual(["api", "host", "sidecar"]);
    expect(names(groups, { sort: "name", reverse: true })).toEqual(["sidecar", "host", "api"]);
  });

  test("by uptime begins with what has run longest", () => {
    const young = { ...fakeGroup("young"), startedAt: "2026-07-01T00:00:00Z" };
    const old = { ...fakeGroup("old"), startedAt: "2026-01-01T00:00:00Z" };
    expect(names([young, old], { sort: "uptime" })).toEqual(["old", "young"]);
  });

  test("has what is not known last in either direction", () => {
    expect(names(groups, { sort: "memory" })).toEqual(["api", "host", "sidecar"]);
    expect(names(groups, { sort: "memory", reverse: true })).toEqual(["api", "host", "sidecar"]);
  });

  test("reversed without a column is the other way round", () => {
    expect(names(groups, { reverse: true })).toEqual(["host", "sidecar", "api"]);
  });
});

test.each(COLUMNS)("the order by %s is the same whatever the order before", (column: SortColumnName) => {
  const groups = [API, SIDECAR, HOST_GROUP, fakeGroup("a", 1), fakeGroup("b", 1), fakeGroup("c")];
  const sorted = groups.toSorted(compareGroups(column));
  fc.assert(
    fc.property(fc.shuffledSubarray(groups, { minLength: groups.length }), (shuffled) => {
      expect(shuffled.sort(compareGroups(column))).toEqual(sorted);
    }),
  );
});

test("only what is a column is one", () => {
  expect(["cpu", "network-receive", "toString", "CPU"].map(isSortColumn)).toEqual([true, true, false, false]);
});
