import { describe, expect, test } from "vitest";
import type { LogEntry, LogPiece, LogSource } from "../../src/engines/log-entry.ts";
import { LogFailure } from "../../src/engines/log-failure.ts";
import type { LogRequest } from "../../src/engines/log-request.ts";
import type { LogBundle } from "../../src/stream/log-bundle.ts";
import { LogFollower } from "../../src/stream/log-follower.ts";
import { FakeClock, settle } from "./fake-clock.ts";

const REQUEST: LogRequest = {
  groupId: "web",
  kind: "container",
  engine: "docker",
  engineEndpoint: "unix:///run/docker.sock",
  containerId: "a",
  cgroupPath: null,
};

/** A log that a test writes, and that it may break. */
class FakeLog implements LogSource {
  readonly lines: LogEntry[] = [];
  failure: LogFailure | null = null;
  opened = 0;
  closed = 0;
  tail = 0;
  #grown = Promise.withResolvers<void>();
  #time = 0;

  write(...texts: readonly string[]): void {
    for (const text of texts) {
      this.#time += 1;
      const at = new Date(this.#time).toISOString();
      this.lines.push({ at, origin: "stdout", isError: false, text, isCut: false });
    }
    this.grow();
  }

  /** Ends what is open. */
  fail(failure: LogFailure | null): void {
    this.failure = failure;
    this.grow();
  }

  grow(): void {
    this.#grown.resolve();
    this.#grown = Promise.withResolvers();
  }

  async *open(tail: number, signal: AbortSignal): AsyncGenerator<LogPiece, void, void> {
    this.opened += 1;
    this.tail = tail;
    signal.addEventListener("abort", () => this.grow());
    let next = Math.max(0, this.lines.length - tail);
    try {
      for (;;) {
        if (this.failure !== null) throw this.failure;
        if (signal.aborted) return;
        const entries = this.lines.slice(next, next + 500);
        next += entries.length;
        yield { bytes: entries.length * 100, entries };
        if (next === this.lines.length) await this.#grown.promise;
      }
    } finally {
      this.closed += 1;
    }
  }
}

function follow(log = new FakeLog()) {
  const clock = new FakeClock();
  const bundles: LogBundle[] = [];
  let isBusy = false;
  const follower = new LogFollower({
    find: () => log,
    send: (bundle) => {
      if (!isBusy) bundles.push(bundle);
      return !isBusy;
    },
    clock,
  });
  follower.want(REQUEST);
  return {
    log,
    clock,
    bundles,
    follower,
    setBusy(value: boolean) {
      isBusy = value;
    },
    /** Lets so many seconds pass, a little at a time. */
    async pass(seconds: number) {
      for (let passed = 0; passed < seconds; passed += 0.1) await clock.pass(0.1);
      await settle();
    },
    /** All that has been told, gaps as they are. */
    get told() {
      return bundles.flatMap(({ lines }) =>
        lines.map((line) => ("skipped" in line ? `gap ${line.skipped}${line.isMore ? "+" : ""}` : line.text)),
      );
    },
  };
}

function numbered(count: number, from = 0): readonly string[] {
  return Array.from({ length: count }, (_, index) => `line ${from + index}`);
}

describe("a log that is followed", () => {
  test("is told from near its end on, and then as it is written, in few bundles", async () => {
    const log = new FakeLog();
    log.write("one", "two");
    const { pass, bundles, ...it } = follow(log);
    await pass(0.5);
    expect(bundles).toMatchObject([{ groupId: "web", isNew: true, state: "following", message: null }]);
    for (const text of numbered(20)) {
      log.write(text);
      await settle();
    }
    await pass(1);
    expect(bundles.length).toBeLessThan(5);
    expect(bundles.at(-1)?.isNew).toBe(false);
    expect(bundles.flatMap(({ lines }) => lines).length).toBe(22);
    expect(it.log.opened).toBe(1);
  });

  test("that has more at its end than is told at once begins with what is told, and with no gap", async () => {
    const log = new FakeLog();
    log.write(...numbered(1000));
    const it = follow(log);
    // A reader that is slow: more waits than is kept.
    it.setBusy(true);
    await it.pass(0.5);
    log.write(...numbered(500, 1000));
    await it.pass(0.5);
    it.setBusy(false);
    await it.pass(0.5);
    expect(it.told).toEqual(numbered(1000, 500));
  });

  test("is told whole when the reader was slow", async () => {
    const it = follow();
    await it.pass(0.5);
    it.setBusy(true);
    it.log.write("one");
    await it.pass(1);
    it.log.write("two");
    it.setBusy(false);
    await it.pass(1);
    expect(it.told).toEqual(["one", "two"]);
  });

  test("is closed when nobody wants it, and another is told as a new one", async () => {
    const it = follow();
    it.log.write("one");
    await it.pass(0.5);
    it.follower.want(REQUEST);
    await it.pass(0.5);
    expect(it.log.opened).toBe(1);
    it.follower.want(null);
    await it.pass(0.5);
    expect(it.log.closed).toBe(1);
    it.log.write("two");
    await it.pass(1);
    expect(it.told).toEqual(["one"]);
    it.follower.want({ ...REQUEST, groupId: "db" });
    await it.pass(1);
    expect(it.bundles.at(-1)).toMatchObject({ groupId: "db", isNew: true });
  });

  test("that ends is opened again, without the lines that were told", async () => {
    const it = follow();
    it.log.write("one", "two");
    await it.pass(0.5);
    it.log.fail(new LogFailure("the container does not run"));
    await it.pass(0.5);
    expect(it.bundles.at(-1)).toMatchObject({ state: "waiting", message: "the container does not run" });
    it.log.failure = null;
    it.log.write("three");
    await it.pass(5);
    expect(it.told).toEqual(["one", "two", "three"]);
    expect(it.bundles.at(-1)).toMatchObject({ state: "following", message: null });
  });

  test("of which there is nothing more to come is not opened again", async () => {
    const it = follow();
    await it.pass(0.5);
    it.log.fail(new LogFailure("the container was removed", true));
    await it.pass(60);
    expect(it.bundles.at(-1)).toMatchObject({ state: "ended", message: "the container was removed" });
    expect(it.log.opened).toBe(1);
  });

  test("that fails again and again is tried every few seconds", async () => {
    const log = new FakeLog();
    log.failure = new LogFailure("docker does not answer");
    const it = follow(log);
    await it.pass(60);
    expect(log.opened).toBeGreaterThan(10);
    expect(log.opened).toBeLessThan(25);
    expect(it.bundles).toHaveLength(1);
  });
});

describe("a log that is written faster than it can be read", () => {
  test("is left behind: reading jumps to its end once a second, and says so", async () => {
    const log = new FakeLog();
    const it = follow(log);
    await it.pass(0.5);
    for (let second = 0; second < 5; second += 1) {
      for (let part = 0; part < 10; part += 1) {
        log.write(...numbered(5000, (second * 10 + part) * 5000));
        await it.clock.pass(0.1);
      }
    }
    await it.pass(3);
    expect(it.told.filter((text) => text.startsWith("gap")).length).toBeGreaterThanOrEqual(4);
    expect(it.told.length).toBeLessThan(20_000);
    expect(Math.max(...it.bundles.map(({ lines }) => lines.length))).toBeLessThanOrEqual(1001);
    expect(log.opened).toBeLessThan(12);
    expect(log.closed).toBe(log.opened - 1);
    // What is told last is what was written last.
    expect(it.told.at(-1)).toBe("line 249999");
  });

  test("goes on without a gap where it could be read after all", async () => {
    const log = new FakeLog();
    const it = follow(log);
    await it.pass(0.5);
    for (let part = 0; part < 5; part += 1) {
      log.write(...numbered(450, part * 450));
      await it.pass(0.3);
    }
    await it.pass(3);
    expect(it.told.filter((text) => text.startsWith("gap"))).toEqual([]);
    expect(it.told).toHaveLength(2250);
  });
});
