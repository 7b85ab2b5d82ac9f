import { expect, test } from "vitest";
import type { NamespaceRecord } from "../../src/model/detail.ts";
import type { Finding } from "../../src/model/snapshot.ts";
import { findingsSections, groupFindingsSection } from "../../src/view/findings-section.ts";
import { cellsOf, detailOf, groupOf, snapshotOf } from "./detail-fixture.ts";

const ENTERED: Finding = {
  code: "entered-namespaces",
  groupId: "web",
  pid: 42,
  sentence: "tcpdump has entered the net namespace of web.",
  evidence: [{ path: "/proc/42/ns/net", value: "net:[7]" }],
};
const NEAR: Finding = { ...ENTERED, code: "namespaces-near-limit", groupId: null, pid: null, evidence: [] };
const SNAPSHOT = { ...snapshotOf(groupOf("web")), findings: [ENTERED, NEAR] };

test("a finding stands above what it is known from, and names its group", () => {
  const [section] = findingsSections(detailOf(), SNAPSHOT);
  if (section === undefined) throw new Error("there is no section");
  expect(cellsOf(section)).toEqual([
    { about: "web", what: "entered-namespaces" },
    { about: "", what: ENTERED.sentence },
    { about: "", what: "/proc/42/ns/net: net:[7]" },
    { about: "host", what: "namespaces-near-limit" },
    { about: "", what: NEAR.sentence },
  ]);
  const [head, , evidence] = section.rows;
  expect(section.parentKey?.(evidence)).toBe(section.key(head));
  expect(new Set(section.rows.map((row) => section.key(row))).size).toBe(5);
});

test("a long sentence is broken into lines that a narrow terminal has room for", () => {
  const sentence = "word ".repeat(40).trim();
  const { rows } = groupFindingsSection(detailOf({ findings: [{ ...ENTERED, sentence }] }), SNAPSHOT);
  const lines = rows.filter(({ part }) => part === "sentence").map(({ text }) => text);
  expect(lines.join(" ")).toBe(sentence);
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(60);
});

test("Enter goes to the process that is meant, else to the group", () => {
  const findings = [ENTERED, { ...ENTERED, code: "host-net", pid: null }];
  const { rows, opens } = groupFindingsSection(detailOf({ findings }), SNAPSHOT);
  const [entered, shared] = rows.filter(({ part }) => part === "code").map((row) => opens?.(row));
  expect(entered).toEqual({ kind: "process", pid: 42 });
  expect(shared).toEqual({ kind: "target", target: { kind: "group", groupId: "web" } });
});

test("namespaces that leak are listed once they have been looked for", () => {
  const left: NamespaceRecord = {
    type: "net",
    inode: 7,
    parentInode: null,
    ownerInode: null,
    leaderPid: null,
    leaderComm: null,
    leaderStartedAt: null,
    processes: 0,
    netnsId: null,
    pinnedBy: [{ kind: "mount", pid: 1, path: "/run/netns/left" }],
    morePins: 0,
    groupIds: [],
    isHosts: false,
  };
  const detail = detailOf({ namespaces: { namespaces: [left], progress: 1 } });
  const [section] = findingsSections(detail, snapshotOf());
  expect(section && cellsOf(section)).toContainEqual({
    about: "",
    what: "/run/netns/left: mount of net:[7]",
  });
});
