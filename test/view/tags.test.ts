import { expect, test } from "vitest";
import { ActingUi, containerOf } from "./acting-ui.ts";
import { detailOf, groupOf, processOf } from "./detail-fixture.ts";

const [ONE, TWO, THREE] = [containerOf("one"), containerOf("two"), containerOf("three")];
const ALL = [ONE, TWO, THREE];

function started(): ActingUi {
  const ui = new ActingUi();
  ui.source.say(ALL);
  ui.press("N");
  return ui;
}

/** Names of what an action would be done to, as its question lists them. */
function asked(ui: ActingUi): readonly string[] {
  ui.press("z");
  const { mode } = ui.view.state;
  ui.press("n");
  if (mode.kind !== "question" || !("subjects" in mode.order)) return [];
  return mode.order.subjects.map((subject) => (subject.kind === "group" ? subject.group.name : subject.name));
}

function status(ui: ActingUi): number {
  const { list } = ui.view.state.screens[0];
  return list.tagged.size;
}

test("the cursor goes on to the next row, so that a key held down tags many", () => {
  const ui = started();
  expect(ui.cursor).toBe(ONE.id);
  ui.press("T", "T");
  expect(ui.cursor).toBe(TWO.id);
  expect(asked(ui)).toEqual(["one", "three"]);
});

test("a tagged row is let go of with the same key, all with Esc", () => {
  const ui = started();
  ui.press("T", "home", "T");
  expect(status(ui)).toBe(0);
  ui.press("T", "T", "escape");
  expect(status(ui)).toBe(0);
  expect(asked(ui)).toEqual(["two"]);
});

test("Esc lets go of the tags first, then of the filter", () => {
  const ui = started();
  ui.press("/", "t", "enter", "T", "escape");
  expect(ui.view.state.screens[0].list).toMatchObject({ filter: "t", tagged: new Map() });
  ui.press("escape");
  expect(ui.view.state.screens[0].list.filter).toBe("");
});

test("Space tags where nothing folds, and folds where something does", () => {
  const ui = started();
  ui.press("space");
  expect(asked(ui)).toEqual(["one"]);
  ui.press("escape");
  const host = groupOf("host", { kind: "host", engine: null });
  ui.source.say([host, groupOf("cron", { kind: "service", engine: null, parentId: "host" })]);
  ui.press("space");
  expect(status(ui)).toBe(0);
  expect(ui.rows).toContain("cron");
});

test("tags survive sorting and samples; those that a filter hides count, and the question lists them", () => {
  const ui = started();
  ui.press("T", "T", "I");
  ui.source.say([TWO, THREE, ONE]);
  ui.press("/", "two", "enter");
  expect(status(ui)).toBe(2);
  expect(asked(ui).toSorted()).toEqual(["one", "three"]);
});

test("a tag falls off a row that is gone", () => {
  const ui = started();
  ui.press("T", "T");
  ui.source.say([TWO, THREE]);
  expect(asked(ui)).toEqual(["three"]);
  ui.source.say(ALL);
  expect(asked(ui)).toEqual(["three"]);
});

test("a tag falls off a process whose pid is another's by now", () => {
  const ui = started();
  ui.press("enter");
  const target = { kind: "group", groupId: ONE.id } as const;
  const answer = (startTicks: number) =>
    ui.answer(ALL, detailOf({ target, group: ONE, processes: [processOf(7, { startTicks }), processOf(8)] }));
  answer(1);
  ui.press("T");
  answer(1);
  const tagged = () => {
    const screen = ui.view.state.screens.at(-1);
    return screen?.kind === "page" ? [...(screen.lists[screen.tab]?.tagged.keys() ?? [])] : [];
  };
  expect(tagged()).toEqual(["process:7"]);
  answer(2);
  expect(tagged()).toEqual([]);
});

test("what is tagged is let go of once it was acted on", () => {
  const ui = started();
  ui.press("T", "T");
  ui.press("z");
  ui.store.change((state) => ({
    ...state,
    mode: "armed" in state.mode ? { ...state.mode, armed: true } : state.mode,
  }));
  ui.press("y");
  expect(ui.actor.done).toHaveLength(1);
  expect(status(ui)).toBe(0);
});
