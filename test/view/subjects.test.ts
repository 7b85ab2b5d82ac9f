import { expect, test } from "vitest";
import { chosenSubjects } from "../../src/view/subjects.ts";
import { ActingUi, containerOf } from "./acting-ui.ts";
import { detailOf, groupOf, processOf } from "./detail-fixture.ts";

const WEB = containerOf("web");
const DATABASE = containerOf("database");
const HOST = groupOf("host", { kind: "host", engine: null });
const GROUPS = [WEB, DATABASE, HOST];

function started(): ActingUi {
  const ui = new ActingUi();
  ui.source.say(GROUPS);
  ui.press("/", "web", "enter");
  return ui;
}

/** Who an action would be done to, or why there is nobody. */
function chosen({ view: { state, scene } }: ActingUi): unknown {
  const found = chosenSubjects(state, scene);
  if ("refusal" in found) return found.refusal;
  return found.subjects.map((subject) =>
    subject.kind === "group" ? subject.group.name : `${subject.pid} in ${subject.groupId}`,
  );
}

test("a row of the overview is its group", () => {
  expect(chosen(started())).toEqual(["web"]);
});

test("on a page it is the row where it is a process, else what the page is of", () => {
  const ui = started();
  ui.press("enter");
  const target = { kind: "group", groupId: WEB.id } as const;
  ui.answer(GROUPS, detailOf({ target, group: WEB, processes: [processOf(7)] }));
  expect(chosen(ui)).toEqual([`7 in ${WEB.id}`]);
  ui.press("3");
  expect(chosen(ui)).toEqual(["web"]);
  ui.press("1", "enter");
  ui.answer(GROUPS, detailOf({ target: { kind: "process", pid: 7 }, group: WEB, processes: [processOf(7)] }));
  expect(chosen(ui)).toEqual([`7 in ${WEB.id}`]);
});

test("of a process in a namespace that several groups are in, the group is not known", () => {
  const ui = started();
  ui.press("enter", "4");
  const namespaces = { ...WEB.namespaces, net: { inode: 9, sharedWithHost: false, sharedWith: [] } };
  const group = { ...WEB, namespaces };
  ui.answer(GROUPS, detailOf({ target: { kind: "group", groupId: WEB.id }, group }));
  while (!(ui.cursor ?? "").includes("net")) ui.press("down");
  ui.press("enter");
  const target = { kind: "namespace", type: "net", inode: 9 } as const;
  const groupIds = [WEB.id, DATABASE.id];
  ui.answer(GROUPS, detailOf({ target, group, groupIds, processes: [processOf(7)] }));
  expect(chosen(ui)).toEqual(["web"]);
  ui.press("end");
  expect(chosen(ui)).toEqual(["7 in "]);
});

test("what is gone, and the past, are not acted on", () => {
  const ui = started();
  ui.press("enter");
  ui.answer([DATABASE], null);
  ui.answer([DATABASE], null);
  expect(chosen(ui)).toContain("gone");
  const paused = started();
  paused.press("p");
  expect(chosen(paused)).toContain("p goes on");
});

test("a page of the whole host is nothing to act on where no row is", () => {
  const ui = started();
  ui.press("e");
  ui.answer(GROUPS, detailOf({ target: { kind: "host" }, group: HOST }));
  expect(chosen(ui)).toContain("nothing to act on");
  ui.press("2");
  expect(chosen(ui)).toEqual(["host"]);
});
