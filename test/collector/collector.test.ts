import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { perNamespace } from "../../src/procfs/namespace-link.ts";
import { FixtureHost, HOST_NAMESPACES, NO_ENGINES, pidsOf, processOf } from "./fixture-host.ts";

let host: FixtureHost;
beforeEach(() => {
  host = new FixtureHost();
});
afterEach(() => host.remove());

describe("a sample", () => {
  test("holds every process with its counters, namespaces and cgroup", () => {
    host.process({
      pid: 20,
      comm: "a) S 1\n(b",
      userTicks: 5,
      systemTicks: 7,
      threads: 3,
      residentPages: 10,
      namespaces: { net: 900 },
      cgroup: `0::/system.slice/docker-${"a".repeat(64)}.scope/inner\n`,
    });
    const sample = host.collector().sample();
    expect(pidsOf(sample)).toEqual([1, 20]);
    expect(processOf(sample, 20)).toEqual({
      pid: 20,
      startTicks: 200,
      parentPid: 1,
      comm: "a) S 1\n(b",
      state: "S",
      kernelThread: false,
      cpuTicks: 12,
      threads: 3,
      residentBytes: 40_960,
      namespaces: { ...HOST_NAMESPACES, net: 900 },
      cgroup: {
        path: `/system.slice/docker-${"a".repeat(64)}.scope/inner`,
        owner: {
          kind: "container",
          engine: "docker",
          id: "a".repeat(64),
          path: `/system.slice/docker-${"a".repeat(64)}.scope`,
        },
        outerContainerIds: [],
      },
      io: null,
      resting: false,
      unseenSeconds: 0,
    });
  });

  test("holds processes in the order of their pids, not of the names in /proc", () => {
    for (const pid of [9, 10, 100]) host.process({ pid });
    expect(
      host
        .collector()
        .sample()
        .processes.map(({ pid }) => pid),
    ).toEqual([1, 9, 10, 100]);
  });

  test("says when it was taken, by both clocks", () => {
    const sample = host.collector().sample();
    expect([sample.monotonicSeconds, sample.takenAtMilliseconds]).toEqual([1000, 1_700_001_000_000]);
  });

  test("describes the host", () => {
    expect(host.collector().sample().host).toEqual({
      hostname: "box",
      blocked: null,
      kernel: "6.8.0",
      bootTimeSeconds: 1_700_000_000,
      uptimeSeconds: 1000,
      cpus: 1,
      loadAverage: [0.1, 0.2, 0.3],
      births: 6,
      threads: 200,
      cpuTicks: { busy: 20, total: 100 },
      memory: { totalBytes: 1_024_000, availableBytes: 614_400, swapTotalBytes: 0, swapFreeBytes: 0 },
      pressure: null,
      cgroupVersion: "v2",
      namespaceLimits: perNamespace(() => null),
      clockTicksPerSecond: 100,
      pageBytes: 4096,
      description: null,
    });
  });

  test("knows the page size from the auxiliary vector", () => {
    const vector = new BigUint64Array([6n, 16_384n, 17n, 250n, 0n, 0n]);
    host.write("/proc/self/auxv", new Uint8Array(vector.buffer));
    host.process({ pid: 20, residentPages: 2 });
    const sample = host.collector().sample();
    expect(processOf(sample, 20).residentBytes).toBe(32_768);
    expect(sample.host.clockTicksPerSecond).toBe(250);
  });

  test("has what the machine is called only when that has been told, and asks once", async () => {
    let asked = 0;
    const description = { distribution: "Debian", cpuModel: "", virtualization: "" };
    const collector = host.collector({
      describe: async () => {
        asked += 1;
        return description;
      },
    });
    for (let seconds = 0; seconds < 4; seconds += 1) {
      host.seconds += 1;
      expect(collector.sample().host.description).toBeNull();
    }
    await Promise.resolve();
    expect(collector.sample().host.description).toEqual(description);
    expect(asked).toBe(1);
  });

  test("is not to be had when the processes cannot be listed, and the next one is", () => {
    const collector = host.collector();
    host.files.fail("/proc", "EMFILE");
    expect(() => collector.sample()).toThrow(
      expect.objectContaining({ name: "ReadFailure", kind: "failed" }),
    );
    host.files.fail("/proc", null);
    expect(pidsOf(collector.sample())).toEqual([1]);
  });
});

describe("processes that come and go", () => {
  test("a process that exits while it is read is left out, and its neighbours are not", () => {
    for (const pid of [20, 21, 22]) host.process({ pid });
    const collector = host.collector();
    collector.sample();
    host.files.end("/proc/21/stat");
    host.files.fail("/proc/21/stat", "ENOENT");
    const sample = collector.sample();
    expect(pidsOf(sample)).toEqual([1, 20, 22]);
    expect(sample.issues).toEqual([]);
  });

  test("a process that exits between its listing and its first read is left out", () => {
    host.process({ pid: 20 });
    host.files.fail("/proc/20/stat", "ESRCH");
    const sample = host.collector().sample();
    expect(pidsOf(sample)).toEqual([1]);
    expect(sample.issues).toEqual([]);
  });

  test("a process that exits after its stat line was read is there with what is known", () => {
    host.process({ pid: 20 });
    for (const file of [
      "cgroup",
      "io",
      "schedstat",
      "net/dev",
      ...Object.keys(HOST_NAMESPACES).map((type) => `ns/${type}`),
    ]) {
      host.files.fail(`/proc/20/${file}`, "ENOENT");
    }
    const sample = host.collector().sample();
    expect(processOf(sample, 20)).toMatchObject({ cgroup: null, io: null, namespaces: { net: null } });
    expect(sample.issues).toEqual([]);
  });

  test("a pid that is used again is another process", () => {
    host.process({ pid: 20, comm: "old", startTicks: 500, namespaces: { net: 900 } });
    const collector = host.collector();
    collector.sample();
    host.end(20);
    host.process({ pid: 20, comm: "new", startTicks: 700 });
    const found = processOf(collector.sample(), 20);
    expect(found).toMatchObject({ comm: "new", startTicks: 700, namespaces: HOST_NAMESPACES });
  });

  test("a pid that is used again is told by its start even where no descriptor was kept", () => {
    host.process({ pid: 20, comm: "old", startTicks: 500, namespaces: { net: 900 } });
    host.files.limitDescriptors(1);
    const collector = host.collector();
    collector.sample();
    host.end(20);
    host.process({ pid: 20, comm: "new", startTicks: 700 });
    expect(processOf(collector.sample(), 20)).toMatchObject({ startTicks: 700, namespaces: HOST_NAMESPACES });
  });

  test("descriptors do not grow with the number of processes that have come and gone", () => {
    const collector = host.collector();
    // Those that live on have their descriptors after a few samples.
    for (let samples = 0; samples < 5; samples += 1) collector.sample();
    const before = host.files.open;
    for (let pid = 20; pid < 120; pid += 1) {
      host.process({ pid });
      collector.sample();
      host.end(pid);
    }
    collector.sample();
    expect(host.files.open).toBe(before);
  });

  test("a closed collector holds no descriptor", () => {
    host.process({ pid: 20, cgroup: "0::/system.slice/web.service\n" });
    host.write("/sys/fs/cgroup/system.slice/web.service/pids.current", "1\n");
    const collector = host.collector();
    collector.sample();
    expect(host.files.open).toBeGreaterThan(0);
    collector.close();
    expect(host.files.open).toBe(0);
  });
});

describe("trouble", () => {
  test("a process that cannot be read just now stays as it was, and the trouble is listed", () => {
    host.process({ pid: 20, userTicks: 5 });
    const collector = host.collector();
    collector.sample();
    host.process({ pid: 20, userTicks: 9 });
    host.files.fail("/proc/20/stat", "EIO");
    const sample = collector.sample();
    expect(processOf(sample, 20).cpuTicks).toBe(5);
    expect(sample.issues).toEqual([
      { code: "failed", path: "/proc/[pid]/stat", message: expect.stringContaining("EIO"), count: 1 },
    ]);
    host.files.fail("/proc/20/stat", null);
    expect(processOf(collector.sample(), 20).cpuTicks).toBe(9);
  });

  test("all of the processes are shown when there are not enough descriptors for them", () => {
    for (let pid = 20; pid < 60; pid += 1) host.process({ pid });
    host.files.limitDescriptors(10);
    const collector = host.collector();
    for (const sample of [collector.sample(), collector.sample()]) {
      expect(sample.processes).toHaveLength(41);
      expect(sample.issues).toEqual([]);
    }
  });

  test("a malformed file is listed, and only what it tells is unknown", () => {
    host.process({ pid: 20, cgroup: "nonsense\n" });
    host.write("/proc/meminfo", "MemTotal: lots\n");
    const sample = host.collector().sample();
    expect(processOf(sample, 20)).toMatchObject({ cgroup: null, namespaces: HOST_NAMESPACES });
    expect(sample.host).toMatchObject({ memory: null, uptimeSeconds: 1000 });
    expect(sample.issues.map(({ code, path }) => [code, path])).toEqual([
      ["malformed", "/proc/meminfo"],
      ["malformed", "/proc/[pid]/cgroup"],
    ]);
  });

  test("processes are listed again only when one was born or has ended", () => {
    host.process({ pid: 20 });
    const collector = host.collector();
    collector.sample();
    host.files.fail("/proc", "EIO");
    expect(pidsOf(collector.sample())).toEqual([1, 20]);
    host.files.fail("/proc", null);
    host.process({ pid: 21 });
    expect(pidsOf(collector.sample())).toEqual([1, 20, 21]);
    host.end(20);
    expect(pidsOf(collector.sample())).toEqual([1, 21]);
  });

  test("a malformed stat line leaves out its process only", () => {
    host.process({ pid: 20 });
    host.write("/proc/20/stat", "20 sleep\n");
    host.process({ pid: 21 });
    const sample = host.collector().sample();
    expect(pidsOf(sample)).toEqual([1, 21]);
    expect(sample.issues).toMatchObject([{ code: "malformed", path: "/proc/[pid]/stat", count: 1 }]);
  });

  test("an error that is no failed read is not hidden", () => {
    const collector = host.collector({
      engines: {
        view: () => {
          throw new TypeError("a mistake of ours");
        },
        isExec: () => null,
        see: () => undefined,
        found: async () => undefined,
        settled: async () => {},
        close: () => {},
      },
    });
    expect(() => collector.sample()).toThrow(TypeError);
  });

  test("a suspect is looked at again in the next sample, and its engine is asked whether it started it", () => {
    host.process({ pid: 20 });
    const asked: unknown[] = [];
    const isExec = (question: unknown) => {
      asked.push(question);
      return false;
    };
    const collector = host.collector({ engines: { ...NO_ENGINES, isExec } });
    expect(collector.sample().execs).toEqual(new Map());
    collector.suspect([
      { pid: 20, startTicks: 200, containerId: "c0" },
      { pid: 1, startTicks: 10, containerId: null },
    ]);
    host.process({ pid: 20, namespaces: { net: 900 }, ran: 2 });
    const sample = collector.sample();
    expect(processOf(sample, 20).namespaces.net).toBe(900);
    expect(sample.execs).toEqual(new Map([[20, false]]));
    expect(asked).toContainEqual({ pid: 20, startTicks: 200, containerId: "c0" });
  });

  test("how many namespaces there may be is read every thirty seconds", () => {
    host.write("/proc/sys/user/max_net_namespaces", "100\n");
    const collector = host.collector();
    const limits = () => {
      const { net, mnt } = collector.sample().host.namespaceLimits;
      return [net, mnt];
    };
    expect(limits()).toEqual([100, null]);
    host.write("/proc/sys/user/max_net_namespaces", "7\n");
    host.seconds += 29;
    expect(limits()).toEqual([100, null]);
    host.seconds += 1;
    expect(limits()).toEqual([7, null]);
  });

  test("a file that hung is not read again", () => {
    const collector = host.collector();
    collector.skip("/proc/uptime");
    const sample = collector.sample();
    expect(sample.host.uptimeSeconds).toBeNull();
    expect(sample.issues).toMatchObject([{ code: "hangs", path: "/proc/uptime" }]);
  });
});
