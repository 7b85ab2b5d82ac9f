import { describe, expect, test } from "vitest";
import { joinSegments } from "../../src/view/segments.ts";
import { statusSegments } from "../../src/view/status-segments.ts";
import { unpainted } from "../../src/view/theme.ts";
import { groupOf } from "./detail-fixture.ts";
import { TestUi } from "./ui-fixture.ts";

const WEB = groupOf("web");

function said(ui: TestUi): readonly string[] {
  return statusSegments(ui.view).map(({ text }) => text);
}

function started(notice: string | null = null): TestUi {
  const ui = new TestUi(undefined, {}, notice);
  ui.source.say([WEB, groupOf("db")]);
  return ui;
}

describe("the status line", () => {
  test("is empty when all is well", () => {
    expect(said(started())).toEqual([]);
  });

  test("says that the sampler is stale, and why, before anything else", () => {
    const ui = started("a notice");
    ui.source.change({ status: { state: "stale", message: "the sampler hung on /proc/7/cmdline" } });
    expect(said(ui)).toEqual(["STALE: the sampler hung on /proc/7/cmdline", "a notice"]);
  });

  test("says first what is being done, and what came of it, unless that is too long for it", () => {
    const ui = started("a notice");
    const report = (text: string) =>
      ui.store.change((state) => ({
        ...state,
        report: { underWay: new Map([[1, "stopping web: 3 s"]]), result: { text, failed: true }, deeds: [] },
      }));
    report("db is gone");
    expect(said(ui)).toEqual(["stopping web: 3 s", "db is gone", "a notice"]);
    report("long ".repeat(50));
    expect(said(ui)).toEqual(["stopping web: 3 s", "a notice"]);
    expect(ui.view.scene.panel?.body.join(" ")).toContain("long long");
  });

  test("counts tagged rows, and those that are hidden", () => {
    const ui = started();
    ui.press("T", "T");
    expect(said(ui)).toEqual(["2 tagged"]);
    ui.press("/", "db", "enter");
    expect(said(ui)[0]).toBe("2 tagged, 1 of them hidden");
  });

  test("says all of what the cursor of a chooser is on", () => {
    const ui = started();
    ui.press("s");
    const chosen = ui.view.scene.choices.find((choice) => choice.chosen);
    expect(said(ui)).toEqual([chosen?.help]);
  });

  test("says why an engine does not answer", () => {
    const ui = new TestUi();
    const docker = { name: "docker", endpoint: "unix:///run/docker.sock", version: null } as const;
    const message = "may not open /run/docker.sock";
    ui.source.say([WEB], { engines: [{ ...docker, state: "denied", message }] });
    expect(said(ui)).toEqual(["docker: may not open /run/docker.sock"]);
  });

  test("counts what could not be seen", () => {
    const ui = new TestUi();
    const issue = {
      code: "denied",
      path: "/proc/[pid]/ns",
      message: "Namespaces are unknown.",
      count: 1200,
    } as const;
    ui.source.say([WEB], { issues: [issue, { ...issue, path: "/proc/[pid]/io", count: 34 }] });
    expect(said(ui)).toEqual(["not seen (1,234; see nstop doctor): Namespaces are unknown, and 1 more"]);
  });

  test("sends nobody to nstop doctor for what no right would show", () => {
    const ui = new TestUi();
    const message = "Mounts are unknown: the file is malformed.";
    ui.source.say([WEB], {
      issues: [{ code: "malformed", path: "/proc/[pid]/mountinfo", message, count: 1 }],
    });
    expect(said(ui)).toEqual(["not seen (1): Mounts are unknown: the file is malformed"]);
  });

  test("says how the list is narrowed", () => {
    const ui = started();
    ui.press("/", "web", "enter", "F");
    expect(said(ui)).toEqual(["filter web: 1 of 2", "following the row"]);
    ui.press("escape", "!");
    expect(said(ui)).toEqual(["only with something wrong: 0 of 2", "following the row"]);
  });

  test("answers a key alone, until the next one", () => {
    const ui = started("a notice");
    ui.press("y");
    expect(said(ui)).toEqual(["copied: db"]);
    ui.press("j");
    expect(said(ui)).toEqual(["a notice"]);
  });

  test("cuts what comes last first", () => {
    const ui = started("a notice");
    ui.press("/", "web", "enter", "F");
    const line = (width: number) => unpainted(joinSegments(statusSegments(ui.view), [], width));
    expect(line(80).trimEnd()).toBe(" filter web: 1 of 2  following the row  a notice");
    expect(line(30)).toBe(" filter web: 1 of 2  followin…");
  });
});
