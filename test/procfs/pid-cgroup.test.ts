import { expect, test } from "vitest";
import { parsePidCgroup } from "../../src/procfs/pid-cgroup.ts";
import { fixtureText } from "./fixture.ts";

test("reads the one line of cgroup v2", () => {
  expect(parsePidCgroup(fixtureText("v2-docker-systemd", "/proc/210/cgroup"))).toEqual([
    { hierarchyId: 0, controllers: [], path: "/system.slice/docker.service" },
  ]);
});

test("reads every hierarchy of cgroup v1, with the empty v2 beside it", () => {
  const cgroups = parsePidCgroup(fixtureText("hybrid-docker", "/proc/12022/cgroup"));
  expect(cgroups.map(({ hierarchyId }) => hierarchyId)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
  expect(cgroups[0]?.controllers).toEqual(["name=systemd"]);
  expect(new Set(cgroups.map(({ path }) => path)).size).toBe(1);
});

test("reads several controllers of one hierarchy", () => {
  expect(parsePidCgroup("4:cpu,cpuacct:/docker\n")).toEqual([
    { hierarchyId: 4, controllers: ["cpu", "cpuacct"], path: "/docker" },
  ]);
});

test.each([
  "/a:b",
  "/0::/x",
  "/pod.slice:cri-containerd:1",
  "/\u001b[31m",
  "/x (deleted)",
  "/ ",
  "/../../x",
  "/",
])("the path %j comes back as it is", (path) => {
  expect(parsePidCgroup(`0::${path}\n`)).toEqual([{ hierarchyId: 0, controllers: [], path }]);
});

test("an empty file has no hierarchies", () => {
  expect(parsePidCgroup("")).toEqual([]);
});

test.each(["0:", "0:/", "0::", "0::x", "x::/", "::/", "0::/\n\n", "-1::/"])("throws on %j", (text) => {
  expect(() => parsePidCgroup(text)).toThrow(SyntaxError);
});
