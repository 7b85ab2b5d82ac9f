import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Snapshot } from "../../src/model/snapshot.ts";
import {
  describeLive,
  enginePid,
  groupOf,
  Inhabitants,
  type Inspected,
  labSocket,
  list,
  NSTOP,
} from "./lab.ts";

describeLive("an engine that stops answering", () => {
  const inhabitants = new Inhabitants("stopped");
  let container: Inspected;
  let stream: ChildProcessByStdio<null, Readable, null> | null = null;

  beforeAll(() => {
    container = inhabitants.container("still-here");
  });
  afterEach(async () => {
    process.kill(enginePid(), "SIGCONT");
    if (stream?.exitCode === null) {
      stream.kill("SIGKILL");
      await once(stream, "exit");
    }
    stream = null;
  });
  afterAll(() => inhabitants.removeAll());

  test("costs list nothing but the names: it says so and shows the rest", () => {
    process.kill(enginePid(), "SIGSTOP");
    const snapshot = list();
    expect(snapshot.engines).toMatchObject([{ state: "unreachable", message: expect.stringMatching(/./) }]);
    expect(groupOf(snapshot, container.Id)).toMatchObject({
      kind: "container",
      engine: "docker",
      leaderPid: container.State.Pid,
      processes: 1,
      cpu: { percent: expect.any(Number) },
    });
  });

  test("costs a running stream nothing: names stay, and it is said to be unreachable until it is back", async () => {
    const name = container.Name.slice(1);
    stream = spawn(process.execPath, [NSTOP, "stream", "--delay", "0.2", "--engine", `unix://${labSocket}`], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const lines = createInterface({ input: stream.stdout })[Symbol.asyncIterator]();
    await next(lines, "connected", name);

    process.kill(enginePid(), "SIGSTOP");
    // The stream looks again when an event is missing; a new container would be one, but nothing can start now.
    const during = await next(lines, "unreachable", name);
    expect(groupOf(during, container.Id)).toMatchObject({ name, image: "busybox:lab", kind: "container" });

    process.kill(enginePid(), "SIGCONT");
    await next(lines, "connected", name);
  });

  /** The next snapshot in which the engine is in that state; in every one before it the container keeps its name. */
  async function next(lines: AsyncIterator<string>, state: string, name: string): Promise<Snapshot> {
    for (;;) {
      const line = await lines.next();
      if (line.done === true) throw new Error("the stream ended");
      const snapshot: Snapshot = JSON.parse(line.value);
      if (snapshot.engines[0]?.state === state) return snapshot;
      if (state !== "connected" || snapshot.engines[0]?.state === "unreachable") {
        expect(groupOf(snapshot, container.Id).name).toBe(name);
      }
    }
  }
});
