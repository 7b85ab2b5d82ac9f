import { afterEach, beforeEach, expect, test } from "vitest";
import { FakePrograms } from "./fake-programs.ts";
import { detailOf, FixtureHost } from "./fixture-host.ts";

let host: FixtureHost;
beforeEach(() => {
  host = new FixtureHost();
});
afterEach(() => host.remove());

const rootsOf = async (outside: string, inside: string) => {
  host.process({ pid: 20, cgroup: outside, namespaces: { cgroup: 900 } });
  const programs = new FakePrograms({ "nsenter -t 20 -C cat /proc/20/cgroup": inside });
  return (await detailOf(host.collector({ programs }), 20, "cgroupRoots")).cgroupRoots;
};

test.each([
  ["its own cgroup", "/docker/a", "/", "/docker/a"],
  ["one above its own", "/docker/a/b", "/b", "/docker/a"],
  ["that of the whole tree", "/docker/a", "/docker/a", "/"],
])("the root is %s", async (_what, outside, inside, path) => {
  expect(await rootsOf(`0::${outside}\n`, `0::${inside}\n`)).toEqual([{ controllers: "", path }]);
});

test("the root is not known to a process that has been moved out of it", async () => {
  expect(await rootsOf("0::/other\n", "0::/../other\n")).toEqual([{ controllers: "", path: null }]);
});

test("each hierarchy has its own", async () => {
  expect(await rootsOf("3:cpu,cpuacct:/a\n0::/b/c\n", "3:cpu,cpuacct:/\n0::/c\n")).toEqual([
    { controllers: "cpu,cpuacct", path: "/a" },
    { controllers: "", path: "/b" },
  ]);
});

test("of nstop's own namespace nobody is asked", async () => {
  host.process({ pid: 20, cgroup: "0::/a\n" });
  host.link("/proc/self/ns/cgroup", "cgroup:[900]");
  host.process({ pid: 20, cgroup: "0::/a\n", namespaces: { cgroup: 900 } });
  const { cgroupRoots } = await detailOf(host.collector(), 20, "cgroupRoots");
  expect(cgroupRoots).toEqual([{ controllers: "", path: "/" }]);
});
