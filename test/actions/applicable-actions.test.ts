import { describe, expect, test } from "vitest";
import { applicableActions } from "../../src/actions/applicable-actions.ts";
import type { CustomCommand } from "../../src/actions/custom-command.ts";
import type { GroupSubject, ProcessSubject, Subject } from "../../src/actions/subject.ts";
import type { Group } from "../../src/model/snapshot.ts";
import { perNamespace } from "../../src/procfs/namespace-link.ts";
import { groupOf } from "../view/detail-fixture.ts";

const PRIVATE = perNamespace((type) => ({ inode: type.length, sharedWithHost: false, sharedWith: [] }));

function container(known: Partial<Group> = {}): GroupSubject {
  const group = groupOf("web", {
    containerId: "a".repeat(64),
    state: "running",
    frozen: false,
    leaderPid: 7,
    leaderStartTicks: 70,
    cgroupPath: "/docker/a",
    namespaces: PRIVATE,
    ...known,
  });
  return { kind: "group", group };
}

const PROCESS: ProcessSubject = { kind: "process", pid: 9, startTicks: 90, name: "nginx", groupId: "host" };
const COMMANDS: readonly CustomCommand[] = [
  { name: "strace", help: "Trace it", on: ["process"], argv: ["strace", "-p", "{pid}"] },
  { name: "look", help: "Look at it", on: ["container"], argv: ["look", "{id}"] },
];

function ids(...subjects: readonly Subject[]): readonly string[] {
  return applicableActions(subjects, COMMANDS).map(({ id }) => id);
}

const INSIDE = ["enter", "enter-net", "enter-pid", "enter-ipc", "enter-uts"];

describe("what applies to", () => {
  test("a container that runs", () => {
    expect(ids(container())).toEqual([
      ...["signal", "freeze", "pause", "stop", "restart", "kill", "remove", "limits"],
      ...[...INSIDE, "run:look"],
    ]);
  });

  test("one that its engine has paused: to unpause it, not to thaw it", () => {
    const found = ids(container({ state: "paused", frozen: true }));
    expect(found).toContain("unpause");
    expect(found).not.toContain("pause");
    expect(found).not.toContain("thaw");
    expect(found).not.toContain("freeze");
  });

  test("one that is frozen behind its engine's back: to thaw it", () => {
    expect(ids(container({ frozen: true }))).toContain("thaw");
    expect(ids(container({ frozen: true }))).not.toContain("freeze");
  });

  test("one of an engine without an API, or that does not answer: what needs no engine", () => {
    const without = ["signal", "freeze", ...INSIDE, "run:look"];
    expect(ids(container({ engine: "lxc" }))).toEqual(without);
    expect(ids(container({ engineEndpoint: null }))).toEqual(without);
  });

  test("a group whose freezer is not known: not to freeze it", () => {
    expect(ids(container({ frozen: null }))).not.toContain("freeze");
  });

  test("a set of namespaces: it has no cgroup of its own to freeze", () => {
    const found = ids(container({ kind: "namespace", engine: null, cgroupPath: null, containerId: null }));
    expect(found).toEqual(["signal", ...INSIDE]);
  });

  test("a container in the host's network: no shell in its network", () => {
    const namespaces = { ...PRIVATE, net: { inode: 1, sharedWithHost: true, sharedWith: [] } };
    expect(ids(container({ namespaces }))).not.toContain("enter-net");
    expect(ids(container({ namespaces }))).toContain("enter");
  });

  test("a group in the host's network: no command for a network of its own", () => {
    const watch: CustomCommand = { name: "watch", help: "", on: ["group"], argv: ["watch", "--net={netns}"] };
    const choices = (sharedWithHost: boolean | null) => {
      const namespaces = { ...PRIVATE, net: { inode: 1, sharedWithHost, sharedWith: [] } };
      return applicableActions([container({ namespaces })], [watch]).map(({ id }) => id);
    };
    expect(choices(true)).not.toContain("run:watch");
    expect(choices(false)).toContain("run:watch");
    expect(choices(null)).toContain("run:watch");
  });

  test("the host: nothing", () => {
    const host = container({ kind: "host", engine: null, containerId: null, frozen: null });
    expect(applicableActions([host], [])).toEqual([]);
  });

  test("a process of the host, and one of a container", () => {
    expect(ids(PROCESS)).toEqual(["signal", "run:strace"]);
    expect(ids({ ...PROCESS, groupId: "a" })).toEqual(["signal", ...INSIDE, "run:strace"]);
  });

  test("several: what applies to each, and nothing that takes the terminal", () => {
    expect(ids(container(), container())).toEqual([
      ...["signal", "freeze", "pause", "stop", "restart", "kill", "remove", "limits"],
    ]);
    expect(ids(container(), container({ state: "paused", frozen: true }))).toEqual([
      ...["signal", "stop", "restart", "kill", "remove", "limits"],
    ]);
    expect(ids(container(), PROCESS)).toEqual(["signal"]);
    expect(ids()).toEqual([]);
  });
});

describe("an entry's order", () => {
  const of = (id: string, ...subjects: readonly Subject[]) => {
    const found = applicableActions(subjects, COMMANDS).find((choice) => choice.id === id);
    if (found === undefined) throw new Error(`${id} does not apply`);
    return found;
  };

  test("of a signal to a group is one to its first process", () => {
    const group = container();
    expect(of("signal", group).order({ signal: "SIGHUP" })).toEqual({
      action: "signal",
      signal: "SIGHUP",
      subjects: [
        { kind: "process", pid: 7, startTicks: 70, name: "first process of web", groupId: group.group.id },
      ],
    });
    expect(of("signal", group).order({})).toMatchObject({ signal: "SIGTERM" });
  });

  test("is about just the subjects that it was made for", () => {
    const subjects = [container(), container()];
    expect(of("stop", ...subjects).order({})).toEqual({ action: "stop", subjects });
    const limits = { memoryBytes: 1 };
    expect(of("limits", ...subjects).order({ limits })).toEqual({ action: "limits", subjects, limits });
  });

  test("of a shell is in all namespaces, of the host's tools in one", () => {
    const subject = container();
    expect(of("enter", subject).order({})).toEqual({
      action: "enter",
      subject,
      namespaces: "all",
      command: null,
    });
    expect(of("enter-net", subject).order({})).toMatchObject({ namespaces: ["net"] });
    expect(of("run:look", subject).order({})).toEqual({ action: "run", subject, command: COMMANDS[1] });
  });
});

test("no two entries have the same id or the same key", () => {
  const choices = applicableActions([container()], COMMANDS);
  const keys = choices.flatMap(({ key }) => key ?? []);
  expect(new Set(choices.map(({ id }) => id)).size).toBe(choices.length);
  expect(keys).toEqual(["x", "z", "S", "H"]);
});
