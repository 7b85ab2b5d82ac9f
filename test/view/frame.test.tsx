import { renderToString } from "ink";
import { describe, expect, test } from "vitest";
import type { ActionChoice } from "../../src/actions/action-choice.ts";
import type { Order } from "../../src/actions/order.ts";
import type { Subject } from "../../src/actions/subject.ts";
import type { NamespaceView } from "../../src/model/detail.ts";
import type { Group } from "../../src/model/snapshot.ts";
import { NAMESPACE_TYPES } from "../../src/procfs/namespace-link.ts";
import { cellsOf } from "../../src/report/pad.ts";
import { Frame } from "../../src/view/app.tsx";
import { ThemeContext } from "../../src/view/line.tsx";
import type { Mode } from "../../src/view/mode.ts";
import { type Theme, unpainted } from "../../src/view/theme.ts";
import { cgroupOf, cpuOf, limitOf, memoryOf, pressureOf } from "./cgroup-fixture.ts";
import { detailOf, groupOf, processOf } from "./detail-fixture.ts";
import { TestUi } from "./ui-fixture.ts";

const SIZES = [
  { columns: 200, rows: 50 },
  { columns: 160, rows: 45 },
  { columns: 120, rows: 30 },
  { columns: 80, rows: 24 },
  { columns: 60, rows: 15 },
  { columns: 40, rows: 10 },
];
const COLORS: Theme = { color: true, ascii: false };

const api: Group = {
  ...groupOf("api-7f9c", {
    state: "running",
    image: "registry.example/shop/api:1.25",
    leaderPid: 4711,
    leaderStartTicks: 7,
  }),
  cpu: { percent: 88.2, limitPercent: 100, throttledPercent: 40 },
  memory: {
    workingSetBytes: 412 * 2 ** 20,
    currentBytes: null,
    anonymousBytes: null,
    limitBytes: 512 * 2 ** 20,
    oomKills: 0,
    limitHits: 2,
    secondsToLimit: null,
    lastOomKill: null,
  },
  verdict: { code: "cpu-throttled", sentence: "Its CPU limit held it back.", evidence: [] },
};
const HOST = groupOf("host", { kind: "host", engine: null, processes: 812 });
const GROUPS: readonly Group[] = [
  api,
  groupOf("データベース-日本語-とても長い名前です-データベース", { engine: "podman", frozen: true }),
  groupOf("sidecar", { network: { ...api.network, sharedWith: "api-7f9c" } }),
  HOST,
  groupOf("cron", { kind: "service", engine: null, parentId: "host" }),
];

function frame(ui: TestUi, theme: Theme = COLORS): readonly string[] {
  const { columns } = ui.view.state.size;
  const drawn = renderToString(
    <ThemeContext value={theme}>
      <Frame view={ui.view} />
    </ThemeContext>,
    { columns },
  );
  return drawn.split("\n");
}

function plain(ui: TestUi): readonly string[] {
  return frame(ui).map(unpainted);
}

/** Screens that a person may be on, by how to get there. */
const SCREENS: Readonly<Record<string, (ui: TestUi) => void>> = {
  overview: () => {},
  "a filter being typed": (ui) => ui.press("/", "api"),
  "the columns to choose": (ui) => ui.press("c"),
  "groups together": (ui) => {
    ui.press("g", "down", "enter");
  },
  processes: (ui) => {
    ui.press("enter");
    ui.answer(
      GROUPS,
      detailOf({ target: { kind: "group", groupId: "api-7f9c" }, group: api, processes: PROCESSES }),
    );
  },
  "a page that waits": (ui) => ui.press("enter", "2"),
  "the network of a group": (ui) => {
    ui.press("enter", "2");
    const detail = { target: { kind: "group", groupId: "api-7f9c" } as const, group: api };
    ui.answer(
      GROUPS,
      detailOf({ ...detail, interfaces: null, sockets: [], routes: [], processes: PROCESSES }),
    );
  },
  "the limits of a group": (ui) => {
    ui.press("enter", "5");
    const detail = { target: { kind: "group", groupId: "api-7f9c" } as const, group: api };
    ui.answer(GROUPS, detailOf({ ...detail, cgroup: HELD_BACK }));
  },
  "every namespace": (ui) => {
    ui.press("w");
    ui.answer(GROUPS, detailOf({ target: { kind: "host" }, group: HOST, namespaces: SURVEY }));
  },
  "who shares what": (ui) => {
    ui.press("w", "2");
    ui.answer(GROUPS, detailOf({ target: { kind: "host" }, group: HOST }));
    ui.press("right", "down");
  },
  help: (ui) => ui.press("?"),
  "the menu of actions": (ui) => ui.press("a"),
  "the signals": (ui) => ui.press("x"),
  "signals found by typing": (ui) => ui.press("x", "データ"),
  "the palette": (ui) => ui.press(":"),
  "limits to fill in": (ui) =>
    show(ui, {
      kind: "limits",
      choice: LIMITS,
      subjects: [WIDE],
      cpu: "とても長いとても長い",
      memory: "",
      field: "cpu",
    }),
  "a question": (ui) =>
    show(ui, { kind: "question", order: PAUSE, warning: LONG, yes: false, top: 0, armed: true }),
  "a question that cannot have been read": (ui) =>
    show(ui, { kind: "question", order: PAUSE, warning: LONG, yes: false, top: 3, armed: false }),
  "a word to type": (ui) =>
    show(ui, {
      kind: "word",
      order: PAUSE,
      warning: LONG,
      word: "データベース",
      typed: "データ".repeat(30),
      top: 0,
      armed: true,
    }),
  "groups that are still frozen": (ui) =>
    show(ui, {
      kind: "frozen",
      groups: [{ name: AROUND, directory: AROUND, since: "2026-01-02T03:04:05.000Z" }],
      isQuitting: true,
      top: 0,
      armed: true,
    }),
  "a long result": (ui) =>
    ui.store.change((state) => ({
      ...state,
      report: { ...state.report, result: { text: LONG, failed: true } },
    })),
  "tagged rows": (ui) => ui.press("T", "T"),
};

const WIDE: Subject = { kind: "group", group: GROUPS[1] ?? api };
const PAUSE: Order = {
  action: "pause",
  subjects: Array.from({ length: 40 }, () => ({ kind: "group", group: GROUPS[1] ?? api })),
};
const LIMITS: ActionChoice = {
  id: "limits",
  title: "Change limits",
  help: "",
  key: null,
  asks: "limits",
  order: () => PAUSE,
};
const LONG = "とても長い警告 and words of a warning that is longer than any line ".repeat(6);

function show(ui: TestUi, mode: Mode): void {
  ui.store.change((state) => ({ ...state, mode }));
}

const AROUND = `/コンテナ/${"とても長い".repeat(12)}`;

const HELD_BACK = cgroupOf({
  path: `${AROUND}/${"0123456789abcdef".repeat(4)}`,
  cpu: cpuOf({ percent: 99.5, throttledPercent: 87, binding: limitOf({ value: 100 }) }),
  memory: memoryOf({
    workingSetBytes: 412 * 2 ** 20,
    binding: limitOf({ value: 512 * 2 ** 20, isOwn: false, cgroupPath: AROUND, usedPercent: 85 }),
  }),
  pressure: { cpu: pressureOf(55.5), memory: pressureOf(0), io: null },
  freezer: { frozen: true, frozenAt: null },
});

const SURVEY: NamespaceView = {
  namespaces: NAMESPACE_TYPES.map((type, index) => ({
    type,
    inode: 4026531835 + index,
    parentInode: null,
    ownerInode: 4026531837,
    leaderPid: index === 0 ? null : 4711,
    leaderStartedAt: null,
    leaderComm: index === 0 ? null : "日本語プロセス",
    processes: index,
    netnsId: null,
    pinnedBy: [{ kind: "mount", pid: 1, path: `/run/netns/${"名前".repeat(20)}` }],
    morePins: 4,
    groupIds: ["api-7f9c"],
    isHosts: false,
  })),
  progress: 0.5,
};

const PROCESSES = [
  processOf(4711, { command: ["nginx", "-g", "daemon off;".repeat(20)], comm: "nginx" }),
  processOf(4712, { parentPid: 4711, depth: 1, command: ["日本語プロセス".repeat(9)], cpuPercent: 12.3 }),
];

function uiOn(screen: string, size: { columns: number; rows: number }): TestUi {
  const ui = new TestUi(size);
  ui.source.say(GROUPS);
  SCREENS[screen]?.(ui);
  return ui;
}

describe.each(SIZES)("at $columns × $rows", (size) => {
  test.each(Object.keys(SCREENS))("%s fills the terminal, and no line is wider", (screen) => {
    const lines = plain(uiOn(screen, size));
    expect(lines).toHaveLength(size.rows);
    expect(lines.filter((line) => cellsOf(line) > size.columns)).toEqual([]);
    expect(lines.at(-1)).toMatch(/quit|keep|cancel|yes|no|stay/);
  });

  test("the row with the cursor is inverse from edge to edge", () => {
    const line = frame(uiOn("overview", size)).find((each) => unpainted(each).startsWith(" ▸"));
    expect(line?.startsWith("\x1b[7m")).toBe(true);
    expect(cellsOf(unpainted(line ?? ""))).toBe(size.columns);
  });

  test.each(Object.keys(SCREENS))("%s in ASCII is the same, in ASCII", (screen) => {
    const ui = uiOn(screen, size);
    const ascii = frame(ui, { color: false, ascii: true });
    expect(ascii.map(unpainted).join("")).toMatch(/^[\x20-\x7e]*$/);
    const cells = (lines: readonly string[]) => lines.map((line) => cellsOf(line.trimEnd()));
    expect(cells(ascii.map(unpainted))).toEqual(cells(plain(ui)));
  });

  test("without colour there is none", () => {
    const drawn = frame(uiOn("overview", size), { color: false, ascii: false }).join("");
    expect(drawn).not.toMatch(/\x1b\[[34]\d/);
    expect(drawn).toContain("\x1b[7m");
  });
});

describe("the overview", () => {
  const ui = uiOn("overview", { columns: 160, rows: 30 });
  const lines = plain(ui);
  const titles = lines.find((line) => line.includes("NAME")) ?? "";
  const row = (name: string) => lines.find((line) => line.slice(3).startsWith(name)) ?? "";

  test("has numbers below the ends of their titles, wide names or not", () => {
    const end = titles.indexOf("MEM") + "MEM".length;
    expect(row("api-7f9c ").slice(0, end)).toMatch(/ 412Mi$/);
    const wide = row("データベース");
    const name = /データ\S*/.exec(wide)?.[0] ?? "";
    expect(wide.indexOf("podman") + cellsOf(name) - name.length).toBe(titles.indexOf("ENGINE"));
  });

  test("marks a limit that is hit, says whose network it is, and how many services are folded away", () => {
    expect(row("api-7f9c ")).toMatch(/88\.2 +100!.* 412Mi +512Mi!/);
    expect(row("sidecar")).toMatch(/sidecar → api-7f9c .*net of +api-7f…/);
    expect(row("host ")).toContain("host +1 services");
  });

  test("does not move when numbers change their length", () => {
    const places = (drawn: readonly string[]) =>
      drawn.slice(0, 5).map((line) => line.replace(/[\d.]+|-/g, "#").search(/ {2}\S+$/));
    ui.source.say([{ ...api, cpu: { ...api.cpu, percent: 3 } }, ...GROUPS.slice(1)]);
    expect(places(plain(ui))).toEqual(places(lines));
    expect(plain(ui).find((line) => line.includes("NAME"))).toBe(titles);
  });
});

test("before the first snapshot it says what it waits for", () => {
  expect(plain(new TestUi())[0]).toContain("reading the host");
});

test.each([
  { columns: 39, rows: 24 },
  { columns: 80, rows: 9 },
])("$columns × $rows is too small, and that is said", (size) => {
  const ui = new TestUi(size);
  ui.source.say(GROUPS);
  expect(
    plain(ui)
      .slice(0, 2)
      .map((line) => line.trimEnd()),
  ).toEqual(["too small", `${size.columns}×${size.rows}, not 40×10`]);
});

test.each([
  { columns: 1, rows: 1 },
  { columns: 0, rows: 0 },
])("at $columns × $rows nothing is drawn beyond the terminal", (size) => {
  const ui = new TestUi(size);
  ui.source.say(GROUPS);
  expect(plain(ui).length).toBeLessThanOrEqual(1);
  expect(Math.max(...plain(ui).map(cellsOf))).toBeLessThanOrEqual(size.columns);
});

test("a page whose target is gone is faded", () => {
  const ui = uiOn("processes", { columns: 100, rows: 20 });
  ui.answer([], null);
  const row = frame(ui).find((line) => line.includes("nginx"));
  expect(plain(ui).join("\n")).toContain("GONE");
  expect(row?.startsWith("\x1b[2m")).toBe(true);
});

test("the help page scrolls to its end, and no further", () => {
  const ui = uiOn("help", { columns: 80, rows: 24 });
  ui.press("end");
  const end = plain(ui);
  expect(end.join("\n")).toContain("CGROUP");
  ui.press("page-down", "down");
  expect(plain(ui)).toEqual(end);
});
