import { describe, expect, test } from "vitest";
import type { NamespaceRecord } from "../../src/model/detail.ts";
import { NAMESPACE_TYPES } from "../../src/procfs/namespace-link.ts";
import { namespacesTreeSections } from "../../src/view/namespaces-tree-section.ts";
import { NOT_READABLE, READING } from "../../src/view/part-rows.ts";
import type { Section } from "../../src/view/section.ts";
import { arrangeRows } from "../../src/view/section-rows.ts";
import { cellsOf, detailOf, groupOf, snapshotOf, titled } from "./detail-fixture.ts";

function recordOf(known: Partial<NamespaceRecord>): NamespaceRecord {
  return {
    type: "net",
    inode: 10,
    parentInode: null,
    ownerInode: 5,
    leaderPid: 100,
    leaderComm: "nginx",
    leaderStartedAt: null,
    processes: 3,
    netnsId: null,
    pinnedBy: [{ kind: "process", pid: 100, path: "/proc/100/ns/net" }],
    morePins: 0,
    groupIds: ["id-of-web"],
    isHosts: false,
    ...known,
  };
}

const abandoned = recordOf({
  inode: 20,
  leaderPid: null,
  leaderComm: null,
  processes: 0,
  netnsId: 4,
  pinnedBy: [
    { kind: "mount", pid: 1, path: "/run/netns/blue" },
    { kind: "fd", pid: 42, path: "/proc/42/fd/7" },
  ],
  morePins: 2,
  groupIds: [],
});

const snapshot = snapshotOf(groupOf("web", { id: "id-of-web" }), groupOf("host"));

function sectionsOf(records: readonly NamespaceRecord[], progress = 1): readonly Section<unknown>[] {
  return namespacesTreeSections(detailOf({ namespaces: { namespaces: records, progress } }), snapshot);
}

/** The rows of the sections of these types, as the section gives them. */
function netRow(record: NamespaceRecord) {
  const section = titled(sectionsOf([record]), "net");
  return { section, row: section.rows[0] };
}

describe("every namespace of the host", () => {
  test("stands among those of its type, with who is in it and what else keeps it alive", () => {
    const hosts = recordOf({ inode: 30, isHosts: true, leaderPid: 1, leaderComm: "init", netnsId: 0 });
    const sections = sectionsOf([{ ...hosts, groupIds: ["host", "service:a"] }, recordOf({}), abandoned]);
    expect(sections.map(({ title }) => title)).toEqual([...NAMESPACE_TYPES]);
    expect(cellsOf(titled(sections, "net")).map((cells) => Object.values(cells))).toEqual([
      ["net:30", "3", "1 init", "5", "0", "", "host"],
      ["net:10", "3", "100 nginx", "5", "-", "", "web"],
      ["net:20", "0", "nobody", "5", "4", "mount /run/netns/blue (pid 1) +3", ""],
    ]);
  });

  test("is found by anything that is known of it", () => {
    const { section, row } = netRow(abandoned);
    for (const word of ["net:20", "nobody", "/run/netns/blue"])
      expect(section.searchText(row)).toContain(word);
  });

  test("of pid or user stands below the one that it was made in", () => {
    const pids = [
      recordOf({ type: "pid", inode: 3, parentInode: 2 }),
      recordOf({ type: "pid", inode: 2, parentInode: 1 }),
      recordOf({ type: "pid", inode: 1, isHosts: true }),
    ];
    const section = titled(sectionsOf(pids), "pid");
    const arrangement = { filter: "", faultsOnly: false, sort: null, tree: true, folded: new Set<string>() };
    expect(arrangeRows(section, arrangement).map(({ key, branch }) => branch + key)).toEqual([
      "namespace:pid:1",
      "└─ namespace:pid:2",
      "   └─ namespace:pid:3",
    ]);
  });

  test("is being read, or cannot be", () => {
    const empties = (detail: Parameters<typeof detailOf>[0]) =>
      new Set(namespacesTreeSections(detailOf(detail), snapshot).map(({ empty }) => empty));
    expect(empties({})).toEqual(new Set([READING]));
    expect(empties({ namespaces: null })).toEqual(new Set([NOT_READABLE]));
  });

  test("says in its title how far the deep look is", () => {
    expect(sectionsOf([], 0.429).map(({ title }) => title)).toContain("net (looking deeper: 42 %)");
  });
});

describe("a namespace that nobody is in", () => {
  test("is faulty, and what keeps it alive is named", () => {
    const { section, row } = netRow(abandoned);
    expect(section.faulty?.(row)).toBe(true);
    expect(section.remark?.(row)).toContain(
      "Nobody lives in net:20, and it stays because of the mount at /run/netns/blue and 3 more",
    );
  });

  test("opens the process that holds it", () => {
    const { section, row } = netRow(abandoned);
    expect(section.opens?.(row)).toEqual({ kind: "process", pid: 1 });
    const byThread = netRow({
      ...abandoned,
      pinnedBy: [{ kind: "thread", pid: 43, path: "/proc/42/task/43/ns/net" }],
    });
    expect(byThread.section.opens?.(byThread.row)).toEqual({ kind: "process", pid: 42 });
    const byNothing = netRow({ ...abandoned, pinnedBy: [] });
    expect(byNothing.section.opens?.(byNothing.row)).toBeNull();
  });

  test("is not faulty when a thread is in it, or only the namespaces inside it keep it", () => {
    for (const pinnedBy of [[{ kind: "thread" as const, pid: 43, path: "/proc/42/task/43/ns/net" }], []]) {
      const { section, row } = netRow({ ...abandoned, pinnedBy });
      expect(section.faulty?.(row)).toBe(false);
    }
  });
});

describe("a namespace with processes", () => {
  test("opens with everybody in it", () => {
    const { section, row } = netRow(recordOf({}));
    expect(section.opens?.(row)).toEqual({
      kind: "target",
      target: { kind: "namespace", type: "net", inode: 10 },
    });
    expect(section.remark?.(row)).toBeNull();
  });

  test("is told of when it would outlive them", () => {
    const pinnedBy = [{ kind: "mount", pid: null, path: "/run/docker/netns/ab" }] as const;
    const { section, row } = netRow(recordOf({ pinnedBy }));
    expect(section.remark?.(row)).toBe("net:10 would outlive its processes by mount /run/docker/netns/ab");
    expect(section.faulty?.(row)).toBe(false);
  });
});
