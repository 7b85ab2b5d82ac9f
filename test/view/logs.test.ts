import { describe, expect, test } from "vitest";
import type { LogLine } from "../../src/stream/log-bundle.ts";
import { keepLog, type LogState } from "../../src/stream/log-ring.ts";
import { logSentences } from "../../src/view/logs-status.ts";
import { topList } from "../../src/view/ui-state.ts";
import { detailOf, groupOf } from "./detail-fixture.ts";
import { TestUi } from "./ui-fixture.ts";

const WEB = groupOf("web", { containerId: "c0ffee", cgroupPath: "/docker/c0ffee" });

function entry(text: string, isError = false): LogLine {
  const origin = isError ? "stderr" : "stdout";
  return { at: "2026-01-02T03:04:05.678Z", origin, isError, text, isCut: false };
}

/** The tab of logs, with a log that a test writes. */
class LogUi extends TestUi {
  #log: LogState | null = null;

  constructor(rows = 20, columns = 100) {
    super({ columns, rows });
    this.source.say([WEB]);
    this.press("enter", "9");
    this.answer([WEB], detailOf({ group: WEB }));
  }

  write(...lines: readonly LogLine[]): void {
    this.tell({ lines });
  }

  tell({ lines = [], message = null }: { lines?: readonly LogLine[]; message?: string | null }): void {
    const state = message === null ? "following" : "waiting";
    this.#log = keepLog(this.#log, { groupId: "web", isNew: false, lines, state, message });
    this.source.change({ log: this.#log });
  }

  /** Texts of the lines in the window. */
  get shown(): readonly string[] {
    const { scene, state } = this.view;
    const screen = topList(state);
    const top = screen.kind === "page" ? (screen.lists[screen.tab]?.top ?? 0) : 0;
    return scene.lines.slice(top, top + scene.height).flatMap((line) => {
      const row = line.kind === "row" ? (line.arranged.row as { text: string }) : null;
      return row === null ? [] : [row.text];
    });
  }

  get sentences(): readonly string[] {
    const screen = topList(this.view.state);
    if (screen.kind !== "page") throw new Error("no page");
    return logSentences(screen, this.view.stream.log, this.view.state);
  }

  get height(): number {
    return this.view.scene.height;
  }
}

function numbered(count: number, from = 0): readonly LogLine[] {
  return Array.from({ length: count }, (_, index) => entry(`line ${from + index}`));
}

describe("the tab of logs", () => {
  test("wants the log of its group while it is on screen, and none otherwise", () => {
    const ui = new LogUi();
    expect(ui.source.wanted.at(-1)?.logs).toEqual({
      groupId: "web",
      kind: "container",
      engine: "docker",
      engineEndpoint: "unix:///run/docker.sock",
      containerId: "c0ffee",
      cgroupPath: "/docker/c0ffee",
    });
    ui.press("1");
    expect(ui.source.wanted.at(-1)?.logs).toBeNull();
  });

  test("rests at its end, and follows", () => {
    const ui = new LogUi();
    ui.write(...numbered(100));
    expect(ui.shown.at(-1)).toBe("line 99");
    expect(ui.shown).toHaveLength(ui.height);
    ui.write(entry("new"));
    expect(ui.shown.at(-1)).toBe("new");
    expect(ui.sentences).toEqual([]);
  });

  test("stands still once the cursor is moved up, whatever comes; End follows again", () => {
    const ui = new LogUi();
    ui.write(...numbered(100));
    ui.press("up");
    const { shown, cursor } = ui;
    ui.write(...numbered(50, 100));
    expect(ui.shown).toEqual(shown);
    expect(ui.cursor).toBe(cursor);
    expect(ui.sentences).toEqual(["not following: End goes on"]);
    ui.press("end");
    expect(ui.shown.at(-1)).toBe("line 149");
    ui.write(entry("new"));
    expect(ui.shown.at(-1)).toBe("new");
  });

  test("follows again with F as well", () => {
    const ui = new LogUi();
    ui.write(...numbered(100));
    ui.press("home", "F");
    ui.write(entry("new"));
    expect(ui.shown.at(-1)).toBe("new");
  });

  test("keeps what is read also when it is older than all that is kept, and says how much has come since", () => {
    const ui = new LogUi();
    ui.write(...numbered(5000));
    ui.press("up", "up");
    ui.write(...numbered(10, 5000));
    const { shown } = ui;
    expect(shown).toContain("line 4999");
    for (let time = 0; time < 5; time += 1) ui.write(...numbered(2000, 6000 + time * 2000));
    expect(ui.shown).toEqual(shown);
    expect(ui.sentences.join()).toMatch(/with 10,0\d\d lines that have come since/);
    ui.press("end");
    expect(ui.shown.at(-1)).toBe("line 15999");
    expect(ui.sentences).toEqual([]);
  });

  test("filters, also what comes, and finds the cursor's row again", () => {
    const ui = new LogUi();
    ui.write(...numbered(30), entry("oops", true));
    ui.press("/", "o", "o", "p", "enter");
    expect(ui.shown).toEqual(["oops"]);
    ui.write(entry("line"), entry("whoops"));
    expect(ui.shown).toEqual(["oops", "whoops"]);
    ui.press("escape");
    expect(ui.shown.at(-1)).toBe("whoops");
  });

  test("shows only errors where only what is wrong is wanted", () => {
    const ui = new LogUi();
    ui.write(entry("fine"), entry("broken", true));
    ui.press("!");
    expect(ui.shown).toEqual(["broken"]);
  });

  test("wraps long lines; the cursor stays on its line", () => {
    const ui = new LogUi(30, 100);
    ui.write(entry("first"), entry("x".repeat(200)), entry("last"));
    ui.press("up");
    ui.press("W");
    expect(ui.shown.length).toBeGreaterThan(3);
    expect(ui.shown.join("")).toContain("x".repeat(200));
    expect(ui.cursor).toBe("log:1.0");
    ui.press("W");
    expect(ui.shown).toEqual(["first", "x".repeat(200), "last"]);
    expect(ui.cursor).toBe("log:1.0");
  });

  test("is held while paused", () => {
    const ui = new LogUi();
    ui.write(entry("one"));
    ui.press("p");
    ui.write(entry("two"));
    expect(ui.shown).toEqual(["one"]);
    ui.press("p");
    expect(ui.shown).toEqual(["one", "two"]);
  });

  test("says why there is nothing, or nothing more", () => {
    const ui = new LogUi();
    ui.tell({ message: "docker keeps no log" });
    const [line] = ui.view.scene.lines;
    expect(line).toMatchObject({ kind: "empty", text: "docker keeps no log" });
    ui.write(entry("one"));
    ui.tell({ message: "the container does not run" });
    expect(ui.sentences).toEqual(["the container does not run"]);
  });

  test("says where lines are missing", () => {
    const ui = new LogUi();
    ui.write({ skipped: 1200, isMore: false }, { skipped: 0, isMore: true }, { skipped: 7, isMore: true });
    expect(ui.shown).toEqual([
      "… 1,200 lines skipped: more come than can be read",
      "… lines skipped: more come than can be read",
      "… at least 7 lines skipped: more come than can be read",
    ]);
  });

  test("copies the whole line", () => {
    const ui = new LogUi();
    ui.write(entry("x".repeat(300)));
    ui.press("W", "y");
    expect(ui.effects).toEqual([{ kind: "copy", text: "x".repeat(300) }]);
  });
});
