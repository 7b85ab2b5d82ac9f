import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { probeControlGroups } from "../../src/collector/probe-control-groups.ts";
import { FixtureHost } from "./fixture-host.ts";

const ALL = "cpuset cpu io memory pids\n";

let host: FixtureHost;
beforeEach(() => {
  host = new FixtureHost();
  // As a v2 host says it that has `cgroup_disable=memory`.
  subsystems({ cpuset: 1, cpu: 1, cpuacct: 1, blkio: 1, memory: 1, freezer: 1, pids: 1 });
});
afterEach(() => host.remove());

function subsystems(enabled: Readonly<Record<string, number>>): void {
  const lines = Object.entries(enabled).map(([name, on]) => `${name}\t0\t6\t${on}\n`);
  host.write("/proc/cgroups", `#subsys_name\thierarchy\tnum_cgroups\tenabled\n${lines.join("")}`);
}

function unified(available: string, handedDown: string): void {
  host.write("/sys/fs/cgroup/cgroup.controllers", available);
  host.write("/sys/fs/cgroup/cgroup.subtree_control", handedDown);
}

const facts = () => probeControlGroups(host.reader);
const controller = async (name: string) => {
  const found = (await facts()).controllers.find((candidate) => candidate.name === name);
  return found === undefined ? null : { ...found, home: found.home && Object.values(found.home).join(" ") };
};

describe("on a v2 host", () => {
  test("every controller is in the one tree, and none of v1 is missed", async () => {
    unified(ALL, ALL);
    const { version, controllers, isWholeTree } = await facts();
    expect({ version, isWholeTree }).toEqual({ version: "v2", isWholeTree: true });
    expect(controllers.map(({ name, home }) => `${name} ${home?.version}`)).toEqual([
      "cpu v2",
      "cpuset v2",
      "memory v2",
      "pids v2",
      "io v2",
      "freezer v2",
    ]);
  });

  test("a controller that is switched off is in no tree", async () => {
    unified("cpuset cpu io pids\n", "cpuset cpu io pids\n");
    subsystems({ cpu: 1, memory: 0 });
    expect(await controller("memory")).toMatchObject({ home: null, inKernel: "disabled" });
    expect(await controller("pids")).toMatchObject({ inKernel: "enabled" });
  });

  test("a controller that the cgroups below do not get is withheld", async () => {
    unified(ALL, "cpu pids\n");
    expect(await controller("memory")).toMatchObject({ home: "v2 /sys/fs/cgroup", isWithheld: true });
    expect(await controller("cpu")).toMatchObject({ isWithheld: false });
    expect(await controller("freezer")).toMatchObject({ isWithheld: false });
  });

  test("from within a cgroup namespace the tree is not whole, though its root is called /", async () => {
    unified(ALL, "");
    host.write("/sys/fs/cgroup/cgroup.type", "domain\n");
    expect(await facts()).toMatchObject({ isWholeTree: false, mountedRoot: "/" });
  });
});

describe("on a v1 host", () => {
  const mount = (root: string) => {
    const lines = ["cpu,cpuacct", "memory", "blkio", "freezer"].map(
      (name, at) => `${40 + at} 30 0:3${at} ${root} /sys/fs/cgroup/${name} rw - cgroup cgroup rw,${name}\n`,
    );
    host.write("/proc/self/mountinfo", lines.join(""));
  };

  test("each controller is where it is mounted, and one that is not is told apart from one that is not there", async () => {
    mount("/");
    host.write("/sys/fs/cgroup/cpu,cpuacct/release_agent", "\n");
    subsystems({ cpu: 1, cpuacct: 1, memory: 1, blkio: 1, freezer: 1, pids: 1 });
    expect(await facts()).toMatchObject({ version: "v1", isWholeTree: true });
    expect(await controller("cpuacct")).toMatchObject({ home: "v1 /sys/fs/cgroup/cpu,cpuacct" });
    expect(await controller("io")).toMatchObject({ home: "v1 /sys/fs/cgroup/blkio" });
    expect(await controller("pids")).toMatchObject({ home: null, inKernel: "enabled" });
    expect(await controller("cpuset")).toMatchObject({ home: null, inKernel: "absent" });
  });

  test("a container sees its own cgroup only", async () => {
    mount("/docker/0123");
    expect(await facts()).toMatchObject({ isWholeTree: false, mountedRoot: "/docker/0123" });
  });

  test("in a cgroup namespace that is told by a file that only the top has", async () => {
    mount("/");
    expect(await facts()).toMatchObject({ isWholeTree: false });
  });
});

test("a host without any mounted says so", async () => {
  host.write("/proc/self/mountinfo", "22 27 0:21 / /proc rw - proc proc rw\n");
  expect(await facts()).toMatchObject({ version: null, isWholeTree: null });
});
