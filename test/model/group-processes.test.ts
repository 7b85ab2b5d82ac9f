import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { groupProcesses, type ProcessGroup } from "../../src/model/group-processes.ts";
import { arbitrarySample } from "./arbitrary-sample.ts";
import {
  containerId,
  HOST_NAMESPACES,
  inContainer,
  inService,
  namespaces,
  process,
  sample,
} from "./sample-builder.ts";

const A = containerId("aaa");

/** Pids of each group, by its id. */
function pidsById(groups: readonly ProcessGroup[]) {
  return Object.fromEntries(groups.map(({ id, processes }) => [id, processes.map(({ pid }) => pid)]));
}

describe("the group of a process", () => {
  test.each([
    ["named by its container's cgroup", { cgroup: inContainer(A) }, A],
    [
      "its container's although its namespaces differ",
      { cgroup: inContainer(A), namespaces: namespaces({ net: 99 }) },
      A,
    ],
    [
      "of the service it is in",
      { cgroup: inService("nginx.service") },
      "service:/system.slice/nginx.service",
    ],
    [
      "of its namespaces rather than of its service",
      { cgroup: inService("nginx.service"), namespaces: namespaces({ mnt: 99 }) },
      "mnt:99",
    ],
    [
      "named after every private namespace",
      { namespaces: namespaces({ time: 77, mnt: 99 }) },
      "mnt:99+time:77",
    ],
    ["the host when nothing sets it apart", {}, "host"],
    [
      "the host when its namespaces may not be read",
      { namespaces: namespaces({ mnt: null, net: null }) },
      "host",
    ],
    [
      "the host for a kernel thread, whatever its cgroup",
      { kernelThread: true, cgroup: inContainer(A), namespaces: namespaces({ mnt: 99 }) },
      "host",
    ],
    ["an LXC container by name", { cgroup: inContainer("host", [], "lxc") }, "lxc:host"],
    [
      "a nested container after the one around it",
      { cgroup: inContainer(A, ["b".repeat(64)]) },
      `${"b".repeat(64)}/${A}`,
    ],
  ] as const)("is %s", (_what, facts, id) => {
    const { groups } = groupProcesses(sample({ processes: [process({ pid: 7, ...facts })] }));
    expect(pidsById(groups)[id]).toContain(7);
  });

  test("does not depend on namespaces of which the host's are unknown", () => {
    const hostNamespaces = { ...HOST_NAMESPACES, net: null };
    const processes = [process({ pid: 7, namespaces: namespaces({ net: 99 }) })];
    expect(pidsById(groupProcesses(sample({ hostNamespaces, processes })).groups)).toEqual({ host: [1, 7] });
  });

  test("is the same for a process of which one namespace is unknown", () => {
    const processes = [
      process({ pid: 7, namespaces: namespaces({ mnt: 99 }) }),
      process({ pid: 8, namespaces: namespaces({ mnt: 99, net: null }) }),
      process({ pid: 9, namespaces: namespaces({ mnt: 99, net: 98 }) }),
    ];
    const { groups } = groupProcesses(sample({ processes }));
    expect(pidsById(groups)).toEqual({ host: [1], "mnt:99": [7, 8], "mnt:99+net:98": [9] });
  });

  test("is not that of another container whose id a cgroup inside a container bears", () => {
    const B = containerId("bbb");
    const processes = [
      process({ pid: 7, cgroup: inContainer(A) }),
      process({ pid: 8, cgroup: inContainer(A, [B]) }),
    ];
    const { groups } = groupProcesses(sample({ processes }));
    expect(pidsById(groups)).toMatchObject({ [A]: [7], [`${B}/${A}`]: [8] });
  });
});

test("cgroups below a container's own are the container's", () => {
  const own = inContainer(A);
  const below = { ...own, path: `${own.path}/init.scope` };
  const processes = [process({ pid: 7, cgroup: own }), process({ pid: 8, cgroup: below })];
  expect(pidsById(groupProcesses(sample({ processes })).groups)).toMatchObject({ [A]: [7, 8] });
});

test("an id is printable ASCII whatever the service is called, and no two names make the same one", () => {
  const units = ["a\u{1b}b", "a%001bb", "a\u{202e}b", "ä", "a b"];
  const processes = units.map((unit, index) => process({ pid: index + 2, cgroup: inService(unit) }));
  const ids = groupProcesses(sample({ processes })).groups.map(({ id }) => id);
  expect(new Set(ids).size).toBe(units.length + 1);
  for (const id of ids) expect(id).toMatch(/^[\x21-\x7e]+$/);
});

test("namespaces are counted once for each type, and unknown ones are not", () => {
  const processes = [
    process({ pid: 2, namespaces: namespaces({ net: 99, mnt: 98 }) }),
    process({ pid: 3, namespaces: namespaces({ net: 99, mnt: 97 }) }),
    process({ pid: 4, namespaces: namespaces({ net: null, mnt: null }) }),
  ];
  const { namespaceCounts } = groupProcesses(sample({ processes }));
  expect(namespaceCounts).toEqual({ mnt: 3, uts: 1, pid: 1, ipc: 1, net: 2, user: 1, cgroup: 1, time: 1 });
});

test("every process is in exactly one group, and no two groups have the same id", () => {
  fc.assert(
    fc.property(arbitrarySample, (any) => {
      const { groups } = groupProcesses(any);
      const grouped = groups.flatMap(({ processes }) => processes.map(({ pid }) => pid));
      expect(grouped.sort((a, b) => a - b)).toEqual(
        any.processes.map(({ pid }) => pid).sort((a, b) => a - b),
      );
      expect(new Set(groups.map(({ id }) => id)).size).toBe(groups.length);
    }),
  );
});
