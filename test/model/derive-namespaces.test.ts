import { describe, expect, test } from "vitest";
import type { NamespaceFacts } from "../../src/collector/namespace-survey.ts";
import type { ProcessSample } from "../../src/collector/sample.ts";
import { deriveNamespaces } from "../../src/model/derive-namespaces.ts";
import { deriveSnapshot } from "../../src/model/derive-snapshot.ts";
import type { NamespaceRecord } from "../../src/model/detail.ts";
import type { Target } from "../../src/model/snapshot.ts";
import { containerId, HOST_NAMESPACES, inContainer, namespaces, process, sample } from "./sample-builder.ts";

const A = containerId("aaa");
const FIRST_USER = 4026531837;

/** Nothing but what is given. */
function facts(known: Partial<NamespaceFacts> & Pick<NamespaceFacts, "type" | "inode">): NamespaceFacts {
  return {
    parentInode: null,
    ownerInode: null,
    netnsId: null,
    pidLevels: null,
    pins: [],
    morePins: 0,
    ...known,
  };
}

function derive(
  processes: readonly ProcessSample[],
  surveyed: readonly NamespaceFacts[] = [],
  target: Target = { kind: "host" },
): readonly NamespaceRecord[] {
  const taken = sample({ processes });
  const survey = { namespaces: surveyed, progress: 1 };
  return deriveNamespaces(target, { sample: taken, derivation: deriveSnapshot(taken, null), survey });
}

function record(records: readonly NamespaceRecord[], inode: number): NamespaceRecord {
  const found = records.find((one) => one.inode === inode);
  if (found === undefined) throw new Error(`there is no namespace ${inode}`);
  return found;
}

test("a namespace is told by who is in it, its leader first", () => {
  const own = namespaces({ net: 99 });
  const records = derive([
    process({ pid: 20, comm: "init", namespaces: own, cgroup: inContainer(A) }),
    process({ pid: 21, parentPid: 20, namespaces: own, cgroup: inContainer(A) }),
  ]);
  expect(record(records, 99)).toEqual({
    type: "net",
    inode: 99,
    parentInode: null,
    ownerInode: HOST_NAMESPACES.user,
    leaderPid: 20,
    leaderComm: "init",
    leaderStartedAt: "1970-01-12T13:46:40.200Z",
    processes: 2,
    netnsId: null,
    pinnedBy: [{ kind: "process", pid: 20, path: "/proc/20/ns/net" }],
    morePins: 0,
    groupIds: [A],
    isHosts: false,
  });
});

test("each type has the host's first, then the others by inode number, and none twice", () => {
  const records = derive(
    [process({ pid: 20, namespaces: namespaces({ mnt: 99, uts: 98 }) })],
    [facts({ type: "mnt", inode: 97 }), facts({ type: "mnt", inode: 99 })],
  );
  const listed = records.filter(({ type }) => type === "mnt" || type === "uts");
  expect(listed.map(({ inode, isHosts }) => [inode, isHosts])).toEqual([
    [HOST_NAMESPACES.mnt, true],
    [97, false],
    [99, false],
    [HOST_NAMESPACES.uts, true],
    [98, false],
  ]);
});

test("one that nobody lives in is told by what keeps it alive", () => {
  const pin = { kind: "mount", pid: 1, path: "/run/netns/blue" } as const;
  const records = derive([], [facts({ type: "net", inode: 99, pins: [pin], morePins: 2, netnsId: 4 })]);
  expect(record(records, 99)).toMatchObject({
    leaderPid: null,
    leaderComm: null,
    leaderStartedAt: null,
    processes: 0,
    netnsId: 4,
    pinnedBy: [pin],
    morePins: 2,
    groupIds: [],
  });
});

describe("the owner of a namespace", () => {
  const inner = process({ pid: 20, namespaces: namespaces({ net: 99, user: 98 }) });

  test("is not known where there are several user namespaces and nobody told", () => {
    expect(record(derive([inner]), 99).ownerInode).toBeNull();
    expect(record(derive([inner], [facts({ type: "net", inode: 99, ownerInode: 98 })]), 99).ownerInode).toBe(
      98,
    );
  });

  test("is not known where some processes may not be looked at", () => {
    const hidden = process({ pid: 21, namespaces: namespaces({ user: null }) });
    const open = process({ pid: 20, namespaces: namespaces({ net: 99 }) });
    expect(record(derive([open, hidden]), 99).ownerInode).toBeNull();
  });

  test("that is the host's is the first user namespace, whatever others there are", () => {
    const hostNamespaces = { ...HOST_NAMESPACES, user: FIRST_USER };
    const init = process({ pid: 1, namespaces: hostNamespaces });
    const taken = sample({ init, hostNamespaces, processes: [inner] });
    const derivation = deriveSnapshot(taken, null);
    const survey = { namespaces: [], progress: 1 };
    const records = deriveNamespaces({ kind: "host" }, { sample: taken, derivation, survey });
    expect(record(records, HOST_NAMESPACES.net).ownerInode).toBe(FIRST_USER);
    expect(record(records, FIRST_USER).ownerInode).toBeNull();
    expect(record(records, 99).ownerInode).toBeNull();
  });
});

describe("the parent of a pid namespace", () => {
  const levels = [
    facts({ type: "pid", inode: HOST_NAMESPACES.pid, pidLevels: 1 }),
    facts({ type: "pid", inode: 98, pidLevels: 2 }),
    facts({ type: "pid", inode: 99, pidLevels: 3 }),
  ];
  const outer = process({ pid: 20, namespaces: namespaces({ pid: 98 }) });

  test("is the one its leader was started from", () => {
    const inner = process({ pid: 30, parentPid: 20, namespaces: namespaces({ pid: 99 }) });
    const records = derive([outer, inner], levels);
    expect(record(records, HOST_NAMESPACES.pid).parentInode).toBeNull();
    expect(record(records, 98).parentInode).toBe(HOST_NAMESPACES.pid);
    expect(record(records, 99).parentInode).toBe(98);
  });

  test("is not known where nobody is left of those who could tell", () => {
    const orphan = process({ pid: 30, parentPid: 1, namespaces: namespaces({ pid: 99 }) });
    expect(record(derive([outer, orphan], levels), 99).parentInode).toBeNull();
  });
});

describe("of a target are listed", () => {
  const processes = [
    process({ pid: 20, namespaces: namespaces({ net: 99 }), cgroup: inContainer(A) }),
    process({ pid: 21, namespaces: namespaces({ net: 98, uts: 97 }), cgroup: inContainer(A) }),
  ];
  const inodes = (target: Target) =>
    derive(processes, [facts({ type: "net", inode: 96 })], target)
      .filter(({ isHosts }) => !isHosts)
      .map(({ inode }) => inode);

  test("those that any process of a group lives in", () => {
    expect(inodes({ kind: "group", groupId: A })).toEqual([97, 98, 99]);
  });

  test("those of a process", () => {
    expect(inodes({ kind: "process", pid: 21 })).toEqual([97, 98]);
  });

  test("a namespace itself, though nobody lives in it", () => {
    expect(inodes({ kind: "namespace", type: "net", inode: 96 })).toEqual([96]);
  });
});
