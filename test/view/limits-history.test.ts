import { expect, test } from "vitest";
import type { LimitRow } from "../../src/view/limit-rows.ts";
import { cgroupOf, cpuOf } from "./cgroup-fixture.ts";
import { detailOf, groupOf } from "./detail-fixture.ts";
import { TestUi } from "./ui-fixture.ts";

const web = (percent: number) =>
  groupOf("web", { cpu: { percent, limitPercent: null, throttledPercent: null } });

function shown(ui: TestUi): LimitRow["history"] {
  const row = ui.view.scene.sections[0]?.rows.find((each) => (each as LimitRow).name === "CPU");
  return (row as LimitRow).history;
}

test("the Limits tab asks for the control group, and has a history when that arrives", () => {
  const ui = new TestUi();
  for (const percent of [1, 2, 3]) ui.source.say([web(percent)]);
  ui.press("enter", "5");
  expect(ui.source.wanted.at(-1)?.detail?.parts).toEqual(["cgroup"]);
  ui.answer([web(4)], detailOf({ group: web(4), cgroup: cgroupOf({ cpu: cpuOf() }) }));
  expect(shown(ui)).toEqual([1, 2, 3, 4]);
});

test("while a person steps back the history ends at the sample that is shown", () => {
  const ui = new TestUi();
  for (const percent of [1, 2]) ui.source.say([web(percent)]);
  ui.press("enter", "5");
  const detail = detailOf({ group: web(3), cgroup: cgroupOf({ cpu: cpuOf() }) });
  ui.answer([web(3)], detail);
  ui.press("p");
  ui.answer([web(4)], detail);
  expect(shown(ui)).toEqual([1, 2, 3]);
  ui.press("[", "[");
  expect(shown(ui)).toEqual([1]);
  ui.press("]");
  expect(shown(ui)).toEqual([1, 2]);
  ui.press("p");
  expect(shown(ui)).toEqual([1, 2, 3, 4]);
});

test("the sections are made once for each sample, not for each key", () => {
  const ui = new TestUi();
  ui.source.say([web(1)]);
  ui.press("enter", "5");
  ui.answer([web(2)], detailOf({ group: web(2), cgroup: cgroupOf({ cpu: cpuOf() }) }));
  const { sections } = ui.view.scene;
  ui.press("j", "k", "G");
  expect(ui.view.scene.sections).toBe(sections);
});
