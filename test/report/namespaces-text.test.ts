import { describe, expect, test } from "vitest";
import type { NamespaceRecord } from "../../src/model/detail.ts";
import { jsonText } from "../../src/report/json.ts";
import { namespacesText } from "../../src/report/namespaces-text.ts";
import { selectNamespaces } from "../../src/report/select-namespaces.ts";
import { API_ID, PIPE } from "./fixture.ts";
import { schemaFaults } from "./schema.ts";

const USER = 4026531837;

/** The host's, with nothing known of it but what is given. */
function record(facts: Partial<NamespaceRecord> & Pick<NamespaceRecord, "type" | "inode">): NamespaceRecord {
  return {
    parentInode: null,
    ownerInode: null,
    leaderPid: 1,
    leaderComm: "init",
    leaderStartedAt: "2026-07-01T08:00:00.000Z",
    processes: 700,
    netnsId: null,
    pinnedBy: [{ kind: "process", pid: 1, path: `/proc/1/ns/${facts.type}` }],
    morePins: 0,
    groupIds: ["host"],
    isHosts: true,
    ...facts,
  };
}

const RECORDS: readonly NamespaceRecord[] = [
  record({ type: "user", inode: USER }),
  record({ type: "pid", inode: 4026531836, ownerInode: USER }),
  record({
    type: "pid",
    inode: 4026532841,
    parentInode: 4026531836,
    ownerInode: USER,
    leaderPid: 4711,
    leaderComm: "node\x1b[2J",
    processes: 3,
    pinnedBy: [
      { kind: "process", pid: 4711, path: "/proc/4711/ns/pid" },
      { kind: "fd", pid: 90, path: "/proc/90/fd/3" },
    ],
    groupIds: [API_ID, "b", "c", "d"],
    isHosts: false,
  }),
  record({
    type: "net",
    inode: 4026532999,
    ownerInode: USER,
    leaderPid: null,
    leaderComm: null,
    leaderStartedAt: null,
    processes: 0,
    netnsId: 3,
    pinnedBy: [{ kind: "mount", pid: 1, path: "/run/netns/blue" }],
    morePins: 4,
    groupIds: [],
    isHosts: false,
  }),
];

const NAMES = new Map([[API_ID, "api"]]);
const OPTIONS = { names: NAMES, tree: false, issues: [] };

describe("nstop namespaces", () => {
  test("is a table, with what is hostile made visible", () => {
    expect(namespacesText(RECORDS, OPTIONS, PIPE).split("\n")).toEqual([
      "TYPE       INODE  NPROCS   PID  COMMAND        PARENT       OWNER  NETNSID  PINNED BY                                 GROUPS",
      "user  4026531837     700     1  init                -           -        -                                            host",
      "pid   4026531836     700     1  init                -  4026531837        -                                            host",
      "pid   4026532841       3  4711  node\\e[2J  4026531836  4026531837        -  fd /proc/90/fd/3                          api, b, c and 1 more",
      "net   4026532999       0     -  -                   -  4026531837        3  mount /run/netns/blue (pid 1) and 4 more",
      "",
    ]);
  });

  test("as a tree has each below its parent, else below its owner", () => {
    const lines = namespacesText(RECORDS, { ...OPTIONS, tree: true }, PIPE).split("\n");
    expect(lines.map((line) => line.slice(0, 22).trimEnd())).toEqual([
      "TYPE            INODE",
      "user       4026531837",
      "├─ pid     4026531836",
      "│  └─ pid  4026532841",
      "└─ net     4026532999",
      "",
    ]);
  });

  test("says below it what could not be read", () => {
    const issues = [
      { code: "denied", path: "/proc/[pid]/fd", message: "Some are missing.", count: 2 },
    ] as const;
    expect(namespacesText([], { ...OPTIONS, issues }, PIPE)).toMatch(
      /\n\ndenied 2 times: \/proc\/\[pid\]\/fd: Some are missing\.\n$/,
    );
  });

  test("as JSON is of its schema", () => {
    const printed = JSON.parse(jsonText({ schemaVersion: 1, namespaces: RECORDS, issues: [] }));
    expect(schemaFaults("namespaces")(printed)).toEqual([]);
  });
});

test.each([
  [{ type: "pid", filter: "" }, [4026531836, 4026532841]],
  [{ type: null, filter: "api" }, [4026532841]],
  [{ type: null, filter: "netns/blue" }, [4026532999]],
  [{ type: "net", filter: "!blue" }, []],
] as const)("the selection %j", (selection, inodes) => {
  expect(selectNamespaces(RECORDS, selection, NAMES).map(({ inode }) => inode)).toEqual(inodes);
});
