import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { LogRequest } from "../../src/engines/log-request.ts";
import { findProgram } from "../../src/host/find-program.ts";
import { type SamplerStore, startSampler } from "../../src/stream/child-source.ts";
import type { LogState } from "../../src/stream/log-ring.ts";
import { temporaryDirectory } from "../engines/fake-engine.ts";
import { EnginesLab } from "./engines-lab.ts";
import {
  describeLive,
  docker,
  enginePid,
  Inhabitants,
  type Inspected,
  labSocket,
  NSTOP,
  run,
} from "./lab.ts";
import { residentBytes } from "./proc.ts";

const COUNTING = "i=0; while :; do i=$((i+1)); echo out $i; echo err $i >&2; sleep 0.2; done";

let store: SamplerStore | null = null;
afterEach(async () => {
  await store?.close();
  store = null;
});

/** Has a sampler of its own follow a log. */
function follow(known: Partial<LogRequest>): SamplerStore {
  const engine = ["--engine", `unix://${labSocket}`];
  // A slow sample: lines come between two of them.
  const command = [process.execPath, NSTOP, "stream", "--wants", "--delay", "60", ...engine];
  const request: LogRequest = {
    groupId: "some",
    kind: "container",
    engine: "docker",
    engineEndpoint: `unix://${labSocket}`,
    containerId: null,
    cgroupPath: null,
    ...known,
  };
  store = startSampler({ command, exact: false, once: false });
  store.want({ detail: null, logs: request });
  return store;
}

/** Waits until the log is as a test wants it. */
async function until(source: SamplerStore, isThere: (log: LogState) => boolean): Promise<LogState> {
  const { promise, resolve } = Promise.withResolvers<LogState>();
  const look = () => {
    const { log } = source.getSnapshot();
    if (log !== null && isThere(log)) resolve(log);
  };
  const unsubscribe = source.subscribe(look);
  look();
  return promise.finally(unsubscribe);
}

/** Lines as `docker logs --timestamps` writes them. */
function linesOf({ lines }: LogState, origin?: string): readonly string[] {
  return lines.flatMap((line) =>
    "skipped" in line || (origin !== undefined && line.origin !== origin) ? [] : [`${line.at} ${line.text}`],
  );
}

function has(log: LogState, text: string): boolean {
  return linesOf(log).some((line) => line.endsWith(` ${text}`));
}

describeLive("the log of a container", () => {
  const inhabitants = new Inhabitants("logs");
  let counting: Inspected;

  beforeAll(() => {
    counting = inhabitants.container("counting", [], ["sh", "-c", COUNTING]);
  });
  afterEach(() => process.kill(enginePid(), "SIGCONT"));
  afterAll(() => inhabitants.removeAll());

  test("is what docker logs prints, its streams told apart, and goes on between samples", async () => {
    const log = await until(follow({ containerId: counting.Id }), (seen) => has(seen, "out 15"));
    const printed = docker("logs", "--timestamps", counting.Id).split("\n");
    const seen = linesOf(log, "stdout");
    expect(seen.length).toBeGreaterThan(10);
    expect(printed.slice(0, seen.length)).toEqual(seen);
    expect(seen.every((line) => / out \d+$/.test(line))).toBe(true);
    expect(linesOf(log, "stderr").every((line) => / err \d+$/.test(line))).toBe(true);
    expect(log.lines.every((line) => "skipped" in line || line.isError === (line.origin === "stderr"))).toBe(
      true,
    );
  });

  test("with a terminal is one stream, without carriage returns", async () => {
    const terminal = inhabitants.container("terminal", ["-t"], ["sh", "-c", COUNTING]);
    const log = await until(follow({ containerId: terminal.Id }), (seen) => has(seen, "err 5"));
    expect(linesOf(log, "stderr")).toEqual([]);
    const printed = docker("logs", "--timestamps", terminal.Id).split(/\r?\n/);
    expect(printed.slice(0, linesOf(log).length)).toEqual(linesOf(log));
  });

  test("has long lines cut, and the one after them whole", async () => {
    const script = "head -c 100000 /dev/zero | tr '\\0' x; echo; echo after; sleep 2147483647";
    for (const options of [[], ["-t"]]) {
      const name = `long${options.length}`;
      const long = inhabitants.container(name, options, ["sh", "-c", script]);
      const log = await until(follow({ containerId: long.Id }), (seen) => has(seen, "after"));
      expect(log.lines).toHaveLength(2);
      expect(log.lines[0]).toMatchObject({ text: "x".repeat(4096), isCut: true });
      await store?.close();
    }
  });

  test("goes on when the container is started again, and says when it does not run and when it is removed", async () => {
    const script = "echo begun; trap 'exit 0' TERM; sleep 2147483647 & wait";
    const restarted = inhabitants.container("restarted", [], ["sh", "-c", script]);
    const source = follow({ containerId: restarted.Id });
    await until(source, (log) => has(log, "begun"));
    docker("stop", restarted.Id);
    await until(source, ({ message }) => message?.includes("does not run") ?? false);
    docker("start", restarted.Id);
    const log = await until(source, (seen) => linesOf(seen).length === 2 && seen.message === null);
    expect(linesOf(log)).toEqual(docker("logs", "--timestamps", restarted.Id).split("\n"));
    docker("rm", "-f", restarted.Id);
    const last = await until(source, ({ state }) => state === "ended");
    expect(last.message).toBe("the container was removed: docker has no log of it any more");
    expect(linesOf(last)).toEqual(linesOf(log));
  });

  test("goes on when the sampler is replaced", async () => {
    const source = follow({ containerId: counting.Id });
    const { nextId } = await until(source, ({ lines }) => lines.length > 0);
    process.kill(samplerOf(), "SIGKILL");
    const log = await until(source, ({ lines }) => (lines[0]?.id ?? 0) >= nextId);
    expect(linesOf(log).length).toBeGreaterThan(10);
  });

  test("that nobody keeps is said to be none", async () => {
    const silent = inhabitants.container("silent", ["--log-driver", "none"], ["sh", "-c", COUNTING]);
    const log = await until(follow({ containerId: silent.Id }), ({ state }) => state === "ended");
    expect(log.message).toMatch(/log driver is none; make it anew/);
  });

  test("of an engine that does not answer comes once it does", async () => {
    process.kill(enginePid(), "SIGSTOP");
    const source = follow({ containerId: counting.Id });
    const waiting = await until(source, ({ state }) => state === "waiting");
    expect(waiting.message).toMatch(/^docker .*does not answer/);
    process.kill(enginePid(), "SIGCONT");
    await until(source, (log) => log.message === null && linesOf(log).length > 0);
  });

  test("that is flooded is jumped ahead in, with little at a time, and no memory is taken by it", async () => {
    const flood = inhabitants.container(
      "flood",
      ["--log-opt", "max-size=20m"],
      ["yes", "0123456789".repeat(4)],
    );
    let bundles = 0;
    const source = follow({ containerId: flood.Id });
    await until(source, ({ lines }) => lines.length > 0);
    const before = residentBytes(samplerOf());
    source.subscribe(() => {
      bundles += 1;
    });
    const gapsAt = new Set<number>();
    await until(source, ({ lines }) => {
      for (const line of lines) if ("skipped" in line) gapsAt.add(line.id);
      return gapsAt.size >= 15;
    });
    expect(source.getSnapshot().log?.lines.length).toBeLessThanOrEqual(5000);
    // Signs of life among them, two a second.
    expect(bundles).toBeLessThan(15 * 10);
    expect(residentBytes(samplerOf()) / before).toBeLessThan(2);
  });
});

describeLive("the log where no engine is asked", () => {
  const lab = new EnginesLab();

  beforeAll(() => lab.up());
  afterAll(() => lab.down());

  test("of a pod's container is the kubelet's file", async (context) => {
    const web = lab.find("web");
    if (web === null) return context.skip("containerd is not installed");
    const request = { engine: "containerd", engineEndpoint: null, containerId: web.id } as const;
    const log = await until(follow(request), (seen) => has(seen, "web is up"));
    expect(log.lines).toMatchObject([{ origin: "stdout", text: "web is up" }]);
  });

  test("of Podman's container is Podman's", async (context) => {
    if (lab.find("podman") === null) return context.skip("podman is not installed");
    const name = `log-${process.pid}`;
    lab.script("podman", "run", "-d", "--name", name, "localhost/busybox:lab", "sh", "-c", COUNTING);
    const id = lab.script("podman", "inspect", "--format", "{{.Id}}", name);
    const request = { engine: "podman", engineEndpoint: lab.podmanUrl, containerId: id } as const;
    const log = await until(follow(request), (seen) => has(seen, "out 8"));
    expect(linesOf(log, "stderr").every((line) => / err \d+$/.test(line))).toBe(true);
    const counts = linesOf(log, "stdout").map((line) => Number(/ out (\d+)$/.exec(line)?.[1]));
    // Podman 4.3 reads what there is, and then looks for the file's end: what was written in between it gives nobody.
    const missing = (counts.at(-1) ?? 0) - counts.length;
    expect(missing).toBeLessThanOrEqual(1);
    expect(counts).toEqual([...new Set(counts)].sort((a, b) => a - b));
  });
});

const JOURNAL_REMOTE = "/usr/lib/systemd/systemd-journal-remote";

describe.skipIf(process.getuid?.() !== 0)("the log of a service", () => {
  // Without one there is no journal, and the test says so.
  const machine = existsSync("/etc/machine-id") ? readFileSync("/etc/machine-id", "utf8").trim() : "none";
  const directory = `/var/log/journal/${machine}`;
  const file = join(directory, `nstop-test-${process.pid}.journal`);
  const unit = `nstop-test-${process.pid}.service`;

  /** The first of the directories that were not there. */
  let made: string | undefined;

  afterAll(() => rmSync(made ?? file, { recursive: true, force: true }));

  /** Writes entries into a journal's file, as a manager would have it written. */
  function write(...messages: readonly { readonly text: string; readonly priority: number }[]): void {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim().replaceAll("-", "");
    const entries = messages.map(({ text, priority }) =>
      [
        `__REALTIME_TIMESTAMP=${Date.now()}000`,
        `_BOOT_ID=${boot}`,
        `_SYSTEMD_UNIT=${unit}`,
        `PRIORITY=${priority}`,
        `MESSAGE=${text}`,
        "",
        "",
      ].join("\n"),
    );
    const exported = join(temporaryDirectory(), "entries");
    writeFileSync(exported, entries.join(""));
    made ??= mkdirSync(directory, { recursive: true });
    run(JOURNAL_REMOTE, `--output=${file}`, exported);
  }

  test("is the journal's, also where only its files are left, and goes on", async (context) => {
    if (findProgram("systemd-journal-remote", ["/usr/lib/systemd"]) === null) {
      if (process.env["NSTOP_LAB"] === "require") throw new Error(`there is no ${JOURNAL_REMOTE}`);
      return context.skip("systemd-journal-remote is not installed");
    }
    write({ text: "started", priority: 6 }, { text: "broken", priority: 3 });
    const source = follow({ kind: "service", engine: null, cgroupPath: `/system.slice/${unit}` });
    const log = await until(source, ({ lines }) => lines.length === 2);
    expect(log.lines).toMatchObject([
      { origin: "info", isError: false, text: "started" },
      { origin: "err", isError: true, text: "broken" },
    ]);
    write({ text: "more", priority: 6 });
    await until(source, (seen) => has(seen, "more"));
  });
});

/** Pid of the sampler that the test started. */
function samplerOf(): number {
  const [pid] = run("pgrep", "-P", String(process.pid), "-f", "stream --wants").trim().split("\n");
  return Number(pid);
}
