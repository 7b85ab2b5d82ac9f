import { expect, test } from "vitest";
import { matchRank, narrowed } from "../../src/view/narrowed.ts";
import { ActingUi, containerOf } from "./acting-ui.ts";
import { detailOf } from "./detail-fixture.ts";

const WEB = containerOf("web");

function opened(typed: string): ActingUi {
  const ui = new ActingUi({ columns: 120, rows: 40 });
  ui.source.say([WEB]);
  ui.press(":");
  ui.store.press([...typed].map((character) => (character === " " ? "space" : character)));
  return ui;
}

test("what begins with the text comes before a word in it, and that before its middle", () => {
  const names = ["Unpause", "Do pause", "Pause"];
  expect(narrowed(names, "pause", (name) => name)).toEqual(["Pause", "Do pause", "Unpause"]);
  expect(narrowed(names, "", (name) => name)).toEqual(names);
  expect(matchRank("Sort by CPU%", "cpu so")).not.toBeNull();
  expect(matchRank("Sort by CPU%", "cpu x")).toBeNull();
});

test.each([
  ["netw", "Network map"],
  ["freez", "Freeze"],
  ["sort by mem", "Sort by MEM"],
  ["show image", "Show column IMAGE"],
  ["group by pod", "Group by pod"],
  ["pause", "Pause"],
  ["help", "Help"],
])("%j finds %j first", (typed, title) => {
  expect(opened(typed).choices[0]).toBe(title);
});

test("what is chosen is done: a column, an order of rows, rows together", () => {
  const ui = opened("show image");
  ui.press("enter", ":");
  expect(ui.view.state.screens[0].list.toggledColumns).toEqual(new Set(["image"]));
  ui.store.press([..."hide", "space", ..."image"]);
  ui.press("enter", ":");
  expect(ui.view.state.screens[0].list.toggledColumns).toEqual(new Set());
  ui.store.press([..."sort", "space", ..."name"]);
  ui.press("enter", ":");
  expect(ui.view.state.screens[0].list.sort).toEqual({ column: "name", reverse: false });
  ui.store.press([..."group", "space", ..."net"]);
  ui.press("enter");
  expect(ui.view.state).toMatchObject({ groupBy: "net", mode: { kind: "list" } });
});

test("an action asks, as its key does", () => {
  const ui = opened("freez");
  ui.press("enter");
  expect(ui.view.state.mode).toMatchObject({ kind: "question", order: { action: "freeze" } });
});

test("views are the tabs of the page, the overview, and the host's", () => {
  const ui = opened("");
  ui.press("escape", "enter");
  ui.answer([WEB], detailOf({ target: { kind: "group", groupId: WEB.id }, group: WEB, processes: [] }));
  ui.press(":");
  expect(ui.choices.slice(0, 2)).toEqual(["Processes", "Network"]);
  expect(ui.choices).toContain("Findings of the host");
  ui.store.press([..."limits"]);
  ui.press("enter");
  expect(ui.view.state.screens.at(-1)).toMatchObject({ kind: "page", tab: 4 });
  ui.press(":");
  ui.store.press([..."overview"]);
  ui.press("enter");
  expect(ui.view.state.screens).toHaveLength(1);
});

test("a key of the list is pressed on the list; from the help page it opens over the list", () => {
  const ui = opened("help");
  ui.press("enter");
  expect(ui.view.state.screens.at(-1)?.kind).toBe("help");
  ui.press(":");
  expect(ui.view.state).toMatchObject({ mode: { kind: "palette" }, screens: [{ kind: "overview" }] });
  ui.store.press([..."pause"]);
  expect(ui.view.scene.choices.map(({ key }) => key)).toContain("p");
});

test("nothing happens when nothing has such a name", () => {
  const ui = opened("no such thing");
  expect(ui.choices).toEqual([]);
  ui.press("enter");
  expect(ui.view.state.mode.kind).toBe("palette");
  ui.press("escape");
  expect(ui.view.state.mode.kind).toBe("list");
});
