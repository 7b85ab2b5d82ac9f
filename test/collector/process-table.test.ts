import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Collector } from "../../src/collector/collector.ts";
import { FixtureHost, pidsOf, processOf } from "./fixture-host.ts";

const SCOPE = `/system.slice/docker-${"c".repeat(64)}.scope`;

let host: FixtureHost;
let collector: Collector;
beforeEach(() => {
  host = new FixtureHost();
  host.process({ pid: 20, cgroup: `0::${SCOPE}\n` });
  host.process({ pid: 21, cgroup: `0::${SCOPE}\n` });
  collector = host.collector();
});
afterEach(() => {
  collector.close();
  host.remove();
});

function countCpu(): void {
  host.write(`/sys/fs/cgroup${SCOPE}/cpu.stat`, "usage_usec 1500\nuser_usec 1000\nsystem_usec 500\n");
}

/** Pid 20 has run, as its stat line says. */
function run(): void {
  host.process({ pid: 20, cgroup: `0::${SCOPE}\n`, userTicks: 50, ran: 2 });
}

describe("a process whose control group counts for it", () => {
  beforeEach(() => {
    countCpu();
    collector.sample();
  });

  test("is read at its birth, and rests from then on", () => {
    run();
    expect(processOf(collector.sample(), 20)).toMatchObject({ cpuTicks: 0, resting: true });
  });

  test("is read again when it is on screen", () => {
    run();
    collector.watch([20]);
    const sample = collector.sample();
    expect(processOf(sample, 20)).toMatchObject({ cpuTicks: 50, resting: false });
    expect(processOf(sample, 21)).toMatchObject({ resting: true });
  });

  test("is missed as soon as it has ended", () => {
    collector.sample();
    host.end(20);
    expect(pidsOf(collector.sample())).toEqual([1, 21]);
  });

  test("is the same object from sample to sample while it rests", () => {
    const before = processOf(collector.sample(), 20);
    run();
    expect(processOf(collector.sample(), 20)).toBe(before);
  });

  test("is read every time once nothing counts for it any more", () => {
    collector.sample();
    host.files.fail(`/sys/fs/cgroup${SCOPE}/cpu.stat`, "EACCES");
    collector.sample();
    run();
    expect(processOf(collector.sample(), 20)).toMatchObject({ cpuTicks: 50, resting: false });
  });
});

test("a process whose control group does not count CPU time does not rest", () => {
  collector.sample();
  run();
  expect(processOf(collector.sample(), 20)).toMatchObject({ cpuTicks: 50, resting: false });
});
