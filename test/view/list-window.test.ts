import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ListLines, listLines } from "../../src/view/list-lines.ts";
import { INITIAL_LIST, type ListState } from "../../src/view/list-state.ts";
import { cursorRow, heldByRow, settle, withCursorAt } from "../../src/view/list-window.ts";
import { arbitraryRows, PLAIN, treeSection } from "./tree-fixture.ts";

/** A flat list of rows with these keys, in a window of `height` lines. */
function spaceOf(height: number, ...ids: readonly string[]): ListLines & { height: number } {
  const rows = ids.map((id) => ({ id, parent: null, value: 0 }));
  return { ...listLines([treeSection(rows)], PLAIN), height };
}

function letters(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `r${index}`);
}

const on = (cursorKey: string, cursorIndex: number, more: Partial<ListState> = {}): ListState => ({
  ...INITIAL_LIST,
  cursorKey,
  cursorIndex,
  ...more,
});

describe("when rows move", () => {
  test("a cursor at rest stays at the top", () => {
    expect(settle(INITIAL_LIST, spaceOf(3, "b", "a", "c"))).toMatchObject({
      cursorKey: null,
      cursorIndex: 0,
      top: 0,
    });
  });

  test("a cursor on a row goes with it while it is on screen", () => {
    expect(settle(on("a", 0), spaceOf(3, "b", "c", "a", "d"))).toMatchObject({
      cursorKey: "a",
      cursorIndex: 2,
      top: 0,
    });
  });

  test("when its row leaves the screen, the cursor keeps its place and the window stands still", () => {
    const settled = settle(on("a", 1), spaceOf(3, "b", "c", "d", "e", "a"));
    expect(settled).toMatchObject({ cursorKey: "c", cursorIndex: 1, top: 0 });
  });

  test("the window goes with the row where it is followed", () => {
    const settled = settle(on("a", 1, { follow: true }), spaceOf(3, "b", "c", "d", "e", "a"));
    expect(settled).toMatchObject({ cursorKey: "a", cursorIndex: 4, top: 2 });
  });

  test("a row that went leaves the cursor on the next one, the last on the last", () => {
    expect(settle(on("b", 1), spaceOf(3, "a", "c"))).toMatchObject({ cursorKey: "c", cursorIndex: 1 });
    expect(settle(on("c", 2), spaceOf(3, "a", "b"))).toMatchObject({ cursorKey: "b", cursorIndex: 1 });
  });

  test("a row to come back to is waited for while there are none", () => {
    const waiting = settle(on("z", 5, { reveal: true }), spaceOf(3));
    expect(waiting).toMatchObject({ cursorKey: "z", reveal: true });
    expect(settle(waiting, spaceOf(3, "a", "b", "c", "d", "z"))).toMatchObject({
      cursorKey: "z",
      cursorIndex: 4,
      top: 2,
      reveal: false,
    });
  });

  test("the same object comes back when nothing changes", () => {
    const space = spaceOf(3, "a", "b");
    const settled = settle(on("b", 1), space);
    expect(settle(settled, space)).toBe(settled);
  });
});

describe("the cursor", () => {
  const space = spaceOf(4, ...letters(10));
  const at = (list: ListState, index: number) => settle(withCursorAt(list, index, space), space);

  test("rests on the first row", () => {
    expect(at(on("r5", 5, { top: 3 }), 0)).toMatchObject({ cursorKey: null, cursorIndex: 0, top: 0 });
  });

  test("moves the window no more than it must", () => {
    expect(at(INITIAL_LIST, 3)).toMatchObject({ cursorIndex: 3, top: 0 });
    expect(at(INITIAL_LIST, 4)).toMatchObject({ cursorIndex: 4, top: 1 });
    expect(at(on("r9", 9, { top: 6 }), 5)).toMatchObject({ cursorIndex: 5, top: 5 });
  });

  test("stops at the ends", () => {
    expect(at(INITIAL_LIST, Number.POSITIVE_INFINITY)).toMatchObject({ cursorIndex: 9, top: 6 });
    expect(at(on("r9", 9, { top: 6 }), Number.NEGATIVE_INFINITY)).toMatchObject({ cursorIndex: 0, top: 0 });
  });

  test("is held by the row it rests on when that is left", () => {
    expect(heldByRow(INITIAL_LIST, space)).toMatchObject({ cursorKey: "r0", reveal: true });
  });
});

test("a first row is shown with the titles above it, a last one with what is below it", () => {
  const section = (id: string, title: string) => treeSection([{ id, parent: null, value: 0 }], { title });
  const sections = [section("a", "First"), { ...section("b", "Second"), columns: {} }];
  const empty = { ...treeSection([], { title: "Third" }), columns: {} };
  const space = { ...listLines([...sections, empty], PLAIN), height: 4 };
  const down = settle(withCursorAt(INITIAL_LIST, 1, space), space);
  expect(down.top).toBe(space.lines.length - 4);
  expect(settle(withCursorAt(down, 0, space), space).top).toBe(0);
});

test("whatever happens, the cursor is on a row, and that is in the window", () => {
  const arbitraryList = fc.record({
    cursorKey: fc.option(fc.nat(40).map((row) => `r${row}`)),
    cursorIndex: fc.nat(60),
    top: fc.nat(60),
    reveal: fc.boolean(),
    follow: fc.boolean(),
  });
  fc.assert(
    fc.property(arbitraryRows, arbitraryList, fc.integer({ min: 1, max: 12 }), (rows, known, height) => {
      const space = { ...listLines([treeSection(rows)], PLAIN), height };
      const list = settle({ ...INITIAL_LIST, ...known }, space);
      if (rows.length === 0) return;
      expect(cursorRow(list, space)).not.toBeNull();
      expect(list.cursorIndex).toBeGreaterThanOrEqual(list.top);
      expect(list.cursorIndex).toBeLessThan(list.top + height);
      expect(list.top).toBeLessThanOrEqual(Math.max(0, rows.length - height));
    }),
  );
});

describe("where the newest rows are the last ones", () => {
  const log = (height: number, ...ids: readonly string[]) => ({
    ...spaceOf(height, ...ids),
    restsAtEnd: true,
  });
  const space = log(4, ...letters(10));

  test("the cursor rests at the last row, and the window shows as many before it as it can", () => {
    expect(settle(INITIAL_LIST, space)).toMatchObject({ cursorKey: null, cursorIndex: 9, top: 6 });
    expect(settle(INITIAL_LIST, log(4, "a", "b"))).toMatchObject({ cursorIndex: 1, top: 0 });
    const end = withCursorAt(on("r2", 2), Number.POSITIVE_INFINITY, space);
    expect(end).toMatchObject({ cursorKey: null, cursorIndex: 9 });
    expect(withCursorAt(INITIAL_LIST, 0, space)).toMatchObject({ cursorKey: "r0", cursorIndex: 0 });
  });

  test("rows that come or go move nothing that is read", () => {
    const reading = settle(withCursorAt(INITIAL_LIST, 5, space), space);
    expect(settle(reading, log(4, ...letters(20)))).toMatchObject({ cursorIndex: 5, top: reading.top });
    const without = log(4, ...letters(20).slice(2));
    expect(settle(reading, without)).toMatchObject({ cursorKey: "r5", cursorIndex: 3, top: reading.top - 2 });
  });

  test("a cursor whose row is gone is on the oldest there is", () => {
    const reading = settle(withCursorAt(INITIAL_LIST, 1, space), space);
    expect(settle(reading, log(4, ...letters(30).slice(20)))).toMatchObject({ cursorIndex: 0, top: 0 });
  });
});
