import { expect, test } from "vitest";
import type { DetailPart } from "../../src/collector/detail-sample.ts";
import { deriveSnapshot } from "../../src/model/derive-snapshot.ts";
import { detailRequest } from "../../src/model/detail-request.ts";
import type { Target } from "../../src/model/snapshot.ts";
import { container, containerId, inContainer, namespaces, process, sample } from "./sample-builder.ts";

const API = containerId("aaa");
const EMPTY = containerId("bbb");
const SAMPLE = sample({
  processes: [
    process({ pid: 7, cgroup: inContainer(API), namespaces: namespaces({ net: 99 }) }),
    process({ pid: 8, parentPid: 7, cgroup: inContainer(API), namespaces: namespaces({ net: 98 }) }),
    process({ pid: 9, namespaces: namespaces({ net: 99 }) }),
  ],
  containers: [container({ id: EMPTY, state: "restarting" })],
});

function request(target: Target, parts: readonly DetailPart[] = ["processes"]) {
  return detailRequest(target, parts, deriveSnapshot(SAMPLE, null), SAMPLE);
}

test("a group is read of its leader, with all its processes", () => {
  const parts = ["processes", "uts"] as const;
  expect(request({ kind: "group", groupId: API }, parts)).toEqual({ pids: [7, 8], referencePid: 7, parts });
});

test("the host is read of pid 1, or of the topmost process that lets itself be looked at", () => {
  const target = { kind: "group", groupId: "host" } as const;
  expect(request(target)).toMatchObject({ referencePid: 1 });
  const unknown = namespaces({ uts: null });
  const guarded = sample({
    processes: [
      process({ pid: 2, startTicks: 0, kernelThread: true }),
      process({ pid: 5, namespaces: unknown }),
      process({ pid: 6 }),
      process({ pid: 7, parentPid: 6 }),
    ],
    init: process({ pid: 1, namespaces: unknown }),
  });
  expect(detailRequest(target, [], deriveSnapshot(guarded, null), guarded)).toMatchObject({
    referencePid: 6,
  });
});

test("a process is read of itself, with all of its group", () => {
  expect(request({ kind: "process", pid: 8 })).toMatchObject({ pids: [7, 8], referencePid: 8 });
});

test("a namespace is read of its topmost process, with everybody in it", () => {
  const target = { kind: "namespace", type: "net", inode: 99 } as const;
  expect(request(target)).toMatchObject({ pids: [7, 9], referencePid: 7 });
});

test("processes that nobody looks at are not read", () => {
  expect(request({ kind: "group", groupId: API }, ["uts"])).toMatchObject({ pids: [] });
});

test("there is nothing to read of a target that is gone or has no process", () => {
  expect(request({ kind: "group", groupId: EMPTY })).toBeNull();
  expect(request({ kind: "group", groupId: "gone" })).toBeNull();
  expect(request({ kind: "process", pid: 4711 })).toBeNull();
  expect(request({ kind: "namespace", type: "mnt", inode: 4711 })).toBeNull();
});

test("of a container whose record is wanted it is said which that is, and of nothing else", () => {
  const parts = ["inspection"] as const;
  expect(request({ kind: "group", groupId: API }, parts)?.container).toEqual({
    id: API,
    engine: "docker",
    endpoint: null,
    cgroupPath: expect.stringContaining(API),
  });
  expect(request({ kind: "group", groupId: API })).not.toHaveProperty("container");
  expect(request({ kind: "group", groupId: "host" }, parts)).not.toHaveProperty("container");
});
