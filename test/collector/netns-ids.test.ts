import { expect, test } from "vitest";
import { parseNetnsIds } from "../../src/collector/netns-ids.ts";

test("numbers may be printed as numbers or as texts, and a namespace may have none", () => {
  const namespaces = [
    { ns: 4026531840, netnsid: "0" },
    { ns: "4026532000", netnsid: 3 },
    { ns: 4026532001, netnsid: "unassigned" },
    { ns: 4026532002 },
  ];
  expect(parseNetnsIds(JSON.stringify({ namespaces }))).toEqual(
    new Map([
      [0, 4026531840],
      [3, 4026532000],
    ]),
  );
});

test("when there is no namespace nothing is printed", () => {
  expect(parseNetnsIds("\n")).toEqual(new Map());
});

test.each(["[", "[]", "1", '{"namespaces":{}}', '{"namespaces":[null]}'])("%s is malformed", (text) => {
  expect(() => parseNetnsIds(text)).toThrow(SyntaxError);
});
