import { describe, expect, test } from "vitest";
import type { Detail } from "../../src/model/detail.ts";
import { EMPTY_HISTORY } from "../../src/stream/history.ts";
import type { SnapshotLine, SnapshotStore, StreamState, Wants } from "../../src/stream/protocol.ts";
import { takeDetail, takeFirstSnapshot, takeSnapshot } from "../../src/stream/take-snapshot.ts";
import { fakeGroup, fakeSnapshot } from "./fake-snapshot.ts";

/** A store that says what a test lets it say. */
class FakeStore implements SnapshotStore {
  readonly wanted: Wants[] = [];
  #state: StreamState = {
    snapshot: null,
    ...EMPTY_HISTORY,
    events: [],
    log: null,
    status: { state: "starting", message: null },
  };
  #listeners: (() => void)[] = [];

  subscribe = (listener: () => void) => {
    this.#listeners.push(listener);
    return () => {
      this.#listeners = this.#listeners.filter((other) => other !== listener);
    };
  };
  getSnapshot = () => this.#state;
  want = (wants: Wants) => void this.wanted.push(wants);
  close = () => Promise.resolve();

  get listeners(): number {
    return this.#listeners.length;
  }

  say(snapshot: SnapshotLine): void {
    this.#change({ ...this.#state, snapshot });
  }

  end(message: string): void {
    this.#change({ ...this.#state, status: { state: "ended", message } });
  }

  #change(state: StreamState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

const WITHOUT_RATES = fakeSnapshot(1, { intervalSeconds: null });
const TARGET = { kind: "group", groupId: "a" } as const;
const DETAIL: Detail = {
  target: TARGET,
  group: fakeGroup("a"),
  groupIds: [],
  referencePid: 1,
  findings: [],
  issues: [],
};

describe("one snapshot", () => {
  test("is the first that has rates", async () => {
    const store = new FakeStore();
    const taken = takeSnapshot(store, 1);
    store.say(WITHOUT_RATES);
    store.say(fakeSnapshot(2));
    store.say(fakeSnapshot(3));
    expect(await taken).toEqual(fakeSnapshot(2));
    expect(store.listeners).toBe(0);
  });

  test("may be the first of all, also when it is there already", async () => {
    const store = new FakeStore();
    store.say(WITHOUT_RATES);
    expect(await takeFirstSnapshot(store)).toEqual(WITHOUT_RATES);
  });

  test("is not had of a sampler that ends, which says why", async () => {
    const store = new FakeStore();
    const taken = takeSnapshot(store, 1);
    store.end("/proc cannot be listed");
    await expect(taken).rejects.toThrow("the sampler ended: /proc cannot be listed");
    expect(store.listeners).toBe(0);
  });
});

describe("one target in detail", () => {
  test("is the second look at it, which has rates", async () => {
    const store = new FakeStore();
    store.say(WITHOUT_RATES);
    const taken = takeDetail(store, 1, { target: TARGET, parts: ["uts"] });
    store.say({ ...WITHOUT_RATES, detail: DETAIL });
    store.say(fakeSnapshot(2));
    const second = { ...DETAIL, uts: { hostname: "a", domainname: "", engine: null } };
    store.say({ ...fakeSnapshot(2), detail: second });
    expect(await taken).toEqual(second);
    expect(store.wanted).toEqual([{ detail: { target: TARGET, parts: ["uts"] }, now: true }]);
  });

  test("is not the first look again, which comes with a snapshot that was sooner than the second", async () => {
    const store = new FakeStore();
    const taken = takeDetail(store, 1, { target: TARGET, parts: ["uts"] });
    store.say({ ...WITHOUT_RATES, detail: DETAIL, detailReading: 1 });
    store.say({ ...fakeSnapshot(2), detail: DETAIL, detailReading: 1 });
    const second = { ...DETAIL, uts: { hostname: "a", domainname: "", engine: null } };
    store.say({ ...fakeSnapshot(2), detail: second, detailReading: 2 });
    expect(await taken).toEqual(second);
  });

  test("is null when it is gone", async () => {
    const store = new FakeStore();
    const taken = takeDetail(store, 1, { target: TARGET, parts: [] });
    store.say({ ...WITHOUT_RATES, detail: null });
    expect(await taken).toBeNull();
  });

  test("that cannot be read says why", async () => {
    const store = new FakeStore();
    const taken = takeDetail(store, 1, { target: TARGET, parts: [] });
    const issue = { code: "failed", path: "detail", message: "no detail: no memory", count: 1 } as const;
    store.say({ ...WITHOUT_RATES, issues: [issue] });
    await expect(taken).rejects.toThrow("no detail: no memory");
  });
});
