import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Group, NamespaceUse } from "../../src/model/snapshot.ts";
import { perNamespace } from "../../src/procfs/namespace-link.ts";
import { foldGroups, GROUP_BY, type GroupBy, isGroupBy } from "../../src/report/group-by.ts";
import { fakeGroup } from "../stream/fake-snapshot.ts";
import { API, HOST_GROUP, SIDECAR } from "./fixture.ts";

function folds(groups: readonly Group[], by: GroupBy): readonly (readonly [string | null, ...string[]])[] {
  return foldGroups(groups, by).map(({ title, groups: members }) => [
    title,
    ...members.map(({ name }) => name),
  ]);
}

function inNamespaces(id: string, inode: number | null): Group {
  const use: NamespaceUse = { inode, sharedWithHost: inode === null ? null : false, sharedWith: [] };
  return { ...fakeGroup(id), namespaces: perNamespace(() => use) };
}

describe("groups are put under headings", () => {
  test("by container: under none, since that is what they are", () => {
    expect(folds([API, HOST_GROUP], "container")).toEqual([[null, "api", "host"]]);
  });

  test("by network: those that share one are together, and the host's says so", () => {
    expect(folds([HOST_GROUP, API, SIDECAR], "net")).toEqual([
      ["net:4026531840 (the host's)", "host"],
      ["net:4026532841", "api", "sidecar"],
    ]);
  });

  test("by cgroup namespace, which is not the control group", () => {
    expect(folds([inNamespaces("a", 7)], "cgroupns")).toEqual([["cgroup:7", "a"]]);
    expect(folds([{ ...fakeGroup("a"), cgroupPath: "/docker/a" }], "cgroup")).toEqual([
      ["cgroup /docker", "a"],
    ]);
  });

  test("by control group: the one above each group's own", () => {
    const groups = ["/a", "/kubepods/pod1/b", "/kubepods/pod1/c", null].map((cgroupPath, at) => ({
      ...fakeGroup(`g${at}`),
      cgroupPath,
    }));
    expect(folds(groups, "cgroup")).toEqual([
      ["cgroup /", "g0"],
      ["cgroup /kubepods/pod1", "g1", "g2"],
      ["without a control group of its own", "g3"],
    ]);
  });

  test("by pod", () => {
    const web = { ...fakeGroup("web"), pod: { namespace: "prod", name: "web-0" } };
    const proxy = { ...fakeGroup("proxy"), pod: { namespace: "prod", name: "web-0" } };
    expect(folds([web, HOST_GROUP, proxy], "pod")).toEqual([
      ["pod prod/web-0", "web", "proxy"],
      ["in no pod", "host"],
    ]);
  });

  test("by service: a compose service's containers, and the system's services", () => {
    const nginx: Group = { ...fakeGroup("nginx.service"), kind: "service" };
    expect(folds([HOST_GROUP, API, nginx], "service")).toEqual([
      ["compose shop/api", "api"],
      ["system services", "nginx.service"],
      ["in no service", "host"],
    ]);
  });

  test("by engine: a user's own stands by itself", () => {
    const podman: Group = { ...fakeGroup("web"), engine: "podman" };
    const users: Group = {
      ...podman,
      id: "own",
      name: "own",
      cgroupPath: "/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-a.scope",
    };
    expect(folds([HOST_GROUP, podman, users, fakeGroup("odd"), API], "engine")).toEqual([
      ["podman", "web"],
      ["podman of user 1000", "own"],
      ["engine not known", "odd"],
      ["docker", "api"],
      ["of no engine", "host"],
    ]);
  });

  test("by project: all services of one Compose file", () => {
    const db: Group = { ...fakeGroup("db"), compose: { project: "shop", service: "db" } };
    expect(folds([HOST_GROUP, API, db], "project")).toEqual([
      ["project shop", "api", "db"],
      ["in no project", "host"],
    ]);
  });

  test("what is not known comes last, and is not taken for the host's", () => {
    expect(folds([inNamespaces("dark", null), inNamespaces("a", 7)], "pid")).toEqual([
      ["pid:7", "a"],
      ["pid namespace not known", "dark"],
    ]);
  });

  test("each stays in exactly one fold, in its order, and no two folds have one key", () => {
    const group = fc
      .tuple(fc.uuid(), fc.option(fc.integer({ min: 1, max: 4 })))
      .map(([id, inode]) => inNamespaces(id, inode));
    fc.assert(
      fc.property(fc.array(group), fc.constantFrom(...GROUP_BY), (groups, by) => {
        const found = foldGroups(groups, by);
        expect(new Set(found.map(({ key }) => key)).size).toBe(found.length);
        expect(found.flatMap((fold) => fold.groups).toSorted(byPlace(groups))).toEqual(groups);
        for (const fold of found) expect(fold.groups).toEqual(fold.groups.toSorted(byPlace(groups)));
      }),
    );
  });
});

test("only what --group takes is taken", () => {
  expect(["net", "cgroupns", "netns", ""].map(isGroupBy)).toEqual([true, true, false, false]);
});

function byPlace(groups: readonly Group[]): (a: Group, b: Group) => number {
  return (a, b) => groups.indexOf(a) - groups.indexOf(b);
}
