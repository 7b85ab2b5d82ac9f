import { describe, expect, test } from "vitest";
import type { Group } from "../../src/model/snapshot.ts";
import { type OverviewRow, overviewRows } from "../../src/view/overview-rows.ts";
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

function rows(folded: readonly string[], groups = GROUPS): ReadonlyMap<string, OverviewRow> {
  const history = new Map(groups.map((group) => [group.id, [1, group.cpu.percent]]));
  const made = overviewRows(snapshotOf(...groups), groups, history, new Set(folded));
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
    const made = overviewRows(snapshot, GROUPS, new Map(), new Set());
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
  const history = new Map([
    ["host", [1, 2, 3]],
    ["nginx", [10]],
  ]);
  const [row] = overviewRows(snapshotOf(host, nginx), [host, nginx], history, new Set(["host"]));
  expect(row?.history).toEqual([1, 2, 13]);
});
