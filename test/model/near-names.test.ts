import { expect, test } from "vitest";
import { nearNames } from "../../src/model/near-names.ts";

const NAMES = ["nginx.service", "api-7f9c", "db", "redis", "web", "web"];

test.each([
  ["ngnix.service", ["nginx.service"]],
  ["NGINX", ["nginx.service"]],
  ["redsi", ["redis"]],
  ["bd", []],
  ["wbe", ["web"]],
  ["webb", ["web"]],
  ["xyz", []],
  ["", []],
])("near %j is %j", (text, near) => {
  expect(nearNames(text, NAMES)).toEqual(near);
});

test("the nearest come first, and no more than asked for", () => {
  expect(nearNames("apis", ["apix", "apis-2", "apisx", "apes"], 3)).toEqual(["apis-2", "apisx", "apes"]);
});

test("a very long name is not compared letter by letter", () => {
  expect(nearNames("a".repeat(5000), ["b".repeat(5000)])).toEqual([]);
});
