import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arrangeRows } from "../../src/view/section-rows.ts";
import { arbitraryArrangement, arbitraryRows, PLAIN, type TreeRow, treeSection } from "./tree-fixture.ts";

const ROWS: readonly TreeRow[] = [
  { id: "init", parent: null, value: 1 },
  { id: "shell", parent: "init", value: 5 },
  { id: "sleep", parent: "shell", value: 0 },
  { id: "web", parent: "init", value: 95 },
  { id: "other", parent: null, value: null },
];

function keys(...given: Parameters<typeof arrangeRows>): readonly string[] {
  return arrangeRows(...given).map(({ key }) => key);
}

describe("a tree", () => {
  test("is drawn with its branches", () => {
    const rows = arrangeRows(treeSection(ROWS), PLAIN);
    expect(rows.map(({ branch, key }) => branch + key)).toEqual([
      "init",
      "├─ shell",
      "│  └─ sleep",
      "└─ web",
      "other",
    ]);
  });

  test("is sorted among siblings", () => {
    const sort = { column: "value", reverse: false };
    expect(keys(treeSection(ROWS), { ...PLAIN, sort })).toEqual(["init", "web", "shell", "sleep", "other"]);
  });

  test("counts what is folded away under a row", () => {
    const [init] = arrangeRows(treeSection(ROWS), { ...PLAIN, folded: new Set(["init"]) });
    expect(init).toMatchObject({ key: "init", hidden: 3 });
  });

  test("that is not wanted leaves a flat list", () => {
    const rows = arrangeRows(treeSection(ROWS), { ...PLAIN, tree: false, folded: new Set(["init"]) });
    expect(rows.map(({ branch, hidden }) => [branch, hidden])).toEqual(ROWS.map(() => ["", 0]));
  });

  test("keeps rows below the one they fold under even then", () => {
    const section = treeSection(ROWS, { foldsUnder: ({ id }) => (id === "web" ? "other" : null) });
    const flat = { ...PLAIN, tree: false };
    expect(keys(section, flat)).toEqual(["init", "shell", "sleep", "other", "web"]);
    expect(keys(section, { ...flat, folded: new Set(["other"]) })).toEqual([
      "init",
      "shell",
      "sleep",
      "other",
    ]);
  });

  test("of 20,000 processes that are each other's child is walked", () => {
    const chain = Array.from({ length: 20_000 }, (_, index) => ({
      id: `p${index}`,
      parent: index === 0 ? null : `p${index - 1}`,
      value: 0,
    }));
    expect(arrangeRows(treeSection(chain), PLAIN)).toHaveLength(20_000);
    expect(arrangeRows(treeSection(chain), { ...PLAIN, folded: new Set(["p0"]) })[0]?.hidden).toBe(19_999);
  });
});

describe("a filter", () => {
  test("keeps rows that hold a text, folded ones among them, on one level", () => {
    const rows = arrangeRows(treeSection(ROWS), { ...PLAIN, filter: "s", folded: new Set(["init"]) });
    expect(rows.map(({ key, branch }) => [key, branch])).toEqual([
      ["shell", ""],
      ["sleep", ""],
    ]);
  });

  test("with ! keeps the others", () => {
    expect(keys(treeSection(ROWS), { ...PLAIN, filter: "!s" })).toEqual(["init", "web", "other"]);
  });

  test("for faults keeps rows with something wrong", () => {
    expect(keys(treeSection(ROWS), { ...PLAIN, faultsOnly: true })).toEqual(["web"]);
  });
});

describe("sorting", () => {
  const flat = { ...PLAIN, tree: false };

  test("puts what is not known last, either way round", () => {
    expect(keys(treeSection(ROWS), { ...flat, sort: { column: "value", reverse: false } }).at(-1)).toBe(
      "other",
    );
    expect(keys(treeSection(ROWS), { ...flat, sort: { column: "value", reverse: true } })).toEqual([
      "sleep",
      "init",
      "shell",
      "web",
      "other",
    ]);
  });

  test("leaves rows where they are that show the same", () => {
    const rows = [0.4, 0.1, 0.3, 5].map((value, index) => ({ id: `r${index}`, parent: null, value }));
    expect(keys(treeSection(rows), { ...flat, sort: { column: "value", reverse: false } })).toEqual([
      "r3",
      "r0",
      "r1",
      "r2",
    ]);
  });

  test("by a column that the list does not have changes nothing", () => {
    const sort = { column: "nothing", reverse: true };
    expect(keys(treeSection(ROWS), { ...flat, sort })).toEqual(ROWS.map(({ id }) => id));
  });
});

describe("however rows hang together", () => {
  test("every row is shown at most once, and exactly once when nothing is folded or filtered", () => {
    fc.assert(
      fc.property(arbitraryRows, arbitraryArrangement, (rows, arrangement) => {
        const shown = keys(treeSection(rows), arrangement);
        expect(new Set(shown).size).toBe(shown.length);
        const everything = keys(treeSection(rows), {
          ...PLAIN,
          sort: arrangement.sort,
          tree: arrangement.tree,
        });
        expect(everything.toSorted()).toEqual(rows.map(({ id }) => id).toSorted());
      }),
    );
  });

  test("no descendant of a folded row is shown, and each is counted", () => {
    fc.assert(
      fc.property(arbitraryRows, arbitraryArrangement, (rows, { folded, sort }) => {
        const arranged = arrangeRows(treeSection(rows), { ...PLAIN, sort, folded });
        expect(arranged.filter(({ parent }) => parent !== null && folded.has(parent))).toEqual([]);
        const hidden = arranged.reduce((sum, row) => sum + row.hidden, 0);
        expect(arranged.length + hidden).toBe(rows.length);
      }),
    );
  });

  test("a parent is shown before its children", () => {
    fc.assert(
      fc.property(arbitraryRows, arbitraryArrangement, (rows, { folded, sort }) => {
        const arranged = arrangeRows(treeSection(rows), { ...PLAIN, sort, folded });
        const places = new Map(arranged.map(({ key }, place) => [key, place]));
        for (const { key, parent } of arranged) {
          if (parent !== null) expect(places.get(parent)).toBeLessThan(places.get(key) ?? -1);
        }
      }),
    );
  });
});
