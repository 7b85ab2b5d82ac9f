import { expect, test } from "vitest";
import { bar, fullness } from "../../src/view/bar.ts";
import { unpainted } from "../../src/view/theme.ts";

test.each([
  [0, "▕          ▏"],
  [50, "▕█████     ▏"],
  [43, "▕████▎     ▏"],
  [100, "▕██████████▏"],
  [250, "▕██████████▏"],
  [null, "▕          ▏"],
])("a bar of %j percent", (percent, drawn) => {
  expect(unpainted(bar(percent, 12))).toBe(drawn);
});

test("what runs out is looked at with concern", () => {
  expect([10, 75, 95, null].map(fullness)).toEqual([
    { color: "green" },
    { color: "yellow" },
    { color: "red" },
    undefined,
  ]);
});
