import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import type { HostEvent } from "../../src/model/host-event.ts";
import type { EventLine, SnapshotLine } from "../../src/stream/protocol.ts";
import { schemaFaults } from "../report/schema.ts";
import {
  describeLive,
  docker,
  Inhabitants,
  type Inspected,
  labSocket,
  NSTOP,
  namespaceInodes,
  nstop,
  run,
  SLEEP,
} from "./lab.ts";

/** Tells of its first line, then does what a line on its standard input says: no `exec`, no new name. */
const UNSHARER = `$| = 1; print "ready\\n"; <STDIN>; syscall(${process.arch === "arm64" ? 97 : 272}, 0x04000000); <STDIN>;`;

/** `nstop stream --events`, followed by a test. */
class EventStream {
  readonly events: HostEvent[] = [];
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  constructor() {
    const args = [NSTOP, "stream", "--events", "--delay", "0.5", "--engine", `unix://${labSocket}`];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    this.#child = child;
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  /** Reads on until the next snapshot. */
  async read(): Promise<void> {
    for (;;) {
      const { value } = await this.#lines.next();
      const line = JSON.parse(value) as EventLine | SnapshotLine;
      if (!("event" in line)) return;
      this.events.push(line.event);
    }
  }

  /** Waits for the event that has these facts. */
  async see(facts: Partial<HostEvent>): Promise<HostEvent> {
    for (;;) {
      const found = this.events.find((event) =>
        Object.entries(facts).every(([name, value]) => event[name as keyof HostEvent] === value),
      );
      if (found !== undefined) return found;
      await this.read();
    }
  }

  async close(): Promise<void> {
    const gone = once(this.#child, "exit");
    this.#child.kill();
    await gone;
  }
}

/** Starts a program that is ended with the test. */
function start(program: string, ...args: readonly string[]): ChildProcess & { readonly pid: number } {
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "inherit"] });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${program} did not start`);
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  });
  return Object.assign(child, { pid });
}

/** Ends a process, and waits until it is gone. */
async function end(child: ChildProcess): Promise<void> {
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

describeLive("nstop stream --events", () => {
  const inhabitants = new Inhabitants("events");
  const host = namespaceInodes(process.pid);
  const faults = schemaFaults("event");
  let web: Inspected;
  let unsharer: ChildProcess;
  let stream: EventStream;

  beforeAll(async () => {
    web = inhabitants.container("web", ["--health-cmd", "true", "--health-interval", "1s"]);
    // Longer there than nstop: nothing but its turn shows what it does.
    unsharer = spawn("perl", ["-e", UNSHARER], { stdio: ["pipe", "pipe", "inherit"] });
    if (unsharer.stdout !== null) await once(unsharer.stdout, "data");
    stream = new EventStream();
    await stream.read();
  });
  afterAll(async () => {
    await stream.close();
    await end(unsharer);
    await inhabitants.removeAll();
  });

  test("tells of a namespace that was made, and that its last process left it", async () => {
    const sleeper = start("unshare", "-u", ...SLEEP);
    const made = await stream.see({ kind: "namespace-created", type: "uts", pid: sleeper.pid });
    expect(made).toMatchObject({ from: host["uts"], to: namespaceInodes(sleeper.pid)["uts"] });
    await end(sleeper);
    expect(await stream.see({ kind: "namespace-emptied", pid: sleeper.pid })).toMatchObject({
      type: "uts",
      to: made.to,
    });
  });

  test("tells of a process that entered a container's network", async () => {
    const visitor = start("nsenter", "-t", String(web.State.Pid), "-n", ...SLEEP);
    const { net } = namespaceInodes(web.State.Pid);
    const facts = { type: "net", from: host["net"], to: net } as const;
    expect(await stream.see({ kind: "namespace-moved", pid: visitor.pid })).toMatchObject(facts);
  });

  test("tells of what its engine runs in a container, and neither calls that a move nor its health checks a run", async () => {
    docker("exec", "-d", web.Id, "sleep", "1234");
    const exec = await stream.see({ kind: "container-exec", groupId: web.Id });
    expect(exec).toMatchObject({ groupName: inhabitants.name("web"), pid: expect.any(Number) });
    expect(readFileSync(`/proc/${exec.pid}/cmdline`, "utf8")).toBe("sleep\x001234\x00");
    await stream.read();
    await stream.read();
    expect(stream.events.filter(({ kind, pid }) => kind === "namespace-moved" && pid === exec.pid)).toEqual(
      [],
    );
    expect(stream.events.filter(({ kind }) => kind === "container-exec")).toEqual([exec]);
  });

  test("tells of a container that starts and is removed, and of each namespace that went with it", async () => {
    const brief = inhabitants.container("brief");
    const { Pid } = brief.State;
    const inodes = namespaceInodes(Pid);
    expect(await stream.see({ kind: "container-started", groupId: brief.Id })).toMatchObject({ pid: Pid });
    for (const type of ["mnt", "uts", "ipc", "pid", "net"] as const) {
      await stream.see({ kind: "namespace-created", type, pid: Pid, groupId: brief.Id });
    }
    docker("rm", "-f", brief.Id);
    const stopped = await stream.see({ kind: "container-stopped", groupId: brief.Id });
    expect(stopped.sentence).toBe(`${inhabitants.name("brief")} stopped with exit code 137`);
    for (const type of ["mnt", "uts", "ipc", "pid", "net"] as const) {
      const emptied = await stream.see({ kind: "namespace-emptied", type, pid: Pid });
      expect(emptied).toMatchObject({ groupId: brief.Id, to: inodes[type] });
    }
  });

  test("tells of a namespace that stays mounted after its last process", async () => {
    const folder = mkdtempSync(join(tmpdir(), "nstop-pin-"));
    const path = join(folder, "net");
    writeFileSync(path, "");
    const sleeper = start("unshare", "-n", ...SLEEP);
    const { to } = await stream.see({ kind: "namespace-created", type: "net", pid: sleeper.pid });
    run("mount", "--bind", `/proc/${sleeper.pid}/ns/net`, path);
    onTestFinished(() => {
      run("umount", path);
      rmSync(folder, { recursive: true });
    });
    await end(sleeper);
    await stream.see({ kind: "namespace-emptied", type: "net", to });
    const pinned = await stream.see({ kind: "namespace-pinned", type: "net", to });
    expect(pinned.sentence).toContain(`it is mounted at ${path}`);
  });

  test("finds in its turn what a process did that nobody looks at", async () => {
    unsharer.stdin?.write("\n");
    const made = await stream.see({ kind: "namespace-created", type: "uts", pid: unsharer.pid ?? 0 });
    expect(made).toMatchObject({ from: host["uts"], to: namespaceInodes(unsharer.pid ?? 0)["uts"] });
  });

  test("prints lines that are of their schema", () => {
    expect(stream.events.flatMap((event) => faults({ event }))).toEqual([]);
    expect(stream.events.length).toBeGreaterThan(10);
  });
});

describeLive("nstop stream without --events", () => {
  test("prints snapshots only", () => {
    const { stdout } = nstop("stream", "--count", "2", "--delay", "0.2", "--no-engine");
    const lines = stdout.trimEnd().split("\n");
    expect(lines.map((line) => "groups" in JSON.parse(line))).toEqual([true, true]);
  });
});
