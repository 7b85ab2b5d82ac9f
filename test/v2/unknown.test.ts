import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { groupOf, nstop } from "../live/lab.ts";

const ID = "1234567890abcdef".repeat(4);
const DIRECTORY = `/sys/fs/cgroup/docker/${ID}`;

describe("on a host whose kernel has neither pressure nor the memory controller", () => {
  let inside: ChildProcess;
  let snapshot: Snapshot;

  beforeAll(async () => {
    // A cgroup such as an engine makes, with every controller that there is but memory.
    mkdirSync(DIRECTORY, { recursive: true });
    writeFileSync(`${DIRECTORY}/../cgroup.subtree_control`, "+cpu +io +pids");
    const script = `echo $$ >${DIRECTORY}/cgroup.procs; echo ready; exec sleep 2147483647`;
    inside = spawn("sh", ["-c", script], { stdio: ["ignore", "pipe", "inherit"] });
    if (inside.stdout !== null) await once(inside.stdout, "data");
    snapshot = JSON.parse(nstop("list", "--json", "--no-engine").stdout);
  });
  afterAll(async () => {
    const gone = once(inside, "exit");
    inside.kill("SIGKILL");
    await gone;
  });

  test("what is not there is null and never 0", () => {
    const { memory, pressure } = groupOf(snapshot, ID);
    expect(memory).toMatchObject({
      currentBytes: null,
      anonymousBytes: null,
      limitBytes: null,
      oomKills: null,
      limitHits: null,
    });
    expect(pressure).toBeNull();
    expect(snapshot.host.pressure).toBeNull();
    expect(snapshot.issues).toEqual([]);
  });

  test("what is there is known", () => {
    const { cgroupPath, cpu, pids, memory } = groupOf(snapshot, ID);
    expect(cgroupPath).toBe(`/docker/${ID}`);
    expect(cpu).toMatchObject({ percent: expect.any(Number), limitPercent: null, throttledPercent: 0 });
    expect(pids).toMatchObject({ current: 1, limit: "max" });
    // Of its processes.
    expect(memory.workingSetBytes).toBeGreaterThan(0);
    expect(snapshot.host.memory?.totalBytes).toBeGreaterThan(0);
  });

  test("show tells it as text, without what is not there", () => {
    const { status, stdout, stderr } = nstop("show", ID, "--no-engine");
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toContain(ID.slice(0, 12));
  });
});
