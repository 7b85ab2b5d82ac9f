import { expect, test } from "vitest";
import { descriptorBudget } from "../../src/host/descriptor-budget.ts";

function limits(soft: string): string {
  return `Limit                     Soft Limit           Hard Limit           Units     \nMax open files            ${soft.padEnd(20)} 524288               files     \n`;
}

test.each([
  ["1024", 768],
  ["64", 32],
  ["524288", 16_384],
  ["unlimited", 16_384],
])("of %s descriptors so many are kept open", (soft, expected) => {
  expect(descriptorBudget(limits(soft))).toBe(expected);
});

test("a limit that cannot be read is taken to be the usual one", () => {
  expect(descriptorBudget(null)).toBe(768);
});

test("its own limit leaves room for some", () => {
  expect(descriptorBudget()).toBeGreaterThan(0);
});
