import { expect, test } from "vitest";
import { areSameMounts, type CgroupMounts } from "../../src/collector/cgroup-mounts.ts";

function mounts(controller: string, mountPoint: string, root = "/"): CgroupMounts {
  return { version: "v1", hierarchies: new Map([[controller, { mountPoint, root }]]) };
}

test("mounts are the same where every controller is where it was", () => {
  const cpu = mounts("cpu", "/sys/fs/cgroup/cpu");
  expect(areSameMounts(cpu, mounts("cpu", "/sys/fs/cgroup/cpu"))).toBe(true);
  const others = [
    mounts("memory", "/sys/fs/cgroup/cpu"),
    mounts("cpu", "/mnt/cpu"),
    mounts("cpu", "/sys/fs/cgroup/cpu", "/docker/abc"),
    { ...cpu, version: "hybrid" as const },
    { ...cpu, hierarchies: new Map() },
  ];
  for (const other of others) expect(areSameMounts(cpu, other)).toBe(false);
});
