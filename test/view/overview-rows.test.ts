import { describe, expect, test } from "vitest";
import type { Group } from "../../src/model/snapshot.ts";
import {
  findingsById,
  type OverviewRow,
  overviewRows,
  type RowContext,
} from "../../src/view/overview-rows.ts";
import { groupOf, snapshotOf } from "./detail-fixture.ts";

function using(name: string, percent: number | null, known: Partial<Group> = {}): Group {
  const base = groupOf(name);
  return { ...base, cpu: { ...base.cpu, percent }, processes: 2, ...known };
}

const host = using("host", 10, { kind: "host" });
const nginx = using("nginx", 5, { kind: "service", parentId: "host" });
const cron = using("cron", null, { kind: "service", parentId: "host" });
const web = using("web", 50);
const GROUPS = [web, nginx, host, cron];

/** Rows made from nothing. */
function rowsOf(groups: readonly Group[], known: Partial<RowContext> = {}): readonly OverviewRow[] {
  const snapshot = known.snapshot ?? snapshotOf(...groups);
  const nothing = { cpuHistory: new Map(), folded: new Set<string>(), before: new Map() };
  return overviewRows(groups, {
    snapshot,
    ...nothing,
    findings: findingsById(snapshot.findings),
    ...known,
  });
}

function rows(folded: readonly string[], groups = GROUPS): ReadonlyMap<string, OverviewRow> {
  const cpuHistory = new Map(groups.map((group) => [group.id, [1, group.cpu.percent]]));
  const made = rowsOf(groups, { cpuHistory, folded: new Set(folded) });
  return new Map(made.map((row) => [row.group.id, row]));
}

test("rows are in the order of their names", () => {
  expect([...rows([]).keys()]).toEqual(["cron", "host", "nginx", "web"]);
});

describe("the host", () => {
  test("is shown with the sums over its services while they are folded under it", () => {
    const row = rows(["host"]).get("host");
    expect(row?.group).toMatchObject({ processes: 6, cpu: { percent: 15 } });
    expect(row?.history).toEqual([3, 15]);
  });

  test("is shown by itself while they are not", () => {
    expect(rows([]).get("host")?.group).toBe(host);
  });

  test("bears what was found of no group", () => {
    const finding = { code: "namespaces-near-limit", groupId: null, pid: null, evidence: [] };
    const snapshot = { ...snapshotOf(...GROUPS), findings: [{ ...finding, sentence: "Near the limit." }] };
    const made = rowsOf(GROUPS, { snapshot });
    expect(made.flatMap(({ group, findings }) => findings.map((sentence) => [group.id, sentence]))).toEqual([
      ["host", "Near the limit."],
    ]);
  });

  test("has no sum of what is not known", () => {
    expect(rows(["host"]).get("host")?.group.memory.workingSetBytes).toBeNull();
  });
});

test("a group without a network of its own is shown with the name of the one that has its traffic", () => {
  const sidecar = using("sidecar", 0, { network: { ...web.network, sharedWith: "web" } });
  const orphan = using("orphan", 0, { network: { ...web.network, sharedWith: "a".repeat(64) } });
  const made = rows([], [...GROUPS, sidecar, orphan]);
  expect(made.get("sidecar")?.networkOf).toBe("web");
  expect(made.get("orphan")?.networkOf).toBe("a".repeat(12));
  expect(made.get("web")?.networkOf).toBeNull();
});

test("a group that is younger than others has a shorter history", () => {
  const cpuHistory = new Map([
    ["host", [1, 2, 3]],
    ["nginx", [10]],
  ]);
  const [row] = rowsOf([host, nginx], { cpuHistory, folded: new Set(["host"]) });
  expect(row?.history).toEqual([1, 2, 13]);
});

describe("of the snapshot after", () => {
  const old = using("web", 0, { startedAt: "2025-12-31T00:00:00.000Z" });
  const still = [0, 0];
  const first = {
    snapshot: { ...snapshotOf(old), takenAt: "2026-01-01T00:00:00.000Z" },
    cpuHistory: new Map([["web", still]]),
  };
  const before = new Map(rowsOf([old], first).map((row) => [row.group.id, row]));
  const [row] = before.values();
  const later = (groups: readonly Group[], known: Partial<RowContext> = {}) =>
    rowsOf(groups, { ...first, snapshot: { ...first.snapshot, groups }, before, ...known })[0];

  test("a row that says the same is the same", () => {
    expect(row).toBeDefined();
    const snapshot = { ...first.snapshot, takenAt: "2026-01-01T00:00:00.900Z" };
    expect(later([old], { snapshot })).toBe(row);
  });

  test.each([
    ["its group", [{ ...old }], {}],
    ["its history", [old], { cpuHistory: new Map([["web", [0, 0]]]) }],
    [
      "how long it has run",
      [old],
      { snapshot: { ...first.snapshot, takenAt: "2036-01-01T00:00:00.000Z", groups: [old] } },
    ],
    [
      "what was found of it",
      [old],
      {
        snapshot: {
          ...first.snapshot,
          groups: [old],
          findings: [{ code: "host-pid", groupId: "web", pid: null, sentence: "It does.", evidence: [] }],
        },
      },
    ],
  ])("a row is another one when %s is", (_what, groups, known) => {
    expect(later(groups, known)).not.toBe(row);
    expect(later(groups, known)).toEqual(rowsOf(groups, { ...first, ...known })[0]);
  });
});
