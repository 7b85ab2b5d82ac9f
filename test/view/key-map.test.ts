import { expect, test } from "vitest";
import type { Place } from "../../src/view/key-binding.ts";
import { keyLabel, keyLabels } from "../../src/view/key-labels.ts";
import { bindingOf, KEY_MAP } from "../../src/view/key-map.ts";

const PLACES: readonly (readonly Place[])[] = [
  ["list", "overview"],
  ["list", "page"],
  ["list", "page", "cells"],
  ["list", "process"],
  ["list", "overview", "acting"],
  ["list", "page", "acting"],
  ["list", "page", "cells", "acting"],
  ["list", "page", "log", "acting"],
  ["list", "page", "record", "acting"],
  ["list", "process", "acting"],
  ["help"],
  ["chooser"],
  ["chooser", "menu"],
  ["prompt"],
  ["picker"],
  ["form"],
  ["question"],
  ["word"],
  ["frozen"],
];

test.each(PLACES.map((places) => ({ places })))("no key has two meanings in $places", ({ places }) => {
  const keys = KEY_MAP.filter(({ where }) => where.some((place) => places.includes(place))).flatMap(
    (binding) => binding.keys,
  );
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
});

test.each(PLACES.map((places) => ({ places })))("there is a way out of $places", ({ places }) => {
  expect(bindingOf("ctrl-c", places)?.action).toBe("quit");
  expect(bindingOf("escape", places)?.action).toMatch(/back|close|no/);
});

test("a key without a meaning has none", () => {
  expect(bindingOf("Z", ["list", "overview"])).toBeNull();
  expect(bindingOf("g", ["list", "page"])).toBeNull();
});

test("keys are written as people write them", () => {
  expect(["up", "page-down", "f5", "ctrl-c", "shift-tab", "j"].map(keyLabel)).toEqual([
    "↑",
    "PgDn",
    "F5",
    "Ctrl-C",
    "Shift-Tab",
    "j",
  ]);
});

test("the digits of the tabs are written as a range", () => {
  const tabs = KEY_MAP.find(({ action }) => action === "tab");
  expect(tabs && keyLabels(tabs)).toBe("1 … 0");
});
