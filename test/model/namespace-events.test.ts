import { describe, expect, test } from "vitest";
import type { ProcessSample } from "../../src/collector/sample.ts";
import { namespaceEvents } from "../../src/model/namespace-events.ts";
import { perNamespace } from "../../src/procfs/namespace-link.ts";
import {
  containerId,
  inContainer,
  inService,
  namespaces,
  process,
  type SampleFacts,
  sample,
} from "./sample-builder.ts";

/** Where somebody sits from whom others are started. */
const SHELL = process({ pid: 50, comm: "bash" });

const HOST_UTS = 2;
const HOST_NET = 5;

type Facts = Omit<SampleFacts, "processes">;

/** What happened between two samples, each beside pid 1 and a shell; as `KIND PID TYPE:FROM→TO`. */
function between(
  before: readonly ProcessSample[],
  now: readonly ProcessSample[],
  facts: Facts = {},
): readonly string[] {
  const make = (processes: readonly ProcessSample[]) =>
    sample({ ...facts, processes: [SHELL, ...processes] });
  return namespaceEvents(make(now), make(before)).map(
    ({ kind, process: { pid }, type, from, inode }) =>
      `${kind.replace("namespace-", "")} ${pid} ${type}:${from ?? ""}→${inode}`,
  );
}

/** A process in a uts namespace of its own. */
function inUts(pid: number, uts: number, facts: Partial<ProcessSample> = {}): ProcessSample {
  return process({ pid, parentPid: SHELL.pid, namespaces: namespaces({ uts }), ...facts });
}

describe("a namespace appears", () => {
  test("with a process that is born in it, from its parent's", () => {
    expect(between([], [inUts(100, 70)])).toEqual([`created 100 uts:${HOST_UTS}→70`]);
  });

  test("with a process that unshares", () => {
    const before = process({ pid: 100, parentPid: SHELL.pid });
    expect(between([before], [{ ...before, namespaces: namespaces({ uts: 70 }) }])).toEqual([
      `created 100 uts:${HOST_UTS}→70`,
    ]);
  });

  test("once, made by the topmost, when there are several in it already", () => {
    const maker = inUts(100, 70);
    const child = process({ pid: 101, parentPid: 100, namespaces: maker.namespaces });
    const grandchild = inUts(102, 70, { parentPid: 101 });
    expect(between([], [maker, child, grandchild])).toEqual([`created 100 uts:${HOST_UTS}→70`]);
  });

  test("for each type that a process has made", () => {
    const container = process({ pid: 100, parentPid: 50, namespaces: namespaces({ mnt: 71, net: 72 }) });
    expect(between([], [container])).toEqual(["created 100 mnt:1→71", "created 100 net:5→72"]);
  });
});

describe("a process moves", () => {
  const member = inUts(100, 70, { cgroup: inService("a.service") });

  test("with setns, from the one to the other", () => {
    const walker = process({ pid: 200, parentPid: SHELL.pid });
    const moved = { ...walker, namespaces: namespaces({ uts: 70 }) };
    expect(between([member, walker], [member, moved])).toEqual([`moved 200 uts:${HOST_UTS}→70`]);
    expect(between([member, moved], [member, walker])).toEqual([`moved 200 uts:70→${HOST_UTS}`]);
  });

  test("when it is born outside, and is inside at first sight", () => {
    expect(between([member], [member, inUts(200, 70)])).toEqual([`moved 200 uts:${HOST_UTS}→70`]);
  });

  test("when whoever started it has ended, and init may not be looked at", () => {
    const init = process({ pid: 1, namespaces: perNamespace(() => null) });
    const others = inUts(90, 70);
    const stray = inUts(100, 70, { parentPid: 1, cgroup: inService("shell.scope") });
    expect(between([others], [others, stray], { init })).toEqual([`moved 100 uts:${HOST_UTS}→70`]);
  });

  test("when it leaves a container for the host's namespace", () => {
    const web = containerId("a");
    const init = process({ pid: 100, namespaces: namespaces({ net: 80 }), cgroup: inContainer(web) });
    const escaped = process({ pid: 101, parentPid: 100, cgroup: inContainer(web) });
    expect(between([init], [init, escaped])).toEqual([`moved 101 net:80→${HOST_NET}`]);
  });

  test("with its children not counted: they are where it is", () => {
    const moved = inUts(200, 70);
    const child = inUts(201, 70, { parentPid: 200 });
    expect(between([member], [member, moved, child])).toEqual([`moved 200 uts:${HOST_UTS}→70`]);
  });

  test("but not when its parent has moved after it was forked", () => {
    const parent = process({ pid: 200, parentPid: SHELL.pid });
    const child = process({ pid: 201, parentPid: 200 });
    const moved = { ...parent, namespaces: namespaces({ uts: 70 }) };
    expect(between([member, parent], [member, moved, child])).toEqual([`moved 200 uts:${HOST_UTS}→70`]);
  });

  test("but not when it is an orphan that was forked in there", () => {
    const orphan = inUts(200, 70, { parentPid: 1, cgroup: inService("a.service") });
    expect(between([member], [member, orphan])).toEqual([]);
  });

  test("but not when it was unknown before where it is", () => {
    const unknown = process({ pid: 200, namespaces: namespaces({ uts: null }) });
    expect(between([member, unknown], [member, { ...unknown, namespaces: member.namespaces }])).toEqual([]);
  });

  test("but not when nstop itself has sent it to look", () => {
    expect(between([member], [member, inUts(200, 70)], { ownPid: SHELL.pid })).toEqual([]);
  });
});

describe("in a container", () => {
  const web = inContainer(containerId("a"));
  const init = process({
    pid: 100,
    parentPid: 50,
    namespaces: namespaces({ net: 80, mnt: 81 }),
    cgroup: web,
  });

  test("what is forked and ends is no event", () => {
    const child = process({ pid: 101, parentPid: 100, namespaces: init.namespaces, cgroup: web });
    expect(between([init], [init, child])).toEqual([]);
    expect(between([init, child], [init])).toEqual([]);
  });

  test("what its engine runs in it has not moved: it is in its cgroup as well", () => {
    const exec = process({
      pid: 101,
      parentPid: 50,
      namespaces: namespaces({ net: 80, mnt: 81 }),
      cgroup: web,
    });
    expect(between([init], [init, exec])).toEqual([]);
  });

  test("another container that joins its network has moved, and made what is its own", () => {
    const sidecar = process({
      pid: 101,
      parentPid: 50,
      namespaces: namespaces({ net: 80, mnt: 82 }),
      cgroup: inContainer(containerId("b")),
    });
    expect(between([init], [init, sidecar])).toEqual(["created 101 mnt:1→82", "moved 101 net:5→80"]);
  });
});

describe("the last process leaves", () => {
  test("when it ends, and one that ends before is not told of", () => {
    const [first, second] = [inUts(100, 70), inUts(101, 70)];
    expect(between([first, second], [second])).toEqual([]);
    expect(between([second], [])).toEqual(["emptied 101 uts:→70"]);
  });

  test("when it moves", () => {
    const mover = inUts(100, 70);
    const moved = { ...mover, namespaces: namespaces() };
    expect(between([mover], [moved])).toEqual([`moved 100 uts:70→${HOST_UTS}`, "emptied 100 uts:→70"]);
  });

  test("when it is only waited for, and then not again", () => {
    const zombie = inUts(100, 70, { state: "Z" });
    expect(between([inUts(100, 70)], [zombie])).toEqual(["emptied 100 uts:→70"]);
    expect(between([zombie], [])).toEqual([]);
  });

  test("but not when a first thread has ended and others go on", () => {
    const before = inUts(100, 70, { threads: 3 });
    expect(between([before], [{ ...before, state: "Z" }])).toEqual([]);
  });

  test("but not when it has handed on to an orphan", () => {
    const [parent, orphan] = [inUts(100, 70), inUts(101, 70, { parentPid: 1 })];
    const cgroup = inService("a.service");
    expect(between([{ ...parent, cgroup }], [{ ...orphan, cgroup }])).toEqual([]);
  });
});

describe("an inode number that is used again", () => {
  test("is another namespace", () => {
    expect(between([inUts(100, 70)], [inUts(101, 70)])).toEqual([
      "emptied 100 uts:→70",
      `created 101 uts:${HOST_UTS}→70`,
    ]);
  });

  test("by a container that was started again, under the same id, is another one as well", () => {
    const cgroup = inContainer(containerId("a"));
    const shims = [process({ pid: 60 }), process({ pid: 61 })] as const;
    const before = inUts(100, 70, { parentPid: 60, cgroup });
    const now = inUts(101, 70, { parentPid: 61, cgroup });
    expect(between([shims[0], before], [shims[1], now])).toEqual([
      "emptied 100 uts:→70",
      `created 101 uts:${HOST_UTS}→70`,
    ]);
  });

  test("by a process with the pid of the one before is found by its start", () => {
    expect(between([inUts(100, 70, { startTicks: 1 })], [inUts(100, 70, { startTicks: 2 })])).toEqual([
      "emptied 100 uts:→70",
      `created 100 uts:${HOST_UTS}→70`,
    ]);
  });
});

test("nothing has happened when nobody has come, gone or moved", () => {
  const [busy, sleeper] = [inUts(100, 70), inUts(101, 71)];
  expect(between([busy, sleeper], [{ ...busy, cpuTicks: 50 }, sleeper])).toEqual([]);
});
