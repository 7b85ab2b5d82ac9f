import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Collector } from "../../src/collector/collector.ts";
import { FixtureHost } from "./fixture-host.ts";

let host: FixtureHost;
let collector: Collector;
beforeEach(() => {
  host = new FixtureHost();
  host.process({ pid: 20 });
  host.process({ pid: 21, parentPid: 20 });
  collector = host.collector();
});
afterEach(() => {
  collector.close();
  host.remove();
});

/** The process as it is after so many more samples. */
function sampled(pid: number, samples = 1) {
  let found = null;
  for (let count = 0; count < samples; count += 1) {
    found = collector.sample().processes.find((process) => process.pid === pid) ?? null;
  }
  return found;
}

describe("a process that sleeps", () => {
  beforeEach(() => {
    sampled(21, 6);
  });

  test("is read again as soon as it has run", () => {
    host.process({ pid: 21, parentPid: 20, userTicks: 70, systemTicks: 7, ran: 2 });
    expect(sampled(21)).toMatchObject({ cpuTicks: 77 });
  });

  test("is read again after a while, whatever its run time says", () => {
    host.process({ pid: 21, parentPid: 20, comm: "changed" });
    expect(sampled(21, 16)).toMatchObject({ comm: "changed" });
  });

  test("has its new parent as soon as the old one has ended", () => {
    host.process({ pid: 21, parentPid: 1 });
    host.end(20);
    expect(sampled(21)).toMatchObject({ parentPid: 1 });
  });

  test("is gone when it has ended", () => {
    host.end(21);
    expect(sampled(21)).toBeNull();
  });

  test("is told from the next process that has its pid", () => {
    host.end(21);
    host.process({ pid: 21, parentPid: 20, startTicks: 999, comm: "next" });
    expect(sampled(21)).toMatchObject({ startTicks: 999, comm: "next" });
  });
});

test("a process with several threads is read every time: its run time is that of one thread", () => {
  host.process({ pid: 21, parentPid: 20, threads: 2 });
  sampled(21, 6);
  host.process({ pid: 21, parentPid: 20, threads: 2, userTicks: 70, systemTicks: 7 });
  expect(sampled(21)).toMatchObject({ cpuTicks: 77 });
});

test("where the kernel counts no run time every process is read every time", () => {
  host.files.fail("/proc/21/schedstat", "ENOENT");
  sampled(21, 6);
  host.process({ pid: 21, parentPid: 20, userTicks: 70, systemTicks: 7 });
  expect(sampled(21)).toMatchObject({ cpuTicks: 77 });
});
