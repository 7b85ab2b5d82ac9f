import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Group } from "../../src/model/snapshot.ts";
import { perNamespace } from "../../src/procfs/namespace-link.ts";
import { cursorCell } from "../../src/view/cell-cursor.ts";
import { TABS } from "../../src/view/tabs.ts";
import { listOf, topList } from "../../src/view/ui-state.ts";
import { detailOf, groupOf, processOf } from "./detail-fixture.ts";
import { TestUi } from "./ui-fixture.ts";

function using(name: string, percent: number, known: Partial<Group> = {}): Group {
  const base = groupOf(name, known);
  return { ...base, cpu: { ...base.cpu, percent } };
}

const WEB = using("web", 30);
const DB = using("db", 20);
const API = using("api", 10);
const GROUPS = [WEB, DB, API];

function started(...given: ConstructorParameters<typeof TestUi>): TestUi {
  const ui = new TestUi(...given);
  ui.source.say(GROUPS);
  return ui;
}

function many(count: number): readonly Group[] {
  return Array.from({ length: count }, (_, index) =>
    using(`g${String(index).padStart(3, "0")}`, count - index),
  );
}

describe("keys", () => {
  test("none of a burst is lost", () => {
    const ui = new TestUi();
    ui.source.say(many(100));
    ui.press("j".repeat(30));
    expect(ui.cursor).toBe("g030");
    ui.press("k".repeat(29), "end", "up", "home", "down");
    expect(ui.cursor).toBe("g001");
  });

  test("of one chunk make one change for those who draw", () => {
    const ui = started();
    let changes = 0;
    ui.store.subscribe(() => {
      changes += 1;
    });
    ui.press("jjkj");
    expect(changes).toBe(1);
  });

  test("page keys move by what is on screen", () => {
    const ui = new TestUi({ columns: 160, rows: 30 });
    ui.source.say(many(100));
    ui.press("page-down");
    expect(ui.cursor).toBe(`g0${ui.view.scene.height - 1}`);
    ui.press("page-up");
    expect(ui.cursor).toBe("g000");
  });

  test("q and Ctrl-C quit, also while a filter is typed", () => {
    const ui = started();
    ui.press("q");
    ui.press("/", "q", "ctrl-c");
    expect(ui.effects).toEqual([{ kind: "quit" }, { kind: "quit" }]);
  });

  test("Ctrl-Z goes to the shell, y to the clipboard", () => {
    const ui = started();
    ui.press("ctrl-z", "y");
    expect(ui.effects).toEqual([{ kind: "suspend" }, { kind: "copy", text: "web" }]);
  });

  test("whatever is pressed, there is a view, and its cursor is on a row or there are none", () => {
    const keys = fc.constantFrom(
      ..."jkGgst/!cpF[]?+-*ICMNPy1234EAB<>axzSHT:n".split(""),
      ...["enter", "escape", "tab", "shift-tab", "space", "page-down", "end", "home", "backspace", "ctrl-u"],
    );
    const event = fc.oneof(keys, fc.constantFrom("sample", "answer", "gone", "small", "large"));
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        const ui = started();
        for (const name of events) {
          if (name === "sample") ui.source.say([API, WEB]);
          else if (name === "answer")
            ui.answer(GROUPS, detailOf({ processes: [processOf(1), processOf(2)] }));
          else if (name === "gone") ui.answer(GROUPS, null);
          else if (name === "small") ui.store.resize({ columns: 40, rows: 10 });
          else if (name === "large") ui.store.resize({ columns: 200, rows: 50 });
          else ui.store.press([name]);
        }
        expect(ui.cursor === null).toBe(ui.rows.length === 0);
      }),
    );
  });
});

describe("the cursor", () => {
  test("rests at the top while nobody has moved it", () => {
    const ui = started();
    ui.source.say([using("db", 90), WEB]);
    expect(ui.cursor).toBe("db");
  });

  test("stays on its row when the order changes", () => {
    const ui = started();
    ui.press("j");
    ui.source.say([using("db", 1), WEB, API]);
    expect(ui.rows).toEqual(["web", "api", "db"]);
    expect(ui.cursor).toBe("db");
  });

  test("goes to the top when a person sorts, unless it follows its row", () => {
    const ui = started();
    ui.press("j", "N");
    expect(ui.rows).toEqual(["api", "db", "web"]);
    expect(ui.cursor).toBe("api");
    ui.press("F", "C");
    expect(ui.rows).toEqual(["web", "db", "api"]);
    expect(ui.cursor).toBe("api");
  });
});

describe("sorting", () => {
  test("is by CPU, or as the command line says", () => {
    expect(started().rows).toEqual(["web", "db", "api"]);
    expect(started({ columns: 160, rows: 30 }, { sort: "name", reverse: true }).rows).toEqual([
      "web",
      "db",
      "api",
    ]);
  });

  test("goes the other way round with I", () => {
    const ui = started();
    ui.press("I");
    expect(ui.rows).toEqual(["api", "db", "web"]);
  });

  test("goes from column to column with < and >", () => {
    const ui = started();
    ui.press("N", ">");
    expect(ui.view.state.screens[0].list.sort?.column).toBe("engine");
    ui.press("<");
    expect(ui.view.state.screens[0].list.sort?.column).toBe("name");
  });

  test("is chosen from a list of columns, which opens on the one that is sorted by", () => {
    const ui = started();
    ui.press("s");
    expect(ui.view.state.mode).toMatchObject({ kind: "chooser", chooser: "sort" });
    ui.press("home", "enter");
    expect(ui.view.state.mode.kind).toBe("list");
    expect(ui.rows).toEqual(["api", "db", "web"]);
  });
});

describe("the filter", () => {
  test("works while it is typed, survives new samples, and Esc ends it", () => {
    const ui = started();
    ui.press("/", "db");
    expect(ui.rows).toEqual(["db"]);
    ui.press("x", "backspace", "enter");
    ui.source.say(GROUPS);
    expect(ui.rows).toEqual(["db"]);
    ui.press("escape");
    expect(ui.rows).toHaveLength(3);
  });

  test("is ended by Esc while it is typed, and wiped by Ctrl-U", () => {
    const ui = started();
    ui.press("/", "db", "ctrl-u", "api");
    expect(ui.rows).toEqual(["api"]);
    ui.press("escape");
    expect(ui.rows).toHaveLength(3);
    expect(ui.view.state.mode.kind).toBe("list");
  });

  test("with ! keeps what does not hold the text", () => {
    const ui = started();
    ui.press("/", "!b");
    expect(ui.rows).toEqual(["api"]);
  });

  test("takes any character, and erases a wide one whole", () => {
    const ui = started();
    ui.press("/", "日", "space", "👩");
    expect(ui.view.state.screens[0].list.filter).toBe("日 👩");
    ui.press("backspace", "backspace", "backspace");
    expect(ui.view.state.screens[0].list.filter).toBe("");
  });
});

describe("folding", () => {
  const host = groupOf("host", { kind: "host" });
  const nginx = groupOf("service:nginx", { kind: "service", parentId: "host", name: "nginx" });

  test("services are folded under the host until they are unfolded", () => {
    const ui = new TestUi();
    ui.source.say([host, nginx]);
    expect(ui.rows).toEqual(["host"]);
    ui.press("space");
    expect(ui.rows).toEqual(["host", "service:nginx"]);
    ui.press("j", "-");
    expect(ui.cursor).toBe("host");
    ui.press("-");
    expect(ui.rows).toEqual(["host"]);
    ui.press("+");
    expect(ui.rows).toHaveLength(2);
  });

  test("* unfolds everything, then folds everything, and the cursor goes to what is left of its row", () => {
    const ui = new TestUi();
    ui.source.say([host, nginx]);
    ui.press("*", "j");
    expect(ui.cursor).toBe("service:nginx");
    ui.press("*");
    expect(ui.rows).toEqual(["host"]);
    expect(ui.cursor).toBe("host");
  });

  test("a filter finds what is folded away", () => {
    const ui = new TestUi();
    ui.source.say([host, nginx]);
    ui.press("/", "nginx", "enter");
    expect(ui.rows).toEqual(["service:nginx"]);
  });
});

test("columns are chosen one after the other", () => {
  const ui = started();
  ui.press("c", "space", "down", "enter", "escape");
  expect([...ui.view.state.screens[0].list.toggledColumns]).toEqual(["name", "engine"]);
});

test("groups are put together by what they have in common", () => {
  const ui = started();
  ui.press("g");
  const at = ui.view.scene.choices.findIndex(({ id }) => id === "service");
  ui.press(...Array.from({ length: at }, () => "down"), "enter");
  expect(ui.view.state.groupBy).toBe("service");
  expect(ui.view.scene.sections.map(({ title }) => title)).toEqual(["in no service  CPU 60.0  MEM -"]);
});

test("only rows with something wrong are left with !", () => {
  const ui = new TestUi();
  ui.source.say([WEB, groupOf("ill", { state: "restarting" })]);
  ui.press("!");
  expect(ui.rows).toEqual(["ill"]);
});

describe("what is seen", () => {
  const last = (ui: TestUi) => ui.source.wanted.at(-1)?.onScreen;

  test("is said: the rows of the window and a few around it", () => {
    const ui = new TestUi();
    ui.source.say(many(300));
    const first = last(ui) ?? [];
    expect(first).toEqual(
      many(300)
        .slice(0, first.length)
        .map(({ id }) => id),
    );
    expect(first.length).toBeLessThan(100);
    ui.press("end");
    expect(last(ui)).toContain("g299");
    expect(last(ui)).not.toContain("g000");
  });

  test("is everything while it hangs on all of the figures which rows there are", () => {
    const ui = new TestUi();
    ui.source.say(many(300));
    ui.press("M");
    expect(last(ui)).toBeNull();
    ui.press("C");
    expect(last(ui)).not.toBeNull();
    ui.press("!");
    expect(last(ui)).toBeNull();
  });

  test("are also services that are folded away: their figures are in a sum", () => {
    const ui = new TestUi();
    const service = groupOf("service:/a.service", { kind: "service", parentId: "host" });
    ui.source.say([...many(300), groupOf("host", { kind: "host" }), service]);
    expect(last(ui)).toContain("service:/a.service");
  });
});

describe("a page", () => {
  const processes = [processOf(100, { depth: 0 }), processOf(101, { parentPid: 100, depth: 1 })];
  const detail = detailOf({ processes });

  test("is opened with Enter, and what it needs is asked for at once", () => {
    const ui = started();
    ui.press("enter");
    expect(ui.source.wanted.at(-1)).toEqual({
      detail: { target: { kind: "group", groupId: "web" }, parts: ["processes"] },
      onScreen: null,
      logs: null,
      now: true,
    });
    ui.answer(GROUPS, detail);
    expect(ui.source.wanted.at(-1)).toMatchObject({ onScreen: ["web"], now: false });
    expect(ui.rows).toEqual(["process:100", "process:101"]);
  });

  test("asks for what its other tabs need when they are gone to, and keeps what it knew", () => {
    const ui = started();
    ui.press("enter");
    ui.answer(GROUPS, detail);
    ui.press("3");
    expect(ui.source.wanted.at(-1)?.detail?.parts).toEqual(["mounts"]);
    ui.answer(GROUPS, detailOf({ mounts: [] }));
    ui.press("shift-tab", "shift-tab");
    expect(ui.rows).toEqual(["process:100", "process:101"]);
    ui.press("shift-tab");
    expect(ui.view.state.screens.at(-1)).toMatchObject({ kind: "page", tab: TABS.length - 1 });
  });

  test("goes back to exactly the row that was left, wherever it is by now", () => {
    const ui = new TestUi({ columns: 160, rows: 20 });
    ui.source.say(many(100));
    ui.press("j".repeat(50), "enter");
    ui.source.say(many(100).map((group) => using(group.name, group.name === "g050" ? 1000 : 1)));
    ui.press("escape");
    expect(ui.cursor).toBe("g050");
    expect(ui.rows[0]).toBe("g050");
    expect(ui.source.wanted.at(-1)?.detail).toBeNull();
  });

  test("of a process is opened from the list of processes, and its environment only when it is asked for", () => {
    const ui = started();
    ui.press("enter");
    ui.answer(GROUPS, detail);
    ui.press("j", "enter");
    const target = { kind: "process", pid: 101 } as const;
    expect(ui.source.wanted.at(-1)?.detail).toEqual({ target, parts: ["process", "processes"] });
    ui.press("E");
    expect(ui.source.wanted.at(-1)?.detail?.parts).toContain("environment");
    ui.answer(GROUPS, detailOf({ target, process: null, environment: ["SECRET=1"] }));
    ui.press("E");
    expect(ui.view.state.screens.at(-1)).not.toHaveProperty("detail.environment");
    ui.press("escape");
    expect(ui.cursor).toBe("process:101");
  });

  test("whose target is gone keeps what was last known, and says so", () => {
    const ui = started();
    ui.press("enter");
    ui.answer(GROUPS, detail);
    ui.answer([DB, API], null);
    expect(ui.rows).toEqual(["process:100", "process:101"]);
    expect(ui.view.state.screens.at(-1)).toMatchObject({ timesGone: 2 });
  });

  test("is not taken for gone by an answer about what was wanted before", () => {
    const ui = started();
    ui.press("enter");
    ui.answer(GROUPS, null);
    ui.answer(GROUPS, detail);
    expect(ui.view.state.screens.at(-1)).toMatchObject({ timesGone: 0, detail: { processes } });
  });
});

describe("the whole host", () => {
  const uses = perNamespace((type) => ({ inode: type.length, sharedWithHost: false, sharedWith: [] }));
  const groups = [groupOf("web", { namespaces: uses }), groupOf("db", { namespaces: uses })];
  const host = { kind: "host" } as const;

  function onHost(...keys: readonly string[]): TestUi {
    const ui = new TestUi();
    ui.source.say(groups);
    ui.press(...keys);
    ui.answer(groups, detailOf({ target: host }));
    return ui;
  }

  test("is opened from anywhere on the tab of the key, and read only then", () => {
    const ui = new TestUi();
    ui.source.say(groups);
    ui.press("enter", "w");
    expect(ui.source.wanted.at(-1)).toMatchObject({
      detail: { target: host, parts: ["namespaces"] },
      now: true,
    });
    ui.press("n");
    expect(ui.source.wanted.at(-1)?.detail).toEqual({ target: host, parts: ["networkMap"] });
    ui.press("escape", "escape");
    expect(ui.source.wanted.at(-1)?.detail).toBeNull();
    ui.press("e");
    expect(ui.source.wanted.at(-1)?.detail).toEqual({ target: host, parts: [] });
  });

  test("shows who shares what, and Enter opens the namespace of the cell that the cursor is in", () => {
    const ui = onHost("w", "2");
    expect(ui.rows).toEqual(["sharing:db", "sharing:web"]);
    ui.press("down", "right", "right", "left", "right", "enter");
    expect(ui.source.wanted.at(-1)?.detail?.target).toEqual({ kind: "namespace", type: "pid", inode: 3 });
    ui.press("escape");
    expect(ui.cursor).toBe("sharing:web");
    expect(listOf(topList(ui.view.state))).toMatchObject({ cell: "pid" });
  });

  test("has no cell beyond the first and the last, nor in a column that there is no room for", () => {
    const ui = onHost("w", "2");
    const cell = () => cursorCell(ui.view.state, ui.view.scene.section);
    ui.press("left");
    expect(cell()).toBe("mnt");
    ui.press(..."right ".repeat(12).trim().split(" "));
    expect(cell()).toBe("time");
    ui.store.resize({ columns: 40, rows: 10 });
    expect(cell()).toBe("mnt");
  });
});

describe("a target on the command line", () => {
  test("is opened with the first snapshot", () => {
    const ui = started({ columns: 160, rows: 30 }, { target: "db" });
    expect(ui.view.state.screens.at(-1)).toMatchObject({ target: { kind: "group", groupId: "db" } });
    ui.press("escape");
    expect(ui.view.state.screens).toHaveLength(1);
  });

  test("that is a pid opens its group, with the cursor on that process", () => {
    const ui = started({ columns: 160, rows: 30 }, { target: "101" });
    const target = { kind: "process", pid: 101 } as const;
    expect(ui.view.state.screens.at(-1)).toMatchObject({ target, pages: TABS });
    ui.answer(GROUPS, detailOf({ target, processes: [processOf(100), processOf(101), processOf(102)] }));
    expect(ui.cursor).toBe("process:101");
  });

  test("that means nothing ends it with a sentence", () => {
    const ui = started({ columns: 160, rows: 30 }, { target: "nosuch" });
    expect(ui.effects).toMatchObject([{ kind: "fail", message: expect.stringContaining("nosuch") }]);
  });
});

describe("while paused", () => {
  test("the list stands still, and is stepped back and forward through", () => {
    const ui = started();
    ui.source.say([using("db", 99), WEB]);
    ui.press("p");
    ui.source.say([API]);
    expect(ui.rows).toEqual(["db", "web"]);
    ui.press("[");
    expect(ui.rows).toEqual(["web", "db", "api"]);
    ui.press("[");
    expect(ui.view.state.message).toBe("no earlier sample");
    ui.press("]");
    expect(ui.rows).toEqual(["db", "web"]);
    ui.press("p");
    expect(ui.rows).toEqual(["api"]);
  });

  test("stepping without a pause says what it is for", () => {
    const ui = started();
    ui.press("[");
    expect(ui.view.state.message).toContain("paused");
    ui.press("j");
    expect(ui.view.state.message).toBeNull();
  });

  test("a page that is opened shows what there is", () => {
    const ui = started();
    ui.press("p", "enter");
    ui.answer(GROUPS, detailOf({ processes: [processOf(1)] }));
    expect(ui.rows).toEqual(["process:1"]);
  });
});

test("help opens and closes with the same key, over whatever is on screen", () => {
  const ui = started();
  ui.press("j", "?");
  expect(ui.view.state.screens.at(-1)).toEqual({ kind: "help", top: 0 });
  ui.press("page-down", "?");
  expect(ui.view.state.screens).toHaveLength(1);
  expect(ui.cursor).toBe("db");
});
