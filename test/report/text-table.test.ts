import { describe, expect, test } from "vitest";
import { printable, type TextColumn, textTable } from "../../src/report/text-table.ts";
import { PIPE } from "./fixture.ts";

interface Row {
  readonly name: string;
  readonly size: string;
  readonly note: string;
}

const COLUMNS: readonly TextColumn<Row>[] = [
  { title: "NAME", shrinks: true, text: ({ name }) => name },
  {
    title: "SIZE",
    align: "right",
    text: ({ size }) => size,
    paint: ({ size }) => (size === "9!" ? "red" : undefined),
  },
  { title: "NOTE", text: ({ note }) => note },
];

describe("a table", () => {
  test("is as wide as its widest cells, wide characters counted as two, without blanks at the ends of lines", () => {
    const rows = [
      { name: "日本", size: "9!", note: "" },
      { name: "a", size: "123456", note: "x" },
    ];
    expect(textTable(COLUMNS, rows, PIPE)).toEqual(["NAME    SIZE  NOTE", "日本      9!", "a     123456  x"]);
  });

  test("without rows is its titles", () => {
    expect(textTable(COLUMNS, [], PIPE)).toEqual(["NAME  SIZE  NOTE"]);
  });

  test("takes from the column that gives way what the terminal lacks", () => {
    const rows = [{ name: "a-name-of-thirty-characters-it-is", size: "1", note: "x" }];
    expect(textTable(COLUMNS, rows, { ...PIPE, columns: 30 })).toEqual([
      "NAME                SIZE  NOTE",
      "a-name-of-thirty-…     1  x",
    ]);
  });

  test("leaves that column enough to tell rows apart, however narrow the terminal", () => {
    const rows = [{ name: "a-name-of-thirty-characters-it-is", size: "1", note: "x" }];
    expect(textTable(COLUMNS, rows, { ...PIPE, ascii: true, columns: 1 })[1]).toBe("a-name-of-t~     1  x");
  });

  test("has colour only where it is wanted, around the whole cell", () => {
    const rows = [{ name: "a", size: "9!", note: "x" }];
    expect(textTable(COLUMNS, rows, { ...PIPE, color: true })).toEqual([
      "\x1b[1mNAME\x1b[0m  \x1b[1mSIZE\x1b[0m  \x1b[1mNOTE\x1b[0m",
      "a     \x1b[31m  9!\x1b[0m  x",
    ]);
  });

  test("makes the host's text visible once", () => {
    const rows = [{ name: "a\x1b[31m\\e", size: "1", note: "\n" }];
    expect(textTable(COLUMNS, rows, PIPE)[1]).toBe(String.raw`a\e[31m\e     1  \n`);
  });

  test("is ASCII where that is wanted, and nothing is lost", () => {
    const rows = [{ name: "日é", size: "1", note: "😀" }];
    expect(textTable(COLUMNS, rows, { ...PIPE, ascii: true })[1]).toBe("<U+65E5><U+00E9>     1  <U+1F600>");
  });
});

test("a line is made visible, and painted where there is colour", () => {
  expect(printable("a\nb", PIPE, "yellow")).toBe(String.raw`a\nb`);
  expect(printable("a", { ...PIPE, color: true }, "yellow")).toBe("\x1b[33ma\x1b[0m");
  expect(printable("", { ...PIPE, color: true }, "yellow")).toBe("");
});
