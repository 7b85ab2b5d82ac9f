import { expect, test } from "vitest";
import type { NamespaceRecord } from "../../src/model/detail.ts";
import { leakFindings } from "../../src/model/namespace-findings.ts";

/** A network namespace that nobody lives in and that a mount pins. */
function pinned(inode: number, changes: Partial<NamespaceRecord> = {}): NamespaceRecord {
  return {
    type: "net",
    inode,
    parentInode: null,
    ownerInode: 1,
    leaderPid: null,
    leaderComm: null,
    leaderStartedAt: null,
    processes: 0,
    netnsId: null,
    pinnedBy: [{ kind: "mount", pid: 1, path: "/run/netns/left" }],
    morePins: 0,
    groupIds: [],
    isHosts: false,
    ...changes,
  };
}

test("a namespace that nobody lives in is a leak, told with what pins it", () => {
  expect(leakFindings([pinned(7, { morePins: 2 })])).toEqual([
    {
      code: "namespace-leak",
      groupId: null,
      pid: 1,
      sentence:
        "Nobody lives in net:7, and it stays because of the mount at /run/netns/left and 2 more: unless somebody means to enter it again, it is a leak of kernel memory and of what is inside.",
      evidence: [{ path: "/run/netns/left", value: "mount of net:[7]" }],
    },
  ]);
});

test.each([
  ["somebody lives in", pinned(7, { processes: 1 })],
  ["a thread is in", pinned(7, { pinnedBy: [{ kind: "thread", pid: 9, path: "/proc/9/task/10/ns/net" }] })],
  ["is the host's", pinned(7, { isHosts: true })],
  ["has no pin that is known", pinned(7, { pinnedBy: [] })],
])("one that %s is none", (_, record) => {
  expect(leakFindings([record])).toEqual([]);
});

test("one that owns another, or is around it, is held by that one", () => {
  const user = pinned(7, { type: "user" });
  expect(leakFindings([user, pinned(8, { ownerInode: 7, processes: 1 })])).toEqual([]);
  expect(leakFindings([user, pinned(8, { type: "user", parentInode: 7, processes: 1 })])).toEqual([]);
});
