import { describe, expect, test } from "vitest";
import type { ProcessSample } from "../../src/collector/sample.ts";
import type { EngineEvent } from "../../src/engines/engine.ts";
import { deriveEvents, type Look } from "../../src/model/derive-events.ts";
import { deriveSnapshot } from "../../src/model/derive-snapshot.ts";
import { pinnedEvent } from "../../src/model/pinned-event.ts";
import {
  container,
  containerId,
  inContainer,
  namespaces,
  process,
  type SampleFacts,
  sample,
} from "./sample-builder.ts";

const WEB = containerId("a");
const AT = "2024-01-02T03:04:05.000Z";
const TOLD_AT = "2024-01-02T03:04:04.500Z";

function look(processes: readonly ProcessSample[], facts: SampleFacts = {}): Look {
  const taken = sample({ ...facts, processes });
  return { sample: taken, derivation: deriveSnapshot(taken, null) };
}

function engineEvent(facts: Partial<EngineEvent> & Pick<EngineEvent, "what">): EngineEvent {
  return { at: TOLD_AT, containerId: WEB, name: "web", exitCode: null, command: null, pid: null, ...facts };
}

const init = process({
  pid: 100,
  comm: "nginx",
  namespaces: namespaces({ net: 80 }),
  cgroup: inContainer(WEB),
});
const containers = [container({ id: WEB, name: "web", pid: 100 })];
const empty = look([]);
const running = look([init], { containers });

test("at the first look nothing has happened, whatever is there", () => {
  expect(deriveEvents(running, null)).toEqual([]);
});

describe("what a process does with a namespace", () => {
  test("is told with who did it, the namespace, and the group it is in", () => {
    expect(deriveEvents(running, empty)).toEqual([
      {
        at: AT,
        kind: "namespace-created",
        pid: 100,
        comm: "nginx",
        type: "net",
        from: 5,
        to: 80,
        groupId: WEB,
        groupName: "web",
        sentence: "net:80 appeared, made by nginx (pid 100)",
      },
    ]);
  });

  test("is told of the group that it was in when it has ended", () => {
    expect(deriveEvents(empty, running)).toEqual([
      {
        at: AT,
        kind: "namespace-emptied",
        pid: 100,
        comm: "nginx",
        type: "net",
        from: null,
        to: 80,
        groupId: WEB,
        groupName: "web",
        sentence: "nginx (pid 100) was the last process in net:80",
      },
    ]);
  });

  test("names both namespaces of a move", () => {
    const shell = process({ pid: 50 });
    const visitor = process({
      pid: 200,
      parentPid: 50,
      comm: "tcpdump",
      namespaces: namespaces({ net: 80 }),
    });
    const [moved] = deriveEvents(look([shell, init, visitor]), look([shell, init]));
    expect(moved).toMatchObject({
      kind: "namespace-moved",
      from: 5,
      to: 80,
      groupId: "net:80",
      sentence: "tcpdump (pid 200) moved from net:5 to net:80",
    });
  });
});

describe("what an engine tells", () => {
  const tells = (event: EngineEvent, before: Look = running) =>
    deriveEvents(look([init], { containers, engineEvents: [event] }), before);

  test("is told at the engine's time, with the container's first process", () => {
    expect(tells(engineEvent({ what: "started" }))).toEqual([
      {
        at: TOLD_AT,
        kind: "container-started",
        pid: 100,
        comm: "nginx",
        type: null,
        from: null,
        to: null,
        groupId: WEB,
        groupName: "web",
        sentence: "web started",
      },
    ]);
  });

  test("is told once", () => {
    const engineEvents = [engineEvent({ what: "started" })];
    const before = look([init], { engineEvents });
    const later = [...engineEvents, engineEvent({ what: "oom" })];
    expect(deriveEvents(look([init], { engineEvents: later }), before)).toMatchObject([
      { kind: "container-oom", sentence: "web ran out of memory" },
    ]);
  });

  test.each([
    [0, "web ran out of memory: the kernel killed java (pid 77)", 77],
    [60_000, "web ran out of memory", 100],
  ])(
    "of memory names whom the kernel killed, if its log tells of that time: %s ms before",
    (age, sentence, pid) => {
      const kill = {
        atMilliseconds: Date.parse(TOLD_AT) - age,
        pid: 77,
        comm: "java",
        cgroupPath: `/docker/${WEB}`,
        limitPath: `/docker/${WEB}`,
      };
      const now = look([init], {
        containers,
        engineEvents: [engineEvent({ what: "oom" })],
        oomKills: [kill],
      });
      expect(deriveEvents(now, running)).toMatchObject([{ kind: "container-oom", sentence, pid }]);
    },
  );

  test.each([
    [engineEvent({ what: "stopped" }), "web stopped"],
    [engineEvent({ what: "stopped", exitCode: 137 }), "web stopped with exit code 137"],
    [engineEvent({ what: "exec", command: "sh -l", pid: 100 }), "exec in web (pid 100): sh -l"],
    [engineEvent({ what: "exec", command: "sh -l" }), "exec in web: sh -l"],
    [engineEvent({ what: "exec" }), "exec in web"],
    [engineEvent({ what: "started", name: null }), "a00000000000 started"],
  ])("is said in a sentence: %#", (event, sentence) => {
    expect(tells(event)).toMatchObject([{ sentence }]);
  });

  test("of a container that has never been seen is told by its id", () => {
    const stopped = engineEvent({ what: "stopped", containerId: containerId("f"), name: "brief" });
    expect(tells(stopped)).toMatchObject([{ groupId: containerId("f"), groupName: "brief", pid: null }]);
  });

  test("of a container that has gone names the group and the process that it was", () => {
    const engineEvents = [engineEvent({ what: "stopped", name: null })];
    const [stopped] = deriveEvents(look([], { engineEvents }), running);
    expect(stopped).toMatchObject({ groupName: "web", pid: 100, comm: "nginx" });
  });
});

describe("a namespace that stays after its last process", () => {
  const [emptied] = deriveEvents(empty, running);
  if (emptied === undefined) throw new Error("the namespace was not emptied");

  test("is still its group's, and is told with what holds it", () => {
    const pin = { kind: "mount", pid: 1, path: "/run/netns/blue" } as const;
    expect(pinnedEvent(emptied, pin, empty)).toEqual({
      at: AT,
      kind: "namespace-pinned",
      pid: null,
      comm: null,
      type: "net",
      from: null,
      to: 80,
      groupId: WEB,
      groupName: "web",
      sentence: "net:80 stays after its last process: it is mounted at /run/netns/blue",
    });
  });

  test("is told with where it is mounted when that is not among the host's mounts", () => {
    const pin = { kind: "mount", pid: 300, path: "/host/run/netns/blue" } as const;
    const agent = process({ pid: 300, comm: "agent", namespaces: namespaces({ mnt: 90 }) });
    expect(pinnedEvent(emptied, pin, look([agent]))).toMatchObject({
      pid: 300,
      comm: "agent",
      sentence:
        "net:80 stays after its last process: it is mounted at /host/run/netns/blue in the mount namespace of agent (pid 300)",
    });
  });

  test.each([
    [{ kind: "fd", pid: 1, path: "/proc/1/fd/7" }, "init (pid 1) has it open as /proc/1/fd/7"],
    [{ kind: "fd", pid: 9, path: "/proc/9/fd/7" }, "pid 9 has it open as /proc/9/fd/7"],
    [
      { kind: "thread", pid: 12, path: "/proc/1/task/12/ns/net" },
      "thread 12 is in it, by /proc/1/task/12/ns/net",
    ],
    [
      { kind: "process", pid: 1, path: "/proc/1/ns/pid_for_children" },
      "the next child of init (pid 1) is born into it, by /proc/1/ns/pid_for_children",
    ],
    [{ kind: "socket", pid: 1, path: null }, "a socket of init (pid 1) is in it"],
  ] as const)("says how it is held: %#", (pin, how) => {
    expect(pinnedEvent(emptied, pin, empty).sentence).toBe(`net:80 stays after its last process: ${how}`);
  });
});
