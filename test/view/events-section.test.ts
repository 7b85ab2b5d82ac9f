import { describe, expect, test } from "vitest";
import type { HostEvent } from "../../src/model/host-event.ts";
import { eventsSection } from "../../src/view/events-section.ts";
import { fakeEvent } from "../stream/fake-snapshot.ts";

const CREATED = fakeEvent("uts:70 appeared, made by sleep (pid 42)", {
  at: "2024-01-02T03:04:05.000Z",
  kind: "namespace-created",
  pid: 42,
  comm: "sleep",
  type: "uts",
  from: 2,
  to: 70,
  groupName: "sleep 70",
});
const MOVED: HostEvent = { ...CREATED, kind: "namespace-moved", sentence: "sleep (pid 42) moved" };
const EMPTIED: HostEvent = { ...CREATED, kind: "namespace-emptied", from: null, sentence: "it was the last" };
const PINNED: HostEvent = {
  ...EMPTIED,
  kind: "namespace-pinned",
  pid: 1,
  comm: "init",
  sentence: "it stays",
};
const STARTED = fakeEvent("web started", { groupId: "a1", groupName: "web" });

describe("the list of events", () => {
  test("has the newest first", () => {
    expect(eventsSection([CREATED, MOVED]).rows).toEqual([MOVED, CREATED]);
  });

  test("shows what happened to a namespace: by whom, from where to where", () => {
    const { columns } = eventsSection([]);
    const cells = Object.values(columns).map(({ title, text }) => [title, text(CREATED)]);
    expect(Object.fromEntries(cells)).toMatchObject({
      TIME: expect.stringMatching(/^\d\d:\d\d:05$/),
      EVENT: "appeared",
      PID: "42",
      COMMAND: "sleep",
      TYPE: "uts",
      "FROM → TO": "2 → 70",
      GROUP: "sleep 70",
      WHAT: "uts:70 appeared, made by sleep (pid 42)",
    });
  });

  test("shows no namespace where none was left, and none at all of a container", () => {
    const { columns } = eventsSection([]);
    const shown = (event: HostEvent) => [columns["type"]?.text(event), columns["change"]?.text(event)];
    expect([EMPTIED, STARTED].map(shown)).toEqual([
      ["uts", "→ 70"],
      ["", ""],
    ]);
    expect([columns["pid"]?.text(STARTED), columns["command"]?.text(STARTED)]).toEqual(["-", "-"]);
  });

  test("leads to the namespace, the process or the container; not to where nobody is any more", () => {
    const { opens } = eventsSection([]);
    expect([CREATED, MOVED, EMPTIED, PINNED, STARTED].map((event) => opens?.(event))).toEqual([
      { kind: "target", target: { kind: "namespace", type: "uts", inode: 70 } },
      { kind: "process", pid: 42 },
      null,
      { kind: "process", pid: 1 },
      { kind: "target", target: { kind: "group", groupId: "a1" } },
    ]);
  });

  test("marks what somebody should look at", () => {
    const { faulty } = eventsSection([]);
    const oom = fakeEvent("web ran out of memory", { kind: "container-oom" });
    expect([CREATED, EMPTIED, STARTED, PINNED, oom].map((event) => faulty?.(event))).toEqual([
      false,
      false,
      false,
      true,
      true,
    ]);
  });

  test("has a key for each, which stays when others come", () => {
    const twin: HostEvent = { ...CREATED };
    const key = (events: readonly HostEvent[], event: HostEvent) => eventsSection(events).key(event);
    expect(key([CREATED, twin, MOVED], CREATED)).toBe(key([CREATED], CREATED));
    expect(key([CREATED, twin], twin)).not.toBe(key([CREATED, twin], CREATED));
  });

  test("is filtered by the name of a process, a group or a namespace", () => {
    const { searchText } = eventsSection([]);
    expect(searchText(CREATED)).toBe(
      "appeared 42 sleep uts 2 → 70 sleep 70 uts:70 appeared, made by sleep (pid 42)",
    );
  });
});
