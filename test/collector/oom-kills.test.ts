import { afterEach, beforeEach, expect, test } from "vitest";
import type { EngineWatch } from "../../src/engines/engine.ts";
import { FixtureHost, NO_ENGINES } from "./fixture-host.ts";

const ID = "c".repeat(64);
const CGROUP = `/sys/fs/cgroup/docker/${ID}`;

let host: FixtureHost;
beforeEach(() => {
  host = new FixtureHost();
  host.process({ pid: 20, cgroup: `0::/docker/${ID}\n` });
  host.write(`${CGROUP}/memory.current`, "1000\n");
  host.write(`${CGROUP}/memory.stat`, "anon 300\nfile 600\ninactive_file 400\n");
  host.write("/dev/kmsg", kill("tail", 24198));
  count(0);
});
afterEach(() => host.remove());

function count(kills: number): void {
  host.write(`${CGROUP}/memory.events`, `low 0\nhigh 0\nmax 3\noom 1\noom_kill ${kills}\n`);
}

/** The machine has been up for 1000 s. */
function kill(comm: string, pid: number): string {
  return `6,539,990000000,-;oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),oom_memcg=/docker,task_memcg=/docker/${ID}/inner,task=${comm},pid=${pid},uid=0\n`;
}

test("the log is not looked at while nobody was killed", () => {
  expect(host.collector().sample().oomKills).toEqual([]);
  expect(host.files.read("/dev/kmsg")).toBe(0);
});

test("a kill is known by whose cgroup it was in, with its time by the clock of the wall", () => {
  count(1);
  expect(host.collector().sample().oomKills).toEqual([
    {
      atMilliseconds: 1_700_000_990_000,
      pid: 24198,
      comm: "tail",
      cgroupPath: `/docker/${ID}`,
      limitPath: "/docker",
    },
  ]);
});

test("the log is read again only when somebody else was killed, and only what is new in it", () => {
  count(1);
  const collector = host.collector();
  const { oomKills } = collector.sample();
  const reads = host.files.read("/dev/kmsg");
  expect(collector.sample().oomKills).toBe(oomKills);
  expect(host.files.read("/dev/kmsg")).toBe(reads);
  count(2);
  host.write("/dev/kmsg", kill("tail", 24198) + kill("head", 24199));
  expect(collector.sample().oomKills.map(({ pid }) => pid)).toEqual([24198, 24199]);
});

test("what an engine tells is looked up, though the cgroup is gone with its counter", () => {
  const at = "2023-11-14T22:29:50Z";
  const event = {
    what: "oom",
    at,
    containerId: ID,
    name: "x",
    exitCode: null,
    command: null,
    pid: null,
  } as const;
  const view = { reports: [], containers: new Map(), events: [event] };
  const engines: EngineWatch = { ...NO_ENGINES, view: () => view };
  host.end(20);
  expect(host.collector({ engines }).sample().oomKills).toMatchObject([{ comm: "tail" }]);
});

test("a log that may not be read is an issue, and tried again after a minute", () => {
  count(1);
  host.files.fail("/dev/kmsg", "EPERM");
  const collector = host.collector();
  const sample = collector.sample();
  expect(sample.oomKills).toEqual([]);
  expect(sample.issues).toMatchObject([{ code: "denied", path: "/dev/kmsg" }]);
  host.files.fail("/dev/kmsg", null);
  expect(collector.sample().oomKills).toEqual([]);
  host.seconds += 61;
  expect(collector.sample().oomKills).toMatchObject([{ pid: 24198 }]);
});
