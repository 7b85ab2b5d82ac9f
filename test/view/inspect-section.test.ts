import { describe, expect, test } from "vitest";
import { inspectionNodes } from "../../src/engines/inspection.ts";
import { inspectSection } from "../../src/view/inspect-section.ts";
import { detailOf, groupOf } from "./detail-fixture.ts";
import { TestUi } from "./ui-fixture.ts";

const RECORD = {
  Id: "c0ffee",
  Config: { Env: ["PASSWORD=hunter2"], "a/b~c": "odd" },
  HostConfig: { Memory: 1, CpuShares: 2 },
};

const SOURCE = { source: "docker at unix:///run/docker.sock", message: null };
const inspection = { ...SOURCE, ...inspectionNodes(RECORD, false) };
const inspectionSecrets = { ...SOURCE, ...inspectionNodes(RECORD, true) };
const WEB = groupOf("web");

function opened(): TestUi {
  const ui = new TestUi();
  ui.source.say([WEB]);
  ui.press("enter", "0");
  ui.answer([WEB], detailOf({ group: WEB, inspection }));
  return ui;
}

describe("the tab of the record", () => {
  test("shows it as a tree, what is long folded away", () => {
    const ui = opened();
    expect(ui.rows).toEqual([
      "inspect:/Id",
      "inspect:/Config",
      "inspect:/Config/Env",
      "inspect:/Config/Env/0",
      "inspect:/Config/a~1b~0c",
      "inspect:/HostConfig",
    ]);
    ui.press("end", "+");
    expect(ui.rows).toContain("inspect:/HostConfig/Memory");
  });

  test("finds what is folded away, by its place or its value", () => {
    const ui = opened();
    ui.press("/", "HostConfig/M", "enter");
    expect(ui.rows).toEqual(["inspect:/HostConfig/Memory"]);
  });

  test("asks for what may be secret only when E is pressed, and forgets it when it is again", () => {
    const ui = opened();
    expect(ui.source.wanted.at(-1)?.detail?.parts).toEqual(["inspection"]);
    ui.press("E");
    expect(ui.source.wanted.at(-1)?.detail?.parts).toEqual(["inspection", "inspectionSecrets"]);
    ui.answer([WEB], detailOf({ group: WEB, inspection, inspectionSecrets }));
    const shown = () => JSON.stringify(ui.view.scene.lines);
    expect(shown()).toContain("hunter2");
    ui.press("E");
    expect(shown()).not.toContain("hunter2");
    expect(JSON.stringify(ui.view.scene.detail)).not.toContain("hunter2");
    expect(ui.source.wanted.at(-1)?.detail?.parts).toEqual(["inspection"]);
  });

  test("copies the value", () => {
    const ui = opened();
    ui.press("y");
    expect(ui.effects).toEqual([{ kind: "copy", text: "c0ffee" }]);
  });
});

describe("what stands for a record", () => {
  test("says where there is none, and why", () => {
    const none = { source: null, message: "LXC has no record", nodes: [], isCut: false };
    expect(inspectSection(detailOf({ inspection: none })).empty).toBe("LXC has no record");
    const service = detailOf({ group: groupOf("a", { kind: "service" }), inspection: null });
    expect(inspectSection(service).empty).toContain("no container but a service");
    expect(inspectSection(detailOf({})).empty).toBe("reading …");
  });

  test("says that it was read from a file, and why", () => {
    const file = { ...inspection, source: "/x/config.json", message: "docker does not answer" };
    expect(inspectSection(detailOf({ inspection: file })).title).toBe(
      "Record of /x/config.json; which is read because docker does not answer; E shows what may be secret",
    );
  });
});
