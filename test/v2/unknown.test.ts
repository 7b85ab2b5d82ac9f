import { mkdirSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { groupOf, Inhabitants, nstop } from "../live/lab.ts";

const ID = "1234567890abcdef".repeat(4);
const DIRECTORY = `/sys/fs/cgroup/docker/${ID}`;

describe("on a host whose kernel has neither pressure nor the memory controller", () => {
  const inhabitants = new Inhabitants("unknown");
  let snapshot: Snapshot;

  beforeAll(async () => {
    // A cgroup such as an engine makes, with every controller there is but memory.
    mkdirSync(DIRECTORY, { recursive: true });
    writeFileSync(`${DIRECTORY}/../cgroup.subtree_control`, "+cpu +io +pids");
    await inhabitants.start("sh", [
      "-c",
      `echo $$ >${DIRECTORY}/cgroup.procs; echo ready; exec sleep 2147483647`,
    ]);
    const { stdout } = nstop("list", "--json", "--no-engine");
    snapshot = JSON.parse(stdout);
  });
  afterAll(() => inhabitants.removeAll());

  test("what is not there is null and never 0", () => {
    const container = groupOf(snapshot, ID);
    expect(container).toMatchObject({ kind: "container", cgroupPath: `/docker/${ID}`, pressure: null });
    expect(new Set(Object.values(container.memory))).toEqual(new Set([null]));
    expect(snapshot.host.pressure).toBeNull();
  });

  test("what is there is known", () => {
    const container = groupOf(snapshot, ID);
    expect(container.cpu).toEqual({
      percent: expect.any(Number),
      limitPercent: null,
      throttledPercent: null,
    });
    expect(container.pids).toEqual({ current: 1, limit: "max" });
    expect(snapshot.host.memory?.totalBytes).toBeGreaterThan(0);
  });

  test("show tells it as text, without what is not there", () => {
    const { status, stdout, stderr } = nstop("show", ID, "--no-engine");
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toContain(ID.slice(0, 12));
  });
});
