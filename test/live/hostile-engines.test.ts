import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Namespaces } from "../../src/model/detail.ts";
import type { Doctor } from "../../src/model/doctor.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { describeLive, groupOf, Inhabitants, type Inspected, labSocket, NSTOP } from "./lab.ts";
import { LARGE_RECORDS, ROGUE_KINDS, RogueEngines } from "./rogue-engines.ts";

/** Attempts after which the pauses between them are known to grow. */
const ATTEMPTS = 4;

/** Pauses before the second, third and fourth attempt at least, in milliseconds. */
const PAUSES = [1000, 2000, 4000];

/** Of eleven broken engines at once, some of which may have 16 MiB of one answer on the way; one without a bound takes ten times that. */
const MOST_GROWTH = 5;

describeLive("beside an engine that works, one that", () => {
  const inhabitants = new Inhabitants("rogue");
  const rogues = new RogueEngines();
  const endpoints = ["--engine", `unix://${labSocket}`, ...rogues.options];
  let container: Inspected;
  let bare: number;

  beforeAll(async () => {
    container = inhabitants.container("sound");
    bare = await inhabitants.bareSet(["--uts"], "true");
  });
  afterAll(async () => {
    rogues.close();
    await inhabitants.removeAll();
  });

  /** What is there without any engine, and what the one that works says. */
  function expectTheRest(snapshot: Snapshot): void {
    expect(groupOf(snapshot, container.Id)).toMatchObject({ name: container.Name.slice(1), processes: 1 });
    expect(snapshot.groups.some(({ leaderPid }) => leaderPid === bare)).toBe(true);
    expect(snapshot.engines[0]).toMatchObject({ state: "connected", endpoint: `unix://${labSocket}` });
  }

  function messageOf(snapshot: Snapshot, endpoint: string): string {
    const report = snapshot.engines.find((engine) => engine.endpoint === endpoint);
    return report?.state === "unreachable" ? (report.message ?? "") : `${report?.state}`;
  }

  describe("streamed while they begin to be there:", () => {
    let stream: Stream;
    let last: Snapshot;
    let growth: number;

    beforeAll(async () => {
      stream = new Stream(endpoints);
      const isSound = ({ engines }: Snapshot) => engines[0]?.state === "connected";
      await stream.next(isSound);
      const before = peakBytes(stream.pid);
      await rogues.listen();
      last = await stream.next((snapshot) => {
        expectTheRest(snapshot);
        const hasFailed = ROGUE_KINDS.every((kind) =>
          kind.says.test(messageOf(snapshot, rogues.endpointOf(kind))),
        );
        return hasFailed && ROGUE_KINDS.every((kind) => rogues.attemptsAt(kind).length >= ATTEMPTS);
      });
      growth = peakBytes(stream.pid) / before;
    });
    afterAll(() => stream.end());

    test.each(ROGUE_KINDS)("$row", (kind) => {
      expect(messageOf(last, rogues.endpointOf(kind))).toMatch(kind.says);
      expectTheRest(last);
    });

    test.each(ROGUE_KINDS)("$row is asked less and less often", (kind) => {
      const times = rogues.attemptsAt(kind);
      for (const [index, pause] of PAUSES.entries()) {
        const [earlier = 0, later = 0] = times.slice(index, index + 2);
        expect(later - earlier).toBeGreaterThan(pause);
      }
    });

    test("takes no memory that grows with what it sends", () => {
      expect(growth).toBeLessThan(MOST_GROWTH);
    });
  });

  test("says 64 KiB about each of a thousand containers takes no more memory than it may", async () => {
    const large = new RogueEngines();
    await large.listen([LARGE_RECORDS]);
    const endpoint = large.endpointOf(LARGE_RECORDS);
    const stream = new Stream(["--engine", `unix://${labSocket}`, "--engine", endpoint]);
    try {
      await stream.next((snapshot) => LARGE_RECORDS.says.test(messageOf(snapshot, endpoint)));
      const once = peakBytes(stream.pid);
      await stream.next((snapshot) => {
        expectTheRest(snapshot);
        return large.attemptsAt(LARGE_RECORDS).length > 1;
      });
      expect(peakBytes(stream.pid) / once).toBeLessThan(MOST_GROWTH);
    } finally {
      large.close();
      await stream.end();
    }
  });

  describe("costs a command that prints once no more than its message:", () => {
    let listed: Snapshot;
    let surveyed: Namespaces;
    let diagnosed: Doctor;

    beforeAll(async () => {
      [listed, surveyed, diagnosed] = await Promise.all([
        printed<Snapshot>("list", "--delay", "0.1"),
        printed<Namespaces>("namespaces"),
        printed<Doctor>("doctor"),
      ]);
    });

    async function printed<Result>(...args: readonly string[]): Promise<Result> {
      const options = [...args, "--json", ...endpoints];
      const child = spawn(process.execPath, [NSTOP, ...options], { stdio: ["ignore", "pipe", "inherit"] });
      const closed = once(child, "close");
      const pieces: Buffer[] = [];
      for await (const piece of child.stdout) pieces.push(piece);
      expect(await closed).toEqual([0, null]);
      return JSON.parse(Buffer.concat(pieces).toString());
    }

    /** It is found out only by who goes on listening. */
    const isFoundAtOnce = ({ row }: (typeof ROGUE_KINDS)[number]) => !row.includes("event");

    test.each(ROGUE_KINDS.filter(isFoundAtOnce))("$row", (kind) => {
      const endpoint = rogues.endpointOf(kind);
      expect(messageOf(listed, endpoint)).toMatch(kind.says);
      const check = diagnosed.checks.find(({ found }) => found.includes(endpoint));
      expect(check).toMatchObject({ group: "engines", state: "missing" });
      expect(`${check?.found}: ${check?.remedy}`).toMatch(kind.says);
    });

    test("shows all the rest", () => {
      expectTheRest(listed);
      expect(surveyed.namespaces.length).toBeGreaterThan(8);
      expect(
        diagnosed.checks.find(({ group, state }) => group === "engines" && state === "ok"),
      ).toBeDefined();
    });
  });
});

/** `nstop stream`, line by line. */
class Stream {
  readonly #child: ChildProcessByStdio<null, Readable, null>;
  readonly #lines: AsyncIterator<string>;

  constructor(endpoints: readonly string[]) {
    const options = ["stream", "--delay", "0.2", ...endpoints];
    this.#child = spawn(process.execPath, [NSTOP, ...options], { stdio: ["ignore", "pipe", "inherit"] });
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** The next snapshot that is as wanted. */
  async next(isWanted: (snapshot: Snapshot) => boolean): Promise<Snapshot> {
    for (;;) {
      const line = await this.#lines.next();
      if (line.done === true) throw new Error("the stream ended");
      const snapshot: Snapshot = JSON.parse(line.value);
      if (isWanted(snapshot)) return snapshot;
    }
  }

  async end(): Promise<void> {
    const gone = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await gone;
  }
}

/** The most memory that a process ever had. */
function peakBytes(pid: number): number {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kilobytes) * 1024;
}
