import { describe, expect, test } from "vitest";
import type { Group } from "../../src/model/snapshot.ts";
import { SORT_COLUMNS } from "../../src/report/select-groups.ts";
import { OVERVIEW_COLUMNS } from "../../src/view/columns.ts";
import type { OverviewRow } from "../../src/view/overview-rows.ts";
import { createOverviewMaker } from "../../src/view/overview-section.ts";
import { unpainted } from "../../src/view/theme.ts";
import { cellsOf, groupOf, snapshotOf } from "./detail-fixture.ts";

const limited = groupOf("api", {
  cpu: { percent: 49.96, limitPercent: 50, throttledPercent: 90 },
  memory: {
    workingSetBytes: 64 * 2 ** 20,
    currentBytes: null,
    anonymousBytes: null,
    limitBytes: 64 * 2 ** 20,
    oomKills: 1,
    limitHits: 3,
    secondsToLimit: null,
    lastOomKill: null,
  },
  pids: { current: 100, limit: 100, secondsToLimit: null },
  verdict: {
    code: "cpu-throttled",
    sentence: "Its CPU limit held it back in 9 of the last 10 periods.",
    evidence: [{ path: "/sys/fs/cgroup/api/cpu.stat", value: "nr_throttled +9" }],
  },
});
const sidecar = groupOf("sidecar", { network: { ...limited.network, sharedWith: "api" } });
const agent = groupOf("agent", { network: { ...limited.network, sharedWith: "host" } });

function section(...groups: readonly Group[]) {
  const [made] = createOverviewMaker()(snapshotOf(...groups), new Map(), "container", new Set(), null);
  return made ?? expect.fail("there is no section");
}

function cells(group: Group, ...others: readonly Group[]): Record<string, string> {
  const made = section(group, ...others);
  const at = made.rows.findIndex((row) => made.key(row) === group.id);
  return cellsOf(made)[at] ?? {};
}

describe("the columns", () => {
  test("mark a limit that is being hit, below digits that stay where they are", () => {
    expect(cells(limited)).toMatchObject({ "cpu-limit": "50!", "memory-limit": "64Mi!", pids: "100!" });
    expect(cells(agent)).toMatchObject({ "cpu-limit": "- ", "memory-limit": "- ", pids: "- " });
  });

  test("say whose network a group is in", () => {
    expect(cells(sidecar, limited)).toMatchObject({
      name: "sidecar → api",
      "network-receive": "net of",
      "network-transmit": "api    ",
    });
    expect(cells(agent, limited)).toMatchObject({ name: "agent", "network-transmit": "host   " });
  });

  test("mark a name that there is something to say of, also one that is cut", () => {
    expect(cells(limited)).toMatchObject({ name: "api !" });
    const [row] = section({ ...limited, name: "a-name-without-end" }).rows as readonly OverviewRow[];
    expect(row && OVERVIEW_COLUMNS["name"]?.text(row, 12)).toBe("a-name-wi… !");
  });

  test("of what is not known show a dash, never 0", () => {
    const { cpu, memory, "io-read": read, uptime } = cells(groupOf("new"));
    expect([cpu, memory, read, uptime]).toEqual(["-", "-", "-", "-"]);
  });

  test("paint isolation without changing what it says", () => {
    const [row] = section(limited).rows as readonly OverviewRow[];
    const { painted, text } = OVERVIEW_COLUMNS["isolation"] ?? {};
    expect(row && unpainted(painted?.(row) ?? "")).toBe(row && text?.(row));
  });

  test("bear every name that --sort takes, and can be sorted by it", () => {
    const sortable = Object.keys(OVERVIEW_COLUMNS).filter(
      (id) => OVERVIEW_COLUMNS[id]?.compare !== undefined,
    );
    expect(sortable).toEqual(expect.arrayContaining(Object.keys(SORT_COLUMNS)));
  });

  test("are explained, each in its own words", () => {
    const helps = Object.values(OVERVIEW_COLUMNS).map(({ help }) => help);
    expect(new Set(helps).size).toBe(helps.length);
  });
});

describe("a row", () => {
  test("says why it is slow, and what that is known from", () => {
    const made = section(limited);
    expect(made.remark?.(made.rows[0])).toBe(
      "api: Its CPU limit held it back in 9 of the last 10 periods. (/sys/fs/cgroup/api/cpu.stat: nr_throttled +9)",
    );
  });

  test("with something wrong is kept by the faults-only filter", () => {
    const unwell = groupOf("ill", { health: "unhealthy", state: "running" });
    const made = section(limited, unwell, agent);
    const faulty = made.rows.filter((row) => made.faulty?.(row));
    expect(faulty.map((row) => made.key(row))).toEqual(["api", "ill"]);
  });

  test("opens its group, and copies its name", () => {
    const made = section(sidecar);
    expect(made.opens?.(made.rows[0])).toEqual({
      kind: "target",
      target: { kind: "group", groupId: "sidecar" },
    });
    expect(made.copies?.(made.rows[0])).toBe("sidecar");
  });
});

test("groups stand together by what they have in common, those with the first row first", () => {
  const pod = (name: string) => ({ namespace: "shop", name });
  const busy = groupOf("z", { pod: pod("two"), cpu: { ...limited.cpu, percent: 99 } });
  const groups = [groupOf("a", { pod: pod("one") }), busy, groupOf("b", { pod: pod("one") }), agent];
  const sections = createOverviewMaker()(snapshotOf(...groups), new Map(), "pod", new Set(), {
    column: "cpu",
    reverse: false,
  });
  expect(sections.map(({ title, rows }) => [title, rows.length])).toEqual([
    ["pod shop/two  CPU 99.0  MEM -", 1],
    ["pod shop/one  CPU -  MEM -", 2],
    ["in no pod  CPU -  MEM -", 1],
  ]);
});
