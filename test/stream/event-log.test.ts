import { describe, expect, test } from "vitest";
import type { PinnedNamespace } from "../../src/collector/pin-table.ts";
import type { ProcessSample } from "../../src/collector/sample.ts";
import { deriveSnapshot } from "../../src/model/derive-snapshot.ts";
import { EventLog } from "../../src/stream/event-log.ts";
import { namespaces, process, sample } from "../model/sample-builder.ts";
import { settle } from "./fake-clock.ts";

const LONER = process({ pid: 100, comm: "loner", namespaces: namespaces({ net: 80 }) });
const OTHER = process({ pid: 101, comm: "other", namespaces: namespaces({ net: 80 }) });

/** A host on which a test says who lives, and what keeps namespaces alive. */
class Host {
  pinned: readonly PinnedNamespace[] = [];
  /** When somebody looked for pins, in seconds since the start. */
  readonly looks: number[] = [];
  readonly log: EventLog;
  seconds = 0;
  #finish: (() => void) | null = null;

  constructor(passesOverFirst = false) {
    this.log = new EventLog(this, passesOverFirst);
  }

  /** A second passes, and these processes are seen. */
  async see(processes: readonly ProcessSample[], seconds = 1): Promise<void> {
    this.seconds += seconds;
    const taken = sample({ monotonicSeconds: this.seconds, processes });
    this.log.compare({ sample: taken, derivation: deriveSnapshot(taken, null) });
    await settle();
  }

  async lookForPins(): Promise<readonly PinnedNamespace[]> {
    this.looks.push(this.seconds);
    await new Promise<void>((resolve) => {
      this.#finish = resolve;
    });
    return this.pinned;
  }

  /** Ends the look for pins that is under way. */
  async found(): Promise<void> {
    this.#finish?.();
    await settle();
  }

  kinds(): readonly string[] {
    return this.log.take().map(({ kind }) => kind);
  }
}

const MOUNTED: PinnedNamespace = {
  type: "net",
  inode: 80,
  pins: [{ kind: "mount", pid: 1, path: "/run/netns/blue" }],
  morePins: 0,
};

test("a first look that was taken in haste is not compared with", async () => {
  const hasty = new Host(true);
  const other = new Host();
  for (const host of [hasty, other]) {
    await host.see([OTHER]);
    await host.see([LONER, { ...OTHER, namespaces: namespaces({ net: 81 }) }]);
  }
  expect(hasty.kinds()).toEqual([]);
  expect(other.kinds()).not.toEqual([]);
  await hasty.see([{ ...OTHER, namespaces: namespaces({ net: 80 }) }]);
  expect(hasty.kinds()).not.toEqual([]);
});

/** A host whose one bare namespace has just lost its last process. */
async function emptied(pinned: readonly PinnedNamespace[]): Promise<Host> {
  const host = new Host();
  host.pinned = pinned;
  await host.see([LONER]);
  await host.see([]);
  expect(host.kinds()).toEqual(["namespace-emptied"]);
  return host;
}

test("each event is given once", async () => {
  const host = new Host();
  await host.see([]);
  await host.see([LONER]);
  expect(host.kinds()).toEqual(["namespace-created"]);
  expect(host.kinds()).toEqual([]);
});

describe("a namespace that the last process has left", () => {
  test("is looked for when it had time to go, and told of when something keeps it", async () => {
    const host = await emptied([MOUNTED]);
    for (const _ of [1, 2, 3]) await host.see([]);
    expect(host.looks).toEqual([4]);
    await host.found();
    expect(host.log.take()).toMatchObject([
      { kind: "namespace-pinned", type: "net", to: 80, pid: null, comm: null },
    ]);
  });

  test("is not told of when it is gone", async () => {
    const host = await emptied([]);
    for (const _ of [1, 2]) await host.see([]);
    await host.found();
    expect(host.kinds()).toEqual([]);
  });

  test("is not told of when what held it has ended meanwhile", async () => {
    const host = await emptied([{ ...MOUNTED, pins: [{ kind: "fd", pid: 7, path: "/proc/7/fd/3" }] }]);
    for (const _ of [1, 2]) await host.see([]);
    await host.found();
    expect(host.kinds()).toEqual([]);
  });

  test("is not told of when its number is another one's by then", async () => {
    const host = await emptied([MOUNTED]);
    for (const _ of [1, 2]) await host.see([]);
    await host.see([OTHER]);
    await host.found();
    expect(host.kinds()).toEqual(["namespace-created"]);
  });

  test("is not looked for when its number is in use again at once", async () => {
    const host = await emptied([MOUNTED]);
    for (const _ of [1, 2, 3]) await host.see([OTHER]);
    expect(host.looks).toEqual([]);
  });

  test("is not looked for before nstop has rested from the last look, which was a long one", async () => {
    const host = await emptied([]);
    for (const _ of [1, 2]) await host.see([]);
    await host.see([LONER]);
    await host.see([]);
    await host.found();
    for (let second = 0; second < 15; second += 1) await host.see([]);
    expect(host.looks).toEqual([4, 16]);
  });
});
