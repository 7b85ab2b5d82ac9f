import { expect, test } from "vitest";
import { textFilter } from "../../src/report/text-filter.ts";

test.each([
  ["api", "shop API 4", true],
  ["API", "shop api 4", true],
  ["api", "shop db", false],
  ["!api", "shop api 4", false],
  ["!api", "shop db", true],
  ["", "anything", true],
  ["!", "anything", true],
  ["!!", "what!", false],
  [".*", "anything", false],
])("the filter %j lets %j through: %s", (filter, text, passes) => {
  expect(textFilter(filter)(text)).toBe(passes);
});
