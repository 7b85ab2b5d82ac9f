import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type SamplerOptions, type SamplerStore, startSampler } from "../../src/stream/child-source.ts";
import type { SamplerOrder, StreamState } from "../../src/stream/protocol.ts";

const FAKE_SAMPLER = fileURLToPath(new URL("fake-sampler.ts", import.meta.url));

/** Short, so that the tests are; none of them depends on how short. */
const LIMITS = { check: 20, backOff: 10, maxBackOff: 40, close: 200, maxLineBytes: 100_000 };
const IMPATIENT = { stale: 100, hung: 300 };

interface DiaryEntry {
  readonly started?: number;
  readonly skips?: readonly string[];
  readonly told?: SamplerOrder;
  readonly ended?: number;
}

let folder: string;
let store: SamplerStore | null;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "nstop-sampler-"));
  store = null;
});
afterEach(async () => {
  await store?.close();
  rmSync(folder, { recursive: true });
});

function start(behaviour: string, { limits = {}, ...options }: Partial<SamplerOptions> = {}): SamplerStore {
  const command = [process.execPath, FAKE_SAMPLER, behaviour, join(folder, "diary")];
  store = startSampler({ command, exact: false, once: false, limits: { ...LIMITS, ...limits }, ...options });
  return store;
}

/** Waits until the store is in a state. */
function see(from: SamplerStore, wanted: (state: StreamState) => boolean): Promise<StreamState> {
  return new Promise((resolve) => {
    const look = () => {
      if (wanted(from.getSnapshot())) resolve(from.getSnapshot());
    };
    from.subscribe(look);
    look();
  });
}

/** What the samplers noted, in order. */
function diary(): readonly DiaryEntry[] {
  const lines = readFileSync(join(folder, "diary"), "utf8").trim().split("\n");
  return lines.map((line) => JSON.parse(line) as DiaryEntry);
}

/** The sampler that is heard is not the first. */
const isReplaced = ({ snapshot }: StreamState) => (snapshot?.host.uptimeSeconds ?? 0) > 1;

describe("a sampler that works", () => {
  test("is starting, and then live, without a word about it", async () => {
    const store = start("works");
    expect(store.getSnapshot()).toMatchObject({
      snapshot: null,
      status: { state: "starting", message: null },
    });
    const { history, status } = await see(store, ({ snapshot }) => snapshot !== null);
    expect(history).toHaveLength(1);
    expect(status).toEqual({ state: "live", message: null });
  });

  test("has what it says made visible", async () => {
    const { snapshot } = await see(start("works"), ({ snapshot }) => snapshot !== null);
    expect(snapshot?.host.hostname).toBe("name\\e[2J");
  });

  test("has what it tells of kept, with the snapshot that shows it", async () => {
    const { events } = await see(start("works"), ({ snapshot }) => snapshot !== null);
    expect(events.map(({ sentence }) => sentence)).toEqual(["seen by sampler 1"]);
  });

  test("is taken at its exact word for a report", async () => {
    const { snapshot } = await see(start("works", { exact: true }), ({ snapshot }) => snapshot !== null);
    expect(snapshot?.host.hostname).toBe("name\x1b[2J");
  });

  test("is told what is wanted, and keeps the delay it was told before", async () => {
    const store = start("works");
    const { snapshot } = await see(store, ({ snapshot }) => snapshot !== null);
    store.want({ detail: null, delaySeconds: 5 });
    store.want({ detail: null, now: true });
    await see(store, (state) => state.snapshot !== snapshot);
    await store.close();
    expect(diary().flatMap(({ told }) => told ?? [])).toEqual([
      { detail: null, delaySeconds: 5, now: false },
      { detail: null, delaySeconds: 5, now: true },
      { closing: true },
    ]);
  });

  test("is gone when the store is closed", async () => {
    const store = start("works");
    await see(store, ({ snapshot }) => snapshot !== null);
    await store.close();
    expect(diary().map(({ ended }) => ended ?? null)).toContain(diary()[0]?.started);
    expect(isAlive(diary()[0]?.started)).toBe(false);
  });

  test("is killed when it does not end by itself", async () => {
    const store = start("stays");
    await see(store, ({ snapshot }) => snapshot !== null);
    await store.close();
    expect(isAlive(diary()[0]?.started)).toBe(false);
  });
});

describe("a sampler that hangs", () => {
  test("is shown as stale with its last snapshot, and is named the file it hangs on", async () => {
    const store = start("hangs on a file", { limits: IMPATIENT });
    const stale = await see(store, ({ status, snapshot }) => status.state === "stale" && snapshot !== null);
    expect(stale.status.message).toMatch(/the sampler has not answered for \d+ s/);
    const { status } = await see(store, isReplaced);
    const file = `/proc/${process.pid}/cmdline`;
    expect(status).toEqual({ state: "live", message: `the sampler hung on ${file} and was replaced` });
    expect(diary().flatMap(({ skips }) => (skips === undefined ? [] : [skips]))).toEqual([[], [file]]);
    expect(isAlive(diary()[0]?.started)).toBe(false);
  });

  test("on nothing that is known is given longer, and is replaced all the same; what it told of stays", async () => {
    const { status, events } = await see(
      start("hangs", { limits: { ...IMPATIENT, dead: 1_000 } }),
      isReplaced,
    );
    expect(events.map(({ sentence }) => sentence)).toEqual(["seen by sampler 1", "seen by sampler 2"]);
    expect(status).toEqual({ state: "live", message: "the sampler hung and was replaced" });
  });

  test("is replaced by one that is told what is wanted and which terminal to restore", async () => {
    const store = start("hangs", { limits: { ...IMPATIENT, dead: 1_000 } });
    const terminal = { path: "/dev/pts/7", settings: "500:5" };
    store.want({ detail: { target: { kind: "process", pid: 1 }, parts: ["uts"] }, delaySeconds: 2 });
    store.guardTerminal(terminal);
    await see(store, isReplaced);
    await see(store, () => diary().filter(({ told }) => told !== undefined).length >= 2);
    await store.close();
    const entries = diary();
    const second = entries.findLastIndex(({ started }) => started !== undefined);
    expect(entries.slice(second).flatMap(({ told }) => told ?? [])).toEqual([
      { terminal },
      { detail: { target: { kind: "process", pid: 1 }, parts: ["uts"] }, delaySeconds: 2, now: true },
      { closing: true },
    ]);
  });
});

describe("a sampler that dies", () => {
  test("is replaced, and its last words are shown, made visible", async () => {
    const store = start("dies once");
    await see(store, ({ status }) => status.message === "the sampler ended: no \\e[1m/proc here");
    const { status } = await see(store, isReplaced);
    expect(status).toEqual({
      state: "live",
      message: "the sampler ended (no \\e[1m/proc here) and was replaced",
    });
  });

  test("again and again is started again and again", async () => {
    start("dies");
    await expect.poll(() => diary().length, { timeout: 30_000 }).toBeGreaterThan(5);
  });

  test("is not replaced for somebody who wants one answer", async () => {
    const { status } = await see(start("dies", { once: true }), ({ status }) => status.state === "ended");
    expect(status.message).toBe("no \\e[1m/proc here");
    expect(diary()).toHaveLength(1);
  });

  test("before it could start says why", async () => {
    store = startSampler({ command: ["/no/such/program"], exact: false, once: true, limits: LIMITS });
    const { status } = await see(store, ({ status }) => status.state === "ended");
    expect(status.message).toMatch(/\/no\/such\/program.*ENOENT/);
  });
});

describe("a sampler that talks nonsense", () => {
  test("is believed where it makes sense, and the rest is said to be unreadable", async () => {
    const { status, snapshot } = await see(start("talks nonsense"), ({ snapshot }) => snapshot !== null);
    expect(status).toMatchObject({ state: "live", message: expect.stringMatching(/could not be read/) });
    expect(snapshot?.host.uptimeSeconds).toBe(1);
  });

  test("without an end is replaced", async () => {
    const { status } = await see(start("never ends its line"), isReplaced);
    expect(status.message).toMatch(/a line of more than 100000 bytes.*replaced/);
  });
});

function isAlive(pid: number | undefined): boolean {
  try {
    return process.kill(pid ?? 0, 0);
  } catch {
    return false;
  }
}
