import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { CgroupSample, Sample } from "../../src/collector/sample.ts";
import { FixtureHost } from "./fixture-host.ts";

const ID = "c".repeat(64);
const OTHER = "d".repeat(64);
const SCOPE = `/system.slice/docker-${ID}.scope`;

const V1_MOUNTS = ["cpu,cpuacct", "memory", "pids", "blkio", "freezer"]
  .map(
    (name, index) =>
      `${40 + index} 30 0:${40 + index} / /sys/fs/cgroup/${name} rw - cgroup cgroup rw,${name}\n`,
  )
  .join("");

let host: FixtureHost;
beforeEach(() => {
  host = new FixtureHost();
});
afterEach(() => host.remove());

function writeAll(directory: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) host.write(`${directory}/${name}`, text);
}

function cgroupOf(sample: Sample, path: string): CgroupSample {
  const found = sample.cgroups.get(path);
  if (found === undefined) throw new Error(`there is no cgroup ${path}`);
  return found;
}

function pressure(some: string): string {
  return `some avg10=${some} avg60=0.00 avg300=0.00 total=0\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n`;
}

describe("cgroup v2", () => {
  beforeEach(() => {
    host.process({ pid: 20, cgroup: `0::${SCOPE}\n` });
    host.process({ pid: 21, cgroup: `0::${SCOPE}/nested\n` });
    writeAll(`/sys/fs/cgroup${SCOPE}`, {
      "cpu.stat":
        "usage_usec 1500\nuser_usec 1000\nsystem_usec 500\nnr_periods 10\nnr_throttled 4\nthrottled_usec 77\n",
      "cpu.max": "50000 100000\n",
      "memory.current": "1000\n",
      "memory.stat": "anon 300\nfile 600\nshmem 0\ninactive_file 400\n",
      "memory.max": "max\n",
      "memory.events": "low 0\nhigh 0\nmax 3\noom 1\noom_kill 2\n",
      "pids.current": "2\n",
      "pids.max": "100\n",
      "io.stat": "8:0 rbytes=10 wbytes=20 rios=1 wios=1 dbytes=0 dios=0\n8:16 rbytes=1 wbytes=2\n",
      "cpu.pressure": pressure("1.50"),
      "memory.pressure": pressure("0.00"),
      "io.pressure": pressure("0.25"),
      "cgroup.events": "populated 1\nfrozen 0\n",
    });
  });

  test("each container is read once, whatever cgroups there are inside", () => {
    const sample = host.collector().sample();
    expect([...sample.cgroups.keys()]).toEqual([SCOPE]);
    expect(sample.host.cgroupVersion).toBe("v2");
    expect(cgroupOf(sample, SCOPE)).toMatchObject({
      path: SCOPE,
      readAtSeconds: 1000,
      cpuMicroseconds: 1500,
      cpuLimitPercent: 50,
      throttling: { periods: 10, throttledPeriods: 4, throttledMicroseconds: 77 },
      memory: {
        currentBytes: 1000,
        workingSetBytes: 600,
        anonymousBytes: 300,
        limitBytes: "max",
        oomKills: 2,
        limitHits: 3,
      },
      pids: { current: 2, limit: 100 },
      io: { readBytes: 11, writeBytes: 22 },
      pressure: { cpu: { some10Percent: 1.5 }, io: { some10Percent: 0.25 } },
      frozen: false,
    });
  });

  test("counters are read in every sample through one descriptor, limits after a few seconds", () => {
    const collector = host.collector();
    collector.sample();
    host.write(`/sys/fs/cgroup${SCOPE}/pids.current`, "3\n");
    host.write(`/sys/fs/cgroup${SCOPE}/pids.max`, "200\n");
    expect(cgroupOf(collector.sample(), SCOPE).pids).toMatchObject({ current: 3, limit: 100 });
    host.seconds += 5;
    expect(cgroupOf(collector.sample(), SCOPE).pids).toMatchObject({ current: 3, limit: 200 });
    expect(host.files.opened.get(`/sys/fs/cgroup${SCOPE}/pids.current`)).toBe(1);
  });

  test("a container that is gone leaves no descriptor", () => {
    const collector = host.collector();
    collector.sample();
    const files = host.files.open;
    host.end(20);
    host.end(21);
    expect(collector.sample().cgroups.size).toBe(0);
    expect(host.files.open).toBeLessThan(files - 11);
  });

  test("off the screen only the CPU time is read in every sample, and the rest in turn", () => {
    const collector = host.collector();
    collector.sample();
    collector.onScreen = { pids: new Set(), cgroupPaths: new Set(), networks: new Set() };
    host.write(`/sys/fs/cgroup${SCOPE}/memory.current`, "2000\n");
    host.write(`/sys/fs/cgroup${SCOPE}/cpu.stat`, "usage_usec 1700\nuser_usec 1000\nsystem_usec 700\n");
    const seen = Array.from({ length: 10 }, () => {
      host.seconds += 1;
      const { cpuMicroseconds, memory, readAtSeconds } = cgroupOf(collector.sample(), SCOPE);
      return [cpuMicroseconds, memory?.currentBytes, host.seconds - readAtSeconds];
    });
    const turn = seen.findIndex(([, , age]) => age === 0);
    expect(seen.slice(0, turn).map(([cpu, bytes]) => [cpu, bytes])).toEqual(
      Array.from({ length: turn }, () => [1700, 1000]),
    );
    expect(seen[turn]).toEqual([1700, 2000, 0]);
  });

  test("of one that is seen but sleeps only whether it is frozen is read, once that it sleeps is certain", () => {
    const collector = host.collector();
    collector.onScreen = { pids: new Set(), cgroupPaths: new Set([SCOPE]), networks: new Set() };
    const reads = () => host.files.read(`/sys/fs/cgroup${SCOPE}/memory.current`);
    for (let samples = 0; samples < 4; samples += 1) collector.sample();
    const before = reads();
    host.write(`/sys/fs/cgroup${SCOPE}/cgroup.events`, "populated 1\nfrozen 1\n");
    const seen = Array.from({ length: 5 }, () => cgroupOf(collector.sample(), SCOPE).frozen);
    expect(seen[0]).toBe(true);
    expect(reads() - before).toBe(1);
    host.write(`/sys/fs/cgroup${SCOPE}/cpu.stat`, "usage_usec 1700\nuser_usec 1000\nsystem_usec 700\n");
    for (let samples = 0; samples < 2; samples += 1) collector.sample();
    expect(reads() - before).toBe(3);
  });

  describe("below a cgroup that counts for it", () => {
    const stat = (microseconds: number) =>
      `usage_usec ${microseconds}\nuser_usec ${microseconds}\nsystem_usec 0\n`;
    const SLICE = "/sys/fs/cgroup/system.slice";
    const own = `/sys/fs/cgroup${SCOPE}/cpu.stat`;
    const unseen = () => {
      const collector = host.collector();
      collector.onScreen = { pids: new Set(), cgroupPaths: new Set(), networks: new Set() };
      return collector;
    };
    const cpu = (collector: ReturnType<typeof unseen>) => cgroupOf(collector.sample(), SCOPE).cpuMicroseconds;

    test("the CPU time of what sleeps is not read while that has not grown", () => {
      host.write(`${SLICE}/cpu.stat`, stat(9000));
      const collector = unseen();
      for (let samples = 0; samples < 2; samples += 1) collector.sample();
      const before = host.files.read(own);
      expect(Array.from({ length: 5 }, () => cpu(collector))).toEqual(Array.from({ length: 5 }, () => 1500));
      expect(host.files.read(own)).toBe(before);
      host.write(own, stat(1700));
      host.write(`${SLICE}/cpu.stat`, stat(9200));
      expect(cpu(collector)).toBe(1700);
    });

    test("it is read in every sample where that is unknown", () => {
      const collector = unseen();
      for (let samples = 0; samples < 2; samples += 1) collector.sample();
      const before = host.files.read(own);
      for (let samples = 0; samples < 5; samples += 1) collector.sample();
      expect(host.files.read(own)).toBe(before + 5);
    });

    test("what runs while others are read is not lost", () => {
      host.process({ pid: 22, cgroup: `0::/system.slice/docker-${OTHER}.scope\n` });
      host.write(`/sys/fs/cgroup/system.slice/docker-${OTHER}.scope/cpu.stat`, stat(10));
      host.write(`${SLICE}/cpu.stat`, stat(9000));
      let ran = 1500;
      host.files.afterRead.set(own, () => {
        ran += 1;
        host.write(own, stat(ran));
        host.write(`${SLICE}/cpu.stat`, stat(9000 + ran));
      });
      const collector = unseen();
      // In some of these all of it is read.
      for (let samples = 0; samples < 40; samples += 1) {
        const until = ran;
        expect(cpu(collector)).toBe(until);
      }
    });
  });

  test("a malformed counter is unknown alone", () => {
    host.write(`/sys/fs/cgroup${SCOPE}/io.stat`, "nonsense\n");
    const sample = host.collector().sample();
    expect(cgroupOf(sample, SCOPE)).toMatchObject({ io: null, pids: { current: 2 } });
    expect(sample.issues).toMatchObject([{ code: "malformed", path: `/sys/fs/cgroup${SCOPE}/io.stat` }]);
  });

  test("a counter that may not be read is unknown and listed", () => {
    host.files.fail(`/sys/fs/cgroup${SCOPE}/memory.stat`, "EACCES");
    const sample = host.collector().sample();
    expect(cgroupOf(sample, SCOPE).memory).toBeNull();
    expect(sample.issues).toMatchObject([{ code: "denied", path: `/sys/fs/cgroup${SCOPE}/memory.stat` }]);
  });

  test("a limit that may not be read is unknown, not none", () => {
    host.files.fail(`/sys/fs/cgroup${SCOPE}/pids.max`, "EACCES");
    expect(cgroupOf(host.collector().sample(), SCOPE).pids).toEqual({
      current: 2,
      limit: null,
      refused: null,
    });
  });
});

test("a controller that is not enabled is unknown, and no trouble", () => {
  host.process({ pid: 20, cgroup: "0::/system.slice/web.service\n" });
  host.write(
    "/sys/fs/cgroup/system.slice/web.service/cpu.stat",
    "usage_usec 9\nuser_usec 5\nsystem_usec 4\n",
  );
  const sample = host.collector().sample();
  expect(cgroupOf(sample, "/system.slice/web.service")).toEqual({
    path: "/system.slice/web.service",
    directories: { unified: "/sys/fs/cgroup/system.slice/web.service" },
    above: [...sample.cgroupsAround.keys()][0],
    readAtSeconds: 1000,
    cpuMicroseconds: 9,
    cpuLimitPercent: null,
    cpuQuota: null,
    throttling: null,
    memory: null,
    pids: null,
    io: null,
    pressure: null,
    frozen: null,
    waits: null,
  });
  expect(sample.issues).toEqual([]);
});

test("a controller that is enabled later is found", () => {
  host.process({ pid: 20, cgroup: "0::/system.slice/web.service\n" });
  const collector = host.collector();
  collector.sample();
  host.write("/sys/fs/cgroup/system.slice/web.service/pids.current", "4\n");
  host.seconds += 11;
  expect(cgroupOf(collector.sample(), "/system.slice/web.service").pids?.current).toBe(4);
});

describe("cgroup v1", () => {
  beforeEach(() => {
    host.write("/proc/self/mountinfo", V1_MOUNTS);
    host.process({
      pid: 20,
      // The memory controller has it elsewhere, as in an engine that runs in a cgroup of its own.
      cgroup: `6:freezer:/docker/${OTHER}\n5:cpu,cpuacct:/docker/${ID}\n4:memory:/outer/docker/${ID}\n3:pids:/docker/${ID}\n2:blkio:/\n1:name=systemd:/docker/${ID}\n`,
    });
    writeAll(`/sys/fs/cgroup/cpu,cpuacct/docker/${ID}`, {
      "cpuacct.usage": "2000000\n",
      "cpu.stat": "nr_periods 8\nnr_throttled 2\nthrottled_time 5000\n",
      "cpu.cfs_quota_us": "-1\n",
      "cpu.cfs_period_us": "100000\n",
    });
    writeAll(`/sys/fs/cgroup/memory/outer/docker/${ID}`, {
      "memory.usage_in_bytes": "1000\n",
      "memory.stat":
        "cache 1\nrss 1\nshmem 0\ninactive_file 1\ntotal_cache 500\ntotal_rss 200\ntotal_shmem 0\ntotal_inactive_file 1100\n",
      "memory.limit_in_bytes": "9223372036854771712\n",
      "memory.failcnt": "6\n",
      "memory.oom_control": "oom_kill_disable 0\nunder_oom 0\noom_kill 1\n",
    });
    writeAll(`/sys/fs/cgroup/pids/docker/${ID}`, { "pids.current": "1\n", "pids.max": "max\n" });
    host.write(`/sys/fs/cgroup/freezer/docker/${OTHER}/freezer.state`, "FROZEN\n");
    host.write("/sys/fs/cgroup/blkio/blkio.throttle.io_service_bytes", "8:0 Read 5\nTotal 5\n");
  });

  test("each controller is read where it has the container", () => {
    const sample = host.collector().sample();
    expect(sample.host.cgroupVersion).toBe("v1");
    expect(cgroupOf(sample, `/docker/${ID}`)).toMatchObject({
      cpuMicroseconds: 2000,
      cpuLimitPercent: "max",
      throttling: { periods: 8, throttledPeriods: 2, throttledMicroseconds: 5 },
      memory: {
        currentBytes: 1000,
        workingSetBytes: 0,
        anonymousBytes: 200,
        limitBytes: "max",
        oomKills: 1,
        limitHits: 6,
      },
      pids: { current: 1, limit: "max" },
      pressure: null,
    });
  });

  test("a controller that counts it with others, or as another's, is not its own", () => {
    expect(cgroupOf(host.collector().sample(), `/docker/${ID}`)).toMatchObject({ io: null, frozen: null });
  });
});

test("on a hybrid host each controller is read from the version that has it", () => {
  host.write(
    "/proc/self/mountinfo",
    `${V1_MOUNTS}50 30 0:50 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n`,
  );
  host.process({ pid: 20, cgroup: `3:pids:/docker/${ID}\n1:freezer:/docker/${ID}\n0::/docker/${ID}\n` });
  host.write(`/sys/fs/cgroup/pids/docker/${ID}/pids.current`, "1\n");
  host.write(`/sys/fs/cgroup/pids/docker/${ID}/pids.max`, "9\n");
  host.write(`/sys/fs/cgroup/freezer/docker/${ID}/freezer.state`, "FROZEN\n");
  host.write(`/sys/fs/cgroup/unified/docker/${ID}/io.pressure`, pressure("2.00"));
  const sample = host.collector().sample();
  expect(sample.host.cgroupVersion).toBe("hybrid");
  expect(cgroupOf(sample, `/docker/${ID}`)).toMatchObject({
    pids: { current: 1, limit: 9 },
    frozen: true,
    pressure: { cpu: null, memory: null, io: { some10Percent: 2 } },
    memory: null,
  });
});

test.each([
  ["outside of what is mounted", "0::/../docker-ID.scope\n", "/"],
  ["outside of the mounted cgroup", "0::/other/docker-ID.scope\n", "/mine"],
])("a cgroup %s is known by name and no more", (_, cgroup, root) => {
  host.write("/proc/self/mountinfo", `30 23 0:26 ${root} /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n`);
  host.process({ pid: 20, cgroup: cgroup.replace("ID", ID) });
  for (const directory of ["/sys/fs", "/sys/fs/cgroup", "/sys/fs/cgroup/other"]) {
    host.write(`${directory}/docker-${ID}.scope/pids.current`, "1\n");
  }
  const sample = host.collector().sample();
  expect([...sample.cgroups.values()]).toMatchObject([{ cpuMicroseconds: null, pids: null, frozen: null }]);
  expect(sample.issues).toEqual([]);
});

test("inside of a mounted cgroup the path counts from there", () => {
  host.write("/proc/self/mountinfo", "30 23 0:26 /mine /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
  host.process({ pid: 20, cgroup: `0::/mine/docker-${ID}.scope\n` });
  host.write(`/sys/fs/cgroup/docker-${ID}.scope/pids.current`, "7\n");
  expect(cgroupOf(host.collector().sample(), `/mine/docker-${ID}.scope`).pids?.current).toBe(7);
});

describe("cgroups around", () => {
  const IDS = [ID, OTHER];
  const POD = "/kubepods/pod1";

  beforeEach(() => {
    for (const [index, id] of IDS.entries()) host.process({ pid: 20 + index, cgroup: `0::${POD}/${id}\n` });
    host.write(`/sys/fs/cgroup${POD}/cpu.max`, "20000 100000\n");
    host.write(
      `/sys/fs/cgroup${POD}/cpu.stat`,
      "usage_usec 9\nuser_usec 5\nsystem_usec 4\nnr_periods 9\nnr_throttled 7\nthrottled_usec 1\n",
    );
    host.write(`/sys/fs/cgroup${POD}/pids.max`, "max\n");
    host.write(`/sys/fs/cgroup${POD}/pids.current`, "2\n");
  });

  const around = (sample: Sample) => {
    const pod = sample.cgroupsAround.get(cgroupOf(sample, `${POD}/${ID}`).above ?? "");
    return { pod, above: sample.cgroupsAround.get(pod?.above ?? "") };
  };

  test("are the same for all inside, and are read once", () => {
    const collector = host.collector();
    const sample = collector.sample();
    const [one, other] = IDS.map((id) => cgroupOf(sample, `${POD}/${id}`).above);
    expect(one).toBe(other);
    expect(around(sample)).toMatchObject({
      pod: { path: POD, cpuLimitPercent: 20, cpuQuota: "20000 100000", throttling: { throttledPeriods: 7 } },
      above: { path: "/kubepods", above: null },
    });
    expect(sample.cgroupsAround.size).toBe(2);
    expect(host.files.read(`/sys/fs/cgroup${POD}/cpu.stat`)).toBe(1);
  });

  test("are asked for nothing that has no limit", () => {
    expect(around(host.collector().sample()).pod?.pids).toBeNull();
    expect(host.files.read(`/sys/fs/cgroup${POD}/pids.current`)).toBe(0);
  });

  test("are the same object as before while they say the same", () => {
    const collector = host.collector();
    const before = around(collector.sample()).pod;
    host.seconds += 1;
    expect(around(collector.sample()).pod).toBe(before);
    host.write(
      `/sys/fs/cgroup${POD}/cpu.stat`,
      "usage_usec 9\nuser_usec 5\nsystem_usec 4\nnr_periods 10\nnr_throttled 8\nthrottled_usec 1\n",
    );
    host.seconds += 1;
    expect(around(collector.sample()).pod).toMatchObject({ throttling: { throttledPeriods: 8 } });
  });

  test("that nobody is in any more leave no descriptor", () => {
    const collector = host.collector();
    collector.sample();
    const files = host.files.open;
    for (const [index] of IDS.entries()) host.end(20 + index);
    expect(collector.sample().cgroupsAround.size).toBe(0);
    expect(host.files.open).toBeLessThan(files);
  });
});

describe("limits on block I/O", () => {
  beforeEach(() => {
    host.write("/proc/self/mountinfo", V1_MOUNTS);
    host.process({ pid: 20, cgroup: `2:blkio:/docker/${ID}\n` });
    host.link("/sys/dev/block/254:0", "../../devices/virtual/block/vda");
    const directory = `/sys/fs/cgroup/blkio/docker/${ID}`;
    host.write(`${directory}/blkio.throttle.write_bps_device`, "254:0 1048576\n");
    host.write(`${directory}/blkio.throttle.io_service_bytes_recursive`, "Total 0\n");
  });

  test("are looked for only when something was read or written", () => {
    const collector = host.collector();
    const limits = () => cgroupOf(collector.sample(), `/docker/${ID}`).io?.limits;
    expect(limits()).toEqual([]);
    expect(host.files.read(`/sys/fs/cgroup/blkio/docker/${ID}/blkio.throttle.write_bps_device`)).toBe(0);
    host.write(
      `/sys/fs/cgroup/blkio/docker/${ID}/blkio.throttle.io_service_bytes_recursive`,
      "254:0 Read 0\n254:0 Write 4096\nTotal 4096\n",
    );
    const limit = {
      device: "254:0",
      name: "vda",
      kind: "writeBytesPerSecond",
      perSecond: 2 ** 20,
      done: 4096,
    };
    expect(limits()).toEqual([limit]);
    expect(limits()).toEqual([limit]);
  });
});

describe("on a loaded host that accounts no pressure", () => {
  beforeEach(() => {
    host.write("/proc/self/mountinfo", V1_MOUNTS);
    host.process({
      pid: 20,
      comm: "burner",
      state: "R",
      userTicks: 5,
      cgroup: `2:cpu,cpuacct:/docker/${ID}\n`,
    });
    host.process({ pid: 21, cgroup: `2:cpu,cpuacct:/docker/${OTHER}\n` });
    for (const id of [ID, OTHER]) host.write(`/sys/fs/cgroup/cpu,cpuacct/docker/${id}/cpuacct.usage`, "1\n");
  });

  /** Whether all CPUs were busy since the last sample, and one container ran. */
  function second(collector: ReturnType<FixtureHost["collector"]>, isBusy: boolean): Sample {
    host.seconds += 1;
    const ticks = host.seconds * 10;
    const [user, idle] = isBusy ? [ticks, 1] : [1, ticks];
    host.write(
      "/proc/stat",
      `cpu  ${user} 0 0 ${idle} 0 0 0 0 0 0\ncpu0 ${user} 0 0 ${idle} 0 0 0 0 0 0\nbtime 1700000000\nprocesses 9\nprocs_blocked 0\n`,
    );
    host.write(`/sys/fs/cgroup/cpu,cpuacct/docker/${ID}/cpuacct.usage`, `${host.seconds}000000\n`);
    return collector.sample();
  }

  test("the processes of who runs are asked how long they wait, and of nobody else", () => {
    const collector = host.collector();
    second(collector, true);
    const sample = second(collector, true);
    expect(cgroupOf(sample, `/docker/${ID}`).waits).toEqual([
      { pid: 20, comm: "burner", state: "R", runDelayNanoseconds: 0 },
    ]);
    expect(cgroupOf(sample, `/docker/${OTHER}`).waits).toBeNull();
  });

  test("nobody is asked while there are CPUs to be had", () => {
    const collector = host.collector();
    second(collector, false);
    expect(cgroupOf(second(collector, false), `/docker/${ID}`).waits).toBeNull();
  });
});
