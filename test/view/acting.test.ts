import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ActingUi, containerOf } from "./acting-ui.ts";
import { detailOf, groupOf, processOf } from "./detail-fixture.ts";
import { TestUi } from "./ui-fixture.ts";

const WEB = containerOf("web");
const DATABASE = containerOf("database");
const HOST = groupOf("host", { kind: "host", engine: null });

let ui: ActingUi;

beforeEach(() => {
  vi.useFakeTimers();
  ui = new ActingUi();
  ui.source.say([WEB, DATABASE]);
  ui.press("N");
});
afterEach(() => {
  ui.close();
  vi.useRealTimers();
});

/** What was done, in short. */
function done(): readonly string[] {
  return ui.actor.done.map((order) => {
    const subjects = "subjects" in order ? order.subjects : [order.subject];
    const names = subjects.map((subject) =>
      subject.kind === "group" ? subject.group.name : `${subject.pid}@${subject.startTicks}`,
    );
    return `${order.action} ${names.join(" ")}`;
  });
}

describe("the menu", () => {
  test("offers what goes with the row, and does what is chosen once a person said yes", () => {
    ui.press("a");
    expect(ui.choices).toContain("Pause");
    expect(ui.choices).not.toContain("Unpause");
    while (ui.view.scene.choices[indexOf()]?.id !== "pause") ui.press("down");
    ui.press("enter");
    expect(done()).toEqual([]);
    expect(ui.view.scene.panel?.title).toBe("Pause this container?");
    expect(ui.view.scene.panel?.body.join()).toContain("database (database0000)");
    ui.read();
    ui.press("y");
    expect(done()).toEqual(["pause database"]);
  });

  test("keeps the row that it was opened for, whatever comes", () => {
    ui.press("a");
    ui.source.say([WEB]);
    ui.press("z");
    ui.read();
    ui.press("y");
    expect(done()).toEqual(["freeze database"]);
  });

  test("says it when there is nothing that goes with the row", () => {
    ui.source.say([HOST]);
    ui.press("a");
    expect(ui.view.state.mode.kind).toBe("list");
    expect(ui.said).toContain("host: there is no action");
  });

  test("is not there while nstop only reads, nor is any of its keys", () => {
    const reading = new TestUi({ columns: 100, rows: 30 }, {}, null, null);
    reading.source.say([WEB]);
    for (const key of ["a", "x", "z", "S", "H", "T"]) {
      reading.press(key);
      expect(reading.view.state).toMatchObject({ mode: { kind: "list" }, message: null });
    }
    reading.press("space");
    expect(reading.effects).toEqual([]);
    reading.press(":", "freeze");
    expect(reading.view.scene.choices).toEqual([]);
  });

  test("refuses to act on the past", () => {
    ui.press("p", "a");
    expect(ui.said).toContain("p goes on");
    ui.press("z");
    expect(ui.said).toContain("p goes on");
    ui.press("p", "a");
    expect(ui.view.state.mode.kind).toBe("menu");
  });
});

describe("a question", () => {
  test("takes no answer from a burst that began before it was there", () => {
    ui.press("zyyyyy", "enter", "tab", "enter");
    expect(ui.view.state.mode.kind).toBe("question");
    expect(done()).toEqual([]);
    ui.read();
    ui.press("y");
    expect(done()).toEqual(["freeze database"]);
  });

  test("takes none while keys go on coming, however long", () => {
    ui.press("z");
    for (let key = 0; key < 50; key += 1) {
      vi.advanceTimersByTime(100);
      ui.press("y");
    }
    expect(done()).toEqual([]);
  });

  test("is not kept from taking one by samples that come meanwhile", () => {
    ui.press("z");
    for (let sample = 0; sample < 10; sample += 1) {
      vi.advanceTimersByTime(50);
      ui.source.say([WEB, DATABASE]);
    }
    ui.press("y");
    expect(done()).toEqual(["freeze database"]);
  });

  test.each(["n", "escape", "enter"])("is answered with no by %s", (key) => {
    ui.press("z");
    ui.read();
    ui.press(key);
    expect(ui.view.state.mode.kind).toBe("list");
    expect(done()).toEqual([]);
  });

  test("is answered with yes by Enter once yes is marked", () => {
    ui.press("z");
    ui.read();
    ui.press("tab", "enter");
    expect(done()).toEqual(["freeze database"]);
  });

  test("takes no answer on a terminal that is too small to read it", () => {
    ui.press("z");
    ui.read();
    ui.store.resize({ columns: 20, rows: 5 });
    ui.press("y");
    expect(done()).toEqual([]);
  });

  test("says what the actor warns of", () => {
    ui.actor.judgement = { kind: "ask", warning: "it cannot be undone" };
    ui.press("z");
    expect(ui.view.scene.panel?.body.join()).toContain("it cannot be undone");
  });

  test("is not asked of what is refused: it is said why, until a person has read it", () => {
    ui.actor.judgement = { kind: "refused", reason: "nstop is in it" };
    ui.press("z", "j", "k");
    vi.advanceTimersByTime(600_000);
    expect(ui.said).toContain("nstop is in it");
    ui.press("/", "d", "enter", "escape");
    expect(ui.said).not.toContain("nstop is in it");
    // Esc was about it, and about nothing else.
    expect(ui.view.state.screens[0].list.filter).toBe("d");
  });
});

describe("a word that is asked for", () => {
  beforeEach(() => {
    ui.actor.judgement = { kind: "typed", word: "database", warning: "it is an engine" };
    ui.press("z");
  });

  test("does it, and nothing else does", () => {
    ui.read();
    ui.press("enter", "y", "enter");
    expect(done()).toEqual([]);
    ui.press("ctrl-u");
    ui.store.press([..."database"]);
    ui.press("enter");
    expect(done()).toEqual(["freeze database"]);
  });

  test("is none when it was typed before it was asked for", () => {
    ui.store.press([..."database", "enter"]);
    ui.read();
    ui.press("enter");
    expect(done()).toEqual([]);
  });
});

describe("a signal", () => {
  test("is chosen by typing a part of its name or its number", () => {
    ui.press("x");
    expect(ui.choices.slice(0, 2)).toEqual(["SIGTERM", "SIGHUP"]);
    ui.store.press([..."kil"]);
    expect(ui.choices).toEqual(["SIGKILL"]);
    ui.press("backspace", "ctrl-u");
    ui.store.press(["9"]);
    expect(ui.choices[0]).toBe("SIGKILL");
    ui.press("enter");
    ui.read();
    ui.press("y");
    expect(ui.actor.done).toMatchObject([{ action: "signal", signal: "SIGKILL" }]);
  });

  test("goes to the process of the row, who is its pid and its start", () => {
    ui.press("enter");
    const target = { kind: "group", groupId: DATABASE.id } as const;
    const processes = [processOf(7, { startTicks: 11 }), processOf(8, { startTicks: 12 })];
    ui.answer([WEB, DATABASE], detailOf({ target, group: DATABASE, processes }));
    ui.press("j", "x", "enter");
    ui.read();
    ui.press("y");
    expect(done()).toEqual(["signal 8@12"]);
  });
});

describe("limits", () => {
  beforeEach(() => {
    ui.press("a");
    while (ui.view.scene.choices[indexOf()]?.id !== "limits") ui.press("down");
    ui.press("enter");
  });

  test("are filled in; what is empty stays", () => {
    ui.store.press([..."1.5"]);
    ui.press("enter");
    ui.read();
    expect(ui.view.scene.panel?.title).toBe("Set CPU 150 % for this container?");
    ui.press("y");
    expect(ui.actor.done).toMatchObject([{ action: "limits", limits: { cpuPercent: 150 } }]);
  });

  test("that make no sense are not asked about", () => {
    ui.press("tab");
    ui.store.press([..."512"]);
    expect(ui.view.scene.panel?.foot.join()).toContain("512M");
    ui.press("enter");
    expect(ui.view.state.mode.kind).toBe("limits");
    ui.store.press(["M"]);
    ui.press("enter");
    ui.read();
    ui.press("y");
    expect(ui.actor.done).toMatchObject([{ limits: { memoryBytes: 512 * 2 ** 20 } }]);
  });
});

describe("what comes of an action", () => {
  test("is told while it is under way and after it, and keys go on meanwhile", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    ui.actor.outcomes = async ({ subjects: [subject] }) => {
      await promise;
      return subject === undefined ? [] : [{ subject, done: true, message: "database is frozen" }];
    };
    ui.press("z");
    ui.read();
    ui.press("y");
    expect(ui.said).toContain("freeze database");
    ui.actor.tell("freezing database: 3 s");
    expect(ui.said).toContain("freezing database: 3 s");
    ui.press("j");
    expect(ui.cursor).toBe(WEB.id);
    resolve();
    await vi.advanceTimersByTimeAsync(0);
    ui.press("k", "j", "k");
    expect(ui.said).toBe("||database is frozen".replace("||", "|"));
    vi.advanceTimersByTime(60_000);
    expect(ui.said).not.toContain("frozen");
  });

  test("of several is how many, and why not; each is an event", async () => {
    ui.actor.outcomes = async ({ subjects }) =>
      subjects.map((subject, index) => ({ subject, done: index > 0, message: `outcome ${index}` }));
    ui.press("T", "T", "z");
    ui.read();
    ui.press("y");
    await vi.advanceTimersByTimeAsync(0);
    expect(ui.said).toContain("1 done, 1 failed: outcome 0");
    vi.advanceTimersByTime(600_000);
    expect(ui.said).toContain("1 done, 1 failed: outcome 0");
    ui.press("e");
    ui.answer([WEB, DATABASE, HOST], detailOf({ target: { kind: "host" }, group: HOST }));
    const events = ui.view.scene.sections.flatMap(({ rows }) => rows);
    expect(events).toMatchObject([
      { kind: "action-done", sentence: "outcome 1" },
      { kind: "action-failed", sentence: "outcome 0" },
    ]);
  });

  test("of a shell is that it had the terminal, and everything is as it was", async () => {
    ui = new ActingUi();
    const inside = containerOf("web", { namespaces: isolated() });
    ui.source.say([inside]);
    ui.press("enter", "3");
    const before = ui.view.state.screens;
    ui.press("S");
    ui.read();
    ui.press("y");
    await vi.advanceTimersByTimeAsync(0);
    expect(ui.terminal).toEqual(["given", "taken"]);
    expect(done()).toEqual(["enter web"]);
    expect(ui.view.state.screens).toEqual(before);
    expect(ui.said).toContain("back from it");
  });
});

describe("groups that are still frozen", () => {
  const group = { name: "web", directory: "/sys/fs/cgroup/web", since: "2026-01-02T03:04:05.000Z" };

  test("are asked about when nstop quits", () => {
    ui.actor.frozenGroups = [group];
    expect(ui.performer.asksBeforeQuitting()).toBe(true);
    ui.press("n");
    expect(ui.view.state.mode.kind).toBe("frozen");
    ui.read();
    ui.press("y");
    expect(ui.actor.thawed).toEqual([group]);
    expect(ui.effects.at(-1)).toMatchObject({ kind: "thaw", isQuitting: true });
  });

  test("stay frozen with n, and nstop stays with Esc", () => {
    ui.actor.frozenGroups = [group];
    ui.performer.asksBeforeQuitting();
    ui.press("escape");
    expect(ui.view.state.mode.kind).toBe("list");
    ui.performer.asksBeforeQuitting();
    ui.read();
    ui.press("n");
    expect(ui.effects.at(-1)).toEqual({ kind: "leave" });
    expect(ui.actor.thawed).toEqual([]);
  });

  test("keep nobody from leaving who asks twice", () => {
    ui.actor.frozenGroups = [group];
    ui.performer.asksBeforeQuitting();
    expect(ui.performer.asksBeforeQuitting()).toBe(false);
  });

  test("of an nstop that crashed are asked about once, at the first frame, when nobody is typing", () => {
    const next = new ActingUi();
    next.actor.frozenGroups = [group];
    next.press("/");
    next.source.say([WEB]);
    expect(next.view.state.mode.kind).toBe("prompt");
    next.press("enter");
    expect(next.view.state.mode.kind).toBe("frozen");
    next.press("escape");
    next.source.say([WEB]);
    expect(next.view.state.mode.kind).toBe("list");
    next.close();
  });
});

function indexOf(): number {
  const { mode } = ui.view.state;
  return "index" in mode ? mode.index : -1;
}

function isolated() {
  const own = { inode: 7, sharedWithHost: false, sharedWith: [] };
  return { mnt: own, uts: own, ipc: own, pid: own, net: own, user: own, cgroup: own, time: own };
}
