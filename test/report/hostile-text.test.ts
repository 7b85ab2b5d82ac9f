import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Show } from "../../src/model/detail.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { GROUP_BY } from "../../src/report/group-by.ts";
import { jsonText } from "../../src/report/json.ts";
import { listTable } from "../../src/report/list-table.ts";
import { showText } from "../../src/report/show-text.ts";
import { PIPE, SHOW, SNAPSHOT } from "./fixture.ts";

/** Reports' own sequences: bold, red, yellow, and back. */
const OWN_SEQUENCES = /\x1b\[(?:0|1|31|33)m/g;

/** What moves the cursor, hides, reorders, or is no text. */
const HOSTILE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

const NASTY = [
  "\x1b[2J",
  "\x1b]52;c;AAAA\x07",
  "\x9b31m",
  "a\nb",
  "\r",
  "\u202e",
  "\u200b",
  "\u2028",
  "\udcff",
  "e\u0301",
  "日",
  "",
];

/** Any text at all, and often the worst. */
const text = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: fc.constantFrom(...NASTY) }));

const paper = fc.record({
  color: fc.boolean(),
  ascii: fc.boolean(),
  columns: fc.option(fc.integer({ min: 1, max: 300 })),
});

/** The same, with one text in the place of every text. */
function poisoned<Value>(value: Value, poison: string): Value {
  return JSON.parse(JSON.stringify(value), (_key, part) => (typeof part === "string" ? poison : part));
}

const poisonedSnapshot: fc.Arbitrary<Snapshot> = text.map((poison) => poisoned(SNAPSHOT, poison));
const poisonedShow: fc.Arbitrary<Show> = text.map((poison) => poisoned(SHOW, poison));

describe("whatever the host's names,", () => {
  test("a list holds no control character but line feeds and its own colours", () => {
    fc.assert(
      fc.property(poisonedSnapshot, fc.constantFrom(...GROUP_BY), paper, (snapshot, groupBy, on) => {
        const printed = listTable(snapshot, snapshot.groups, groupBy, on);
        expect(harmless(printed, on.color)).not.toMatch(HOSTILE);
      }),
    );
  });

  test("a list has as many lines as with harmless ones", () => {
    const lines = listTable(SNAPSHOT, SNAPSHOT.groups, "container", PIPE).split("\n").length;
    fc.assert(
      fc.property(poisonedSnapshot, paper, (snapshot, on) => {
        expect(listTable(snapshot, snapshot.groups, "container", on).split("\n")).toHaveLength(lines);
      }),
    );
  });

  test("what is shown of a group holds no control character but line feeds and its own colours", () => {
    fc.assert(
      fc.property(poisonedShow, poisonedSnapshot, paper, (show, snapshot, on) => {
        expect(harmless(showText(show, snapshot, on), on.color)).not.toMatch(HOSTILE);
      }),
    );
  });

  test("JSON is exact, and holds no control character but line feeds", () => {
    fc.assert(
      fc.property(poisonedSnapshot, poisonedShow, (snapshot, show) => {
        for (const value of [snapshot, show]) {
          const json = jsonText(value);
          expect(JSON.parse(json)).toEqual(value);
          expect(harmless(json, false)).not.toMatch(HOSTILE);
        }
      }),
    );
  });
});

test("JSON is indented by two and ends with a line feed", () => {
  expect(jsonText(SNAPSHOT)).toMatch(/^\{\n {2}"schemaVersion": 1,\n[\s\S]*\n\}\n$/);
});

function harmless(printed: string, color: boolean): string {
  return (color ? printed.replace(OWN_SEQUENCES, "") : printed).replaceAll("\n", "");
}
