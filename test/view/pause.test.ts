import { expect, test } from "vitest";
import type { HostEvent } from "../../src/model/host-event.ts";
import { shownEvents } from "../../src/view/pause.ts";
import type { UiState } from "../../src/view/ui-state.ts";
import { groupOf } from "./detail-fixture.ts";
import { TestUi } from "./ui-fixture.ts";

function eventAt(second: number): HostEvent {
  const at = new Date(Date.UTC(2026, 0, 2, 3, 4, second)).toISOString();
  const about = { pid: null, comm: null, type: null, from: null, to: null, groupId: null, groupName: null };
  return { at, kind: "container-started", ...about, sentence: `second ${second}` };
}

test("what happened later than the sample that is looked at is not shown while paused", () => {
  const ui = new TestUi();
  ui.source.say([groupOf("web")]);
  ui.source.say([groupOf("web")]);
  ui.source.change({ events: [eventAt(5), eventAt(6)] });
  const shown = ({ pause }: UiState) => shownEvents(pause, ui.view.stream).map(({ sentence }) => sentence);
  ui.press("p");
  ui.source.change({ events: [eventAt(5), eventAt(6), eventAt(7)] });
  expect(shown(ui.view.state)).toEqual(["second 5", "second 6"]);
  ui.press("[");
  expect(shown(ui.view.state)).toEqual(["second 5"]);
  ui.press("p");
  expect(shown(ui.view.state)).toEqual(["second 5", "second 6", "second 7"]);
});
