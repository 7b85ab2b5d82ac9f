import { expect, test } from "vitest";
import { cgroupLevels } from "../../src/collector/cgroup-levels.ts";
import type { CgroupMounts } from "../../src/collector/cgroup-mounts.ts";
import { parseMountinfo } from "../../src/procfs/mountinfo.ts";

function mounted(root: string): CgroupMounts {
  const line = `30 23 0:26 ${root} /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n`;
  const [mount] = parseMountinfo(line);
  if (mount === undefined) throw new Error("no mount");
  return { version: "v1", hierarchies: new Map([["memory", mount]]) };
}

test("a cgroup and those around it are given, innermost first, without the root", () => {
  expect(cgroupLevels(mounted("/"), "memory", "/kubepods/pod1/id")).toEqual([
    { path: "/kubepods/pod1/id", directory: "/sys/fs/cgroup/memory/kubepods/pod1/id" },
    { path: "/kubepods/pod1", directory: "/sys/fs/cgroup/memory/kubepods/pod1" },
    { path: "/kubepods", directory: "/sys/fs/cgroup/memory/kubepods" },
  ]);
});

test("the root has no level", () => {
  expect(cgroupLevels(mounted("/"), "memory", "/")).toEqual([]);
});

test("a controller that is not mounted has no level", () => {
  expect(cgroupLevels(mounted("/"), "pids", "/docker/id")).toEqual([]);
});

test("what lies above the cgroup that is mounted is left out", () => {
  expect(cgroupLevels(mounted("/docker/id"), "memory", "/docker/id/inner")).toEqual([
    { path: "/docker/id/inner", directory: "/sys/fs/cgroup/memory/inner" },
    { path: "/docker/id", directory: "/sys/fs/cgroup/memory" },
  ]);
});
