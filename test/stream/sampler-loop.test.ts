import { describe, expect, test } from "vitest";
import type { Detail } from "../../src/model/detail.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import type { SnapshotLine, Wants } from "../../src/stream/protocol.ts";
import { SamplerLoop, type SamplerLoopOptions } from "../../src/stream/sampler-loop.ts";
import { FakeClock, settle } from "./fake-clock.ts";
import { fakeGroup, fakeSnapshot } from "./fake-snapshot.ts";

type Wanted = NonNullable<Wants["detail"]>;

/** A host on which every look takes the time that a test says, and fails when it says so. */
class FakeObserver {
  readonly sampledAt: number[] = [];
  readonly details: Wanted[] = [];
  failure: Error | null = null;
  onScreen: Wants["onScreen"] = null;
  lookSeconds = 0;
  /** Of the groups, once they have been looked for. */
  names: readonly string[] = [];
  /** Answers to questions for a detail, in order; a question waits when there is none. */
  readonly waiting: ((detail: Detail | null | Error) => void)[] = [];
  readonly #clock: FakeClock;

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  snapshot(): Snapshot {
    if (this.failure !== null) throw this.failure;
    this.sampledAt.push(this.#clock.seconds);
    this.#clock.seconds += this.lookSeconds;
    return fakeSnapshot(this.sampledAt.at(-1) ?? 0, {
      intervalSeconds: this.sampledAt.length === 1 ? null : 1,
    });
  }

  async named(): Promise<Snapshot> {
    const at = this.sampledAt.at(-1) ?? 0;
    return fakeSnapshot(at, {
      intervalSeconds: null,
      groups: this.names.map((name) => ({ ...fakeGroup(name), name })),
    });
  }

  detail(wanted: Wanted): Promise<Detail | null> {
    this.details.push(wanted);
    return new Promise((resolve, reject) => {
      this.waiting.push((answer) => (answer instanceof Error ? reject(answer) : resolve(answer)));
    });
  }

  /** Answers the oldest question. */
  async answer(detail: Detail | null | Error): Promise<void> {
    this.waiting.shift()?.(detail);
    await settle();
  }
}

const GROUP = { detail: { target: { kind: "group", groupId: "a" }, parts: ["processes"] } } satisfies Wants;
const OTHER = { detail: { target: { kind: "group", groupId: "b" }, parts: ["processes"] } } satisfies Wants;

function detailOf(name: string): Detail {
  const target = { kind: "group", groupId: name } as const;
  return { target, group: fakeGroup(name), groupIds: [], referencePid: 1, findings: [], issues: [] };
}

async function start(
  changes: Partial<SamplerLoopOptions> = {},
  prepare: (observer: FakeObserver) => void = () => undefined,
) {
  const clock = new FakeClock();
  const observer = new FakeObserver(clock);
  prepare(observer);
  const lines: SnapshotLine[] = [];
  const loop = new SamplerLoop({
    observer,
    clock,
    send: (line) => {
      lines.push(line);
      return true;
    },
    delaySeconds: 1,
    count: null,
    ratesOnly: false,
    eager: false,
    settled: Promise.resolve(),
    ...changes,
  });
  const ended = loop.run();
  await settle();
  /** Seconds since the start at which the lines' samples were taken. */
  const taken = () => lines.map(({ host }) => (host.uptimeSeconds ?? 0) - 1000);
  return { clock, observer, lines, loop, ended, taken };
}

describe("the sampler's loop", () => {
  test("sends the first snapshot at once, and one at every tick", async () => {
    const { clock, taken } = await start();
    expect(taken()).toEqual([0]);
    await clock.pass(1);
    await clock.pass(0.5);
    await clock.pass(0.5);
    expect(taken()).toEqual([0, 1, 2]);
  });

  test("looks for names before the first line, unless somebody looks on", async () => {
    for (const [eager, names] of [
      [false, ["web"]],
      [true, []],
    ] as const) {
      const { lines } = await start({ eager }, (observer) => {
        observer.names = ["web"];
      });
      expect(lines[0]?.groups.map(({ name }) => name)).toEqual(names);
    }
  });

  test("does not drift when a look takes its time", async () => {
    const { clock, observer, taken } = await start();
    observer.lookSeconds = 0.25;
    await clock.pass(1);
    await clock.pass(0.75);
    await clock.pass(0.75);
    expect(taken()).toEqual([0, 1, 2, 3]);
  });

  test("leaves out ticks that it missed, and keeps the beat", async () => {
    const { clock, taken } = await start();
    await clock.pass(3.25);
    await clock.pass(0.75);
    expect(taken()).toEqual([0, 3.25, 4]);
  });

  test("leaves out a tick that comes right after one that was late", async () => {
    const { clock, taken } = await start();
    await clock.pass(3.75);
    await clock.pass(0.25);
    await clock.pass(1);
    expect(taken()).toEqual([0, 3.75, 5]);
  });

  test("looks at every other tick when a look takes longer than the delay", async () => {
    const { clock, observer, taken } = await start();
    observer.lookSeconds = 1.25;
    await clock.pass(1);
    await clock.pass(0.75);
    await clock.pass(0.75);
    expect(taken()).toEqual([0, 1, 3, 5]);
  });

  test("sends only snapshots with rates when asked to, and ends after so many", async () => {
    const { clock, ended, taken } = await start({ ratesOnly: true, count: 2 });
    expect(taken()).toEqual([]);
    await clock.pass(1);
    await clock.pass(1);
    await ended;
    expect(taken()).toEqual([1, 2]);
  });

  test.each([
    { delaySeconds: 10, seconds: [0, 0.5, 10.5] },
    { delaySeconds: 0.25, seconds: [0, 0.25, 0.5] },
  ])(
    "has its first rates soon when it is eager, and a delay of $delaySeconds after that",
    async (expected) => {
      const { clock, taken } = await start({ delaySeconds: expected.delaySeconds, eager: true });
      for (const second of expected.seconds) await clock.pass(1000 + second - clock.now());
      expect(taken()).toEqual(expected.seconds);
    },
  );

  test("does not look before the engines have settled", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { observer } = await start({ settled: promise });
    expect(observer.sampledAt).toEqual([]);
    resolve();
    await settle();
    expect(observer.sampledAt).toEqual([1000]);
  });

  test("counts only lines that were taken: a slow reader's are dropped", async () => {
    const sent: number[] = [];
    const busy = [true, false, true, false];
    const { clock, ended } = await start({
      count: 2,
      send: ({ host }) => {
        if (busy.shift() === true) return false;
        sent.push((host.uptimeSeconds ?? 0) - 1000);
        return true;
      },
    });
    for (const _ of [1, 2, 3]) await clock.pass(1);
    await ended;
    expect(sent).toEqual([1, 3]);
  });

  test("ends when it is stopped", async () => {
    const { loop, ended, clock, taken } = await start();
    loop.stop();
    await ended;
    await clock.pass(1);
    expect(taken()).toEqual([0]);
  });
});

describe("a look that fails", () => {
  test("is an issue of the next line, which shows the last snapshot, and the loop goes on", async () => {
    const { clock, observer, lines, taken } = await start();
    observer.failure = new Error("EMFILE");
    await clock.pass(1);
    observer.failure = null;
    await clock.pass(1);
    expect(taken()).toEqual([0, 0, 2]);
    expect(lines.map(({ issues }) => issues.map(({ code, message }) => [code, message]))).toEqual([
      [],
      [["failed", "no new sample: EMFILE"]],
      [],
    ]);
  });

  test("ends it when it is the first, for there is nothing to show", async () => {
    const clock = new FakeClock();
    const observer = new FakeObserver(clock);
    observer.failure = new Error("no /proc");
    const loop = new SamplerLoop({
      observer,
      clock,
      send: () => true,
      delaySeconds: 1,
      count: null,
      ratesOnly: false,
      eager: false,
      settled: Promise.resolve(),
    });
    await expect(loop.run()).rejects.toThrow("no /proc");
  });
});

describe("what is wanted", () => {
  test("now is answered with a new sample, and the ticks follow it", async () => {
    const { clock, loop, taken } = await start({ delaySeconds: 10 });
    await clock.pass(4);
    loop.want({ detail: null, now: true });
    await settle();
    await clock.pass(9);
    await clock.pass(1);
    expect(taken()).toEqual([0, 4, 14]);
  });

  test("now is answered with the last sample while that is fresh", async () => {
    const { clock, observer, loop, lines } = await start();
    await clock.pass(0.25);
    loop.want({ ...GROUP, now: true });
    await observer.answer(detailOf("a"));
    expect(observer.sampledAt).toHaveLength(1);
    expect(lines.map(({ detail }) => detail?.group.id)).toEqual([undefined, "a"]);
  });

  test("less often takes effect from the last sample on", async () => {
    const { clock, loop, taken } = await start();
    await clock.pass(0.5);
    loop.want({ detail: null, delaySeconds: 5 });
    await settle();
    await clock.pass(1);
    await clock.pass(3.5);
    expect(taken()).toEqual([0, 5]);
  });

  test("in detail comes with every snapshot from then on, until it is not wanted any more", async () => {
    const { clock, observer, loop, lines } = await start();
    loop.want(GROUP);
    await clock.pass(1);
    await observer.answer(detailOf("a"));
    await clock.pass(1);
    await observer.answer(null);
    loop.want({ detail: null });
    await clock.pass(1);
    expect(lines.map((line) => ("detail" in line ? (line.detail?.group.id ?? null) : "none"))).toEqual([
      "none",
      "a",
      null,
      "none",
    ]);
  });

  test("in detail does not hold up the overview when it is slow", async () => {
    const { clock, observer, loop, lines, taken } = await start();
    loop.want(GROUP);
    await clock.pass(1);
    await observer.answer(detailOf("a"));
    await clock.pass(1);
    await clock.pass(1);
    expect(taken()).toEqual([0, 1, 3]);
    expect(lines.at(-1)?.detail).toEqual(detailOf("a"));
    expect(lines.at(-1)?.detailReading).toBe(1);
    expect(observer.details).toHaveLength(2);
    await observer.answer(detailOf("b"));
    expect(lines.at(-1)?.detailReading).toBe(2);
  });

  test("instead of what is being read is read next, and what was read for nothing is not shown", async () => {
    const { observer, loop, lines } = await start();
    loop.want({ ...GROUP, now: true });
    loop.want({ ...OTHER, now: true });
    await observer.answer(detailOf("a"));
    await observer.answer(detailOf("b"));
    expect(observer.details).toEqual([GROUP.detail, OTHER.detail]);
    expect(lines.map(({ detail }) => detail?.group.id)).toEqual([undefined, "b"]);
  });

  test("in detail and fails is an issue, and what was read before stays", async () => {
    const { clock, observer, loop, lines } = await start();
    loop.want({ ...GROUP, now: true });
    await observer.answer(detailOf("a"));
    await clock.pass(1);
    await observer.answer(new Error("no memory"));
    expect(lines.at(-1)?.issues).toMatchObject([{ code: "failed", message: "no detail: no memory" }]);
    expect(lines.at(-1)?.detail).toEqual(detailOf("a"));
  });
});
