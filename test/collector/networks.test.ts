import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FixtureHost, HOST_NAMESPACES } from "./fixture-host.ts";

let host: FixtureHost;
beforeEach(() => {
  host = new FixtureHost();
});
afterEach(() => host.remove());

test("every network namespace is read once, and loopback does not count", () => {
  for (const pid of [20, 21]) {
    host.process({ pid, namespaces: { net: 900 } });
    host.interfaces(pid, { lo: [50, 50], eth0: [100, 10], eth1: [1, 2] });
  }
  const sample = host.collector().sample();
  expect(sample.networks.get(900)).toEqual({ readAtSeconds: 1000, receiveBytes: 101, transmitBytes: 12 });
  expect(host.files.opened.get("/proc/20/net/dev")).toBe(1);
  expect(host.files.opened.get("/proc/21/net/dev")).toBeUndefined();
});

test("no descriptor is kept on a network namespace", () => {
  host.process({ pid: 20, namespaces: { net: 900 } });
  const collector = host.collector();
  collector.sample();
  collector.sample();
  expect(host.files.opened.get("/proc/20/net/dev")).toBe(2);
});

test("of the host only interfaces with a device count: bridges and veth pairs carry the same bytes again", () => {
  host.interfaces(1, { lo: [1, 1], eth0: [100, 10], docker0: [50, 50], veth12: [50, 50], tun0: [9, 9] });
  host.write("/sys/class/net/eth0/device/vendor", "0x1af4\n");
  host.write("/sys/class/net/docker0/bridge/bridge_id", "8000\n");
  expect(host.collector().sample().networks.get(HOST_NAMESPACES.net)).toEqual({
    readAtSeconds: 1000,
    receiveBytes: 100,
    transmitBytes: 10,
  });
});

test("of a host without devices, which is itself a container, all but loopback, bridges and veth count", () => {
  host.interfaces(1, { lo: [1, 1], eth0: [100, 10], docker0: [50, 50], veth12: [50, 50] });
  host.write("/sys/class/net/docker0/bridge/bridge_id", "8000\n");
  expect(host.collector().sample().networks.get(HOST_NAMESPACES.net)).toEqual({
    readAtSeconds: 1000,
    receiveBytes: 100,
    transmitBytes: 10,
  });
});

test("when a process ends just now, another of its namespace is asked", () => {
  for (const pid of [20, 21]) {
    host.process({ pid, namespaces: { net: 900 } });
    host.interfaces(pid, { eth0: [100, 10] });
  }
  host.files.fail("/proc/20/net/dev", "ENOENT");
  const sample = host.collector().sample();
  expect(sample.networks.get(900)).toEqual({ readAtSeconds: 1000, receiveBytes: 100, transmitBytes: 10 });
  expect(sample.issues).toEqual([]);
});

test("traffic that cannot be read is absent, not zero", () => {
  host.process({ pid: 20, namespaces: { net: 900 } });
  host.write("/proc/20/net/dev", "nonsense\n");
  const sample = host.collector().sample();
  expect(sample.networks.has(900)).toBe(false);
  expect(sample.issues).toMatchObject([{ code: "malformed", path: "/proc/[pid]/net/dev" }]);
});

test("a network off the screen is read in turn, and the host's every time", () => {
  for (let pid = 20; pid < 25; pid += 1) {
    host.process({ pid, namespaces: { net: 900 + pid } });
    host.interfaces(pid, { eth0: [100, 10] });
  }
  host.interfaces(1, { eth0: [100, 10] });
  const collector = host.collector();
  const opened = (pid: number) => host.files.opened.get(`/proc/${pid}/net/dev`) ?? 0;
  collector.sample();
  collector.onScreen = { pids: new Set(), cgroupPaths: new Set(), networks: new Set([920]) };
  for (let samples = 0; samples < 10; samples += 1) expect(collector.sample().networks.size).toBe(6);
  expect([opened(1), opened(20), opened(21), opened(24)]).toEqual([11, 11, 2, 2]);
});

describe("a network without an interface but the loopback", () => {
  const opened = () => host.files.opened.get("/proc/20/net/dev") ?? 0;

  function sampled(samples: number): ReturnType<typeof host.collector> {
    host.process({ pid: 20, namespaces: { net: 900 } });
    const collector = host.collector();
    for (let taken = 0; taken < samples; taken += 1) collector.sample();
    return collector;
  }

  test("is read twice, for a rate, and then in turn", () => {
    const collector = sampled(2);
    expect(opened()).toBe(2);
    for (let samples = 0; samples < 10; samples += 1) collector.sample();
    expect(opened()).toBe(4);
  });

  test("is read every time once it has been given one", () => {
    const collector = sampled(2);
    host.interfaces(20, { lo: [7, 7], eth0: [100, 10] });
    for (let samples = 0; samples < 5; samples += 1) collector.sample();
    expect(collector.sample().networks.get(900)).toMatchObject({ receiveBytes: 100 });
    const before = opened();
    collector.sample();
    expect(opened()).toBe(before + 1);
  });
});
