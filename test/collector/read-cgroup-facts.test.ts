import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { CgroupFacts } from "../../src/collector/cgroup-facts.ts";
import { detailOf, FixtureHost } from "./fixture-host.ts";

const ID = "ab".repeat(32);

let host: FixtureHost;
beforeEach(() => {
  host = new FixtureHost();
});
afterEach(() => host.remove());

/** Writes files of one cgroup. */
function files(directory: string, contents: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(contents)) host.write(`${directory}/${name}`, `${text}\n`);
}

async function factsOf(pid: number): Promise<CgroupFacts> {
  const { cgroup, issues } = await detailOf(host.collector(), pid, "cgroup");
  expect(issues).toEqual([]);
  return cgroup ?? expect.fail("no cgroup facts");
}

/** Where something stands, of every level. */
function directories(levels: CgroupFacts["memory"] | CgroupFacts["cpu"]): readonly string[] | undefined {
  return levels?.map(({ directory }) => directory);
}

describe("in cgroup v2", () => {
  const SLICE = "/sys/fs/cgroup/system.slice";
  const SCOPE = `${SLICE}/docker-${ID}.scope`;
  beforeEach(() => {
    host.process({ pid: 20, cgroup: `0::/system.slice/docker-${ID}.scope/inner\n` });
  });

  test("a container's own cgroup and all around it are read, not the one below it that the process is in", async () => {
    files(SCOPE, { "memory.max": "67108864", "memory.current": "1000" });
    files(SLICE, { "memory.max": "max", "memory.current": "5000" });
    const { isOwn, path, memory, version } = await factsOf(20);
    expect({ isOwn, path, version }).toEqual({
      isOwn: true,
      path: `/system.slice/docker-${ID}.scope`,
      version: "v2",
    });
    expect(directories(memory)).toEqual([SCOPE, SLICE, "/sys/fs/cgroup"]);
    expect(memory).toMatchObject([
      { isOwn: true, version: "v2", limitBytes: 67108864, currentBytes: 1000 },
      { isOwn: false, limitBytes: "max", currentBytes: 5000 },
      { limitBytes: null, currentBytes: null },
    ]);
  });

  test("CPU is read with its weight, quota, throttling and set", async () => {
    files(SCOPE, {
      "cpu.weight": "100",
      "cpu.idle": "1",
      "cpu.max": "40000 100000",
      "cpu.stat":
        "usage_usec 30\nuser_usec 20\nsystem_usec 10\nnr_periods 9\nnr_throttled 8\nthrottled_usec 7",
      "cpuset.cpus": "",
      "cpuset.cpus.effective": "0-1",
      "cpuset.mems": "",
      "cpuset.mems.effective": "0",
    });
    const { cpu, cpuset } = await factsOf(20);
    expect(cpu?.[0]).toMatchObject({
      weight: 100,
      isIdle: true,
      quotaPercent: 40,
      usageMicroseconds: 30,
      userMicroseconds: 20,
      systemMicroseconds: 10,
      periods: 9,
      throttledPeriods: 8,
      throttledMicroseconds: 7,
    });
    expect(cpuset?.[0]).toMatchObject({
      cpus: "",
      mems: "",
      effectiveCpus: "0-1",
      effectiveMems: "0",
      effectiveCpuCount: 2,
    });
  });

  test("memory is read with what it is made of, what protects it and what happened", async () => {
    files(SCOPE, {
      "memory.current": "1000",
      "memory.peak": "2000",
      "memory.high": "900",
      "memory.min": "10",
      "memory.low": "20",
      "memory.swap.current": "30",
      "memory.swap.max": "40",
      "memory.stat":
        "anon 300\nfile 500\nkernel 60\nshmem 70\ninactive_file 400\nworkingset_refault_anon 1\nworkingset_refault_file 2",
      "memory.events": "low 1\nhigh 2\nmax 3\noom 4\noom_kill 5",
    });
    expect((await factsOf(20)).memory?.[0]).toMatchObject({
      currentBytes: 1000,
      peakBytes: 2000,
      softLimitBytes: 900,
      minBytes: 10,
      lowBytes: 20,
      swapBytes: 30,
      swapLimitBytes: 40,
      workingSetBytes: 600,
      anonymousBytes: 300,
      fileBytes: 500,
      sharedBytes: 70,
      kernelBytes: 60,
      refaults: 3,
      events: { low: 1, high: 2, max: 3, oom: 4, oomKill: 5 },
    });
  });

  test("a device has its name, its use, its weight, and of each kind the tightest limit of all levels", async () => {
    host.link("/sys/dev/block/8:0", "../../devices/virtual/block/sda");
    files(SCOPE, {
      "io.stat": "8:0 rbytes=1 wbytes=2 rios=3 wios=4 dbytes=0 dios=0",
      "io.weight": "default 200\n8:0 50",
      "io.max": "8:0 rbps=1000 wbps=max riops=max wiops=max\n9:0 rbps=max wbps=7 riops=max wiops=max",
    });
    files(SLICE, { "io.max": "8:0 rbps=500 wbps=600 riops=max wiops=max" });
    const { io } = await factsOf(20);
    expect(io).toMatchObject({ weight: 200, weightFile: "io.weight", isOwn: true });
    expect(io?.devices).toEqual([
      {
        ...{ number: "8:0", name: "sda", weight: 50, readBytes: 1, writeBytes: 2, reads: 3, writes: 4 },
        limits: [
          { kind: "readBytesPerSecond", value: 500, path: `${SLICE}/io.max`, isOwn: false },
          { kind: "writeBytesPerSecond", value: 600, path: `${SLICE}/io.max`, isOwn: false },
        ],
      },
      {
        ...{ number: "9:0", name: null, weight: null, readBytes: 0, writeBytes: 0, reads: 0, writes: 0 },
        limits: [{ kind: "writeBytesPerSecond", value: 7, path: `${SCOPE}/io.max`, isOwn: true }],
      },
    ]);
  });

  test("one that was frozen from around it says where", async () => {
    files(SCOPE, { "cgroup.events": "populated 1\nfrozen 1", "cgroup.freeze": "0" });
    files(SLICE, { "cgroup.freeze": "1" });
    expect((await factsOf(20)).freezer).toEqual({ frozen: true, frozenAt: [`${SLICE}/cgroup.freeze`] });
  });

  test("tasks and pressure are read", async () => {
    files(SCOPE, {
      "pids.current": "3",
      "pids.peak": "9",
      "pids.max": "50",
      "pids.events": "max 2",
      "cpu.pressure": "some avg10=1.00 avg60=2.00 avg300=3.00 total=4",
    });
    const { pids, pressure } = await factsOf(20);
    expect(pids?.[0]).toMatchObject({ current: 3, peak: 9, limit: 50, refused: 2 });
    expect(pressure).toMatchObject({ cpu: { some60Percent: 2, full60Percent: null }, memory: null });
  });

  test("a controller of which there is no file is not known", async () => {
    expect(await factsOf(20)).toMatchObject({
      ...{ cpu: null, cpuset: null, memory: null, pids: null, io: null },
      ...{ pressure: null, freezer: null, network: null },
    });
  });

  test("a process outside of the reader's cgroup namespace has a path and no figures", async () => {
    files("/sys/fs/cgroup", { "memory.max": "1000" });
    host.process({ pid: 21, cgroup: "0::/../../system.slice/cron.service\n" });
    const { memory, cpu } = await factsOf(21);
    expect({ memory, cpu }).toEqual({ memory: null, cpu: null });
  });

  test("the root of the reader's cgroup namespace may have limits, as a container's has", async () => {
    files("/sys/fs/cgroup", { "memory.max": "1000" });
    host.process({ pid: 21, cgroup: "0::/\n" });
    const { memory, isOwn } = await factsOf(21);
    expect(isOwn).toBe(false);
    expect(memory).toMatchObject([{ path: "/", directory: "/sys/fs/cgroup", limitBytes: 1000 }]);
  });

  test("a malformed file is an issue, and the others are read all the same", async () => {
    files(SCOPE, { "memory.max": "much", "memory.current": "1000" });
    const { cgroup, issues } = await detailOf(host.collector(), 20, "cgroup");
    expect(cgroup?.memory?.[0]).toMatchObject({ limitBytes: null, currentBytes: 1000 });
    expect(issues).toMatchObject([{ code: "malformed", path: `${SCOPE}/memory.max` }]);
  });
});

describe("in cgroup v1", () => {
  const OWN = `/docker/${ID}`;
  const CONTROLLERS = [
    ...["cpu", "cpuacct", "memory", "pids", "blkio", "freezer", "cpuset", "net_cls", "net_prio"],
  ];

  beforeEach(() => {
    const mounts = CONTROLLERS.map(
      (name, at) => `${30 + at} 23 0:${26 + at} / /sys/fs/cgroup/${name} rw - cgroup cgroup rw,${name}\n`,
    );
    host.write("/proc/self/mountinfo", mounts.join(""));
    host.process({
      pid: 20,
      cgroup: CONTROLLERS.map((name, at) => `${at + 1}:${name}:${OWN}\n`).join(""),
    });
  });

  test("each controller is read in its own hierarchy", async () => {
    files(`/sys/fs/cgroup/cpu${OWN}`, {
      "cpu.shares": "1024",
      "cpu.cfs_quota_us": "40000",
      "cpu.cfs_period_us": "100000",
      "cpu.stat": "nr_periods 9\nnr_throttled 8\nthrottled_time 7000",
    });
    files(`/sys/fs/cgroup/cpuacct${OWN}`, {
      "cpuacct.usage": "30000",
      "cpuacct.usage_user": "20000",
      "cpuacct.usage_sys": "10000",
    });
    files(`/sys/fs/cgroup/cpuset${OWN}`, { "cpuset.cpus": "0", "cpuset.effective_cpus": "0" });
    const { cpu, cpuset, version } = await factsOf(20);
    expect(version).toBe("v1");
    expect(directories(cpu)).toEqual([
      `/sys/fs/cgroup/cpu${OWN}`,
      "/sys/fs/cgroup/cpu/docker",
      "/sys/fs/cgroup/cpu",
    ]);
    expect(cpu?.[0]).toMatchObject({
      ...{ isOwn: true, version: "v1", weight: 1024, isIdle: null, quotaPercent: 40 },
      ...{ usageMicroseconds: 30, userMicroseconds: 20, systemMicroseconds: 10 },
      ...{ periods: 9, throttledPeriods: 8, throttledMicroseconds: 7 },
    });
    expect(cpuset?.[0]).toMatchObject({ cpus: "0", effectiveCpus: "0", effectiveCpuCount: 1, mems: null });
  });

  test("a limit of memory and swap together leaves to swap what is beyond that of memory", async () => {
    const memory = `/sys/fs/cgroup/memory${OWN}`;
    files(memory, {
      "memory.usage_in_bytes": "1000",
      "memory.max_usage_in_bytes": "2000",
      "memory.limit_in_bytes": "3000",
      "memory.soft_limit_in_bytes": "9223372036854771712",
      "memory.memsw.limit_in_bytes": "5000",
      "memory.kmem.usage_in_bytes": "60",
      "memory.failcnt": "1",
      "memory.memsw.failcnt": "2",
      "memory.oom_control": "oom_kill_disable 0\nunder_oom 0\noom_kill 5",
      "memory.stat":
        "cache 1\nrss 1\ninactive_file 1\nhierarchical_memory_limit 2500\ntotal_cache 500\ntotal_rss 300\ntotal_inactive_file 400\ntotal_swap 30",
    });
    files("/sys/fs/cgroup/memory/docker", {
      "memory.limit_in_bytes": "9223372036854771712",
      "memory.memsw.limit_in_bytes": "9223372036854771712",
    });
    const facts = await factsOf(20);
    expect(facts.memory).toMatchObject([
      {
        ...{ currentBytes: 1000, peakBytes: 2000, limitBytes: 3000, softLimitBytes: "max" },
        ...{ swapBytes: 30, swapLimitBytes: 2000, hierarchicalLimitBytes: 2500, workingSetBytes: 600 },
        ...{ anonymousBytes: 300, fileBytes: 500, kernelBytes: 60, minBytes: null, lowBytes: null },
        events: { low: null, high: null, max: 3, oom: null, oomKill: 5 },
      },
      { limitBytes: "max", swapLimitBytes: "max" },
      {},
    ]);
  });

  test("a service that has no cgroup of its own for a controller shares that one, and is told so", async () => {
    const unit = "/system.slice/web.service";
    host.process({ pid: 21, cgroup: `3:memory:${unit}\n1:cpu:/\n0::${unit}\n` });
    files(`/sys/fs/cgroup/memory${unit}`, { "memory.usage_in_bytes": "1000" });
    files("/sys/fs/cgroup/cpu", { "cpu.shares": "1024" });
    const { isOwn, memory, cpu, path } = await factsOf(21);
    expect({ isOwn, path }).toEqual({ isOwn: true, path: unit });
    expect(memory?.[0]).toMatchObject({ isOwn: true, path: unit });
    expect(cpu).toMatchObject([{ isOwn: false, path: "/", weight: 1024 }]);
  });

  test("limits of block devices bind only where they are the group's own", async () => {
    const own = `/sys/fs/cgroup/blkio${OWN}`;
    files(own, {
      "blkio.throttle.io_service_bytes_recursive": "8:0 Read 1\n8:0 Write 2\nTotal 3",
      "blkio.throttle.io_serviced_recursive": "8:0 Read 3\n8:0 Write 4\nTotal 7",
      "blkio.throttle.read_bps_device": "8:0 1000",
      "blkio.bfq.weight": "100",
      "blkio.bfq.weight_device": "default 100\n8:0 300",
    });
    files("/sys/fs/cgroup/blkio/docker", { "blkio.throttle.write_bps_device": "8:0 10" });
    const { io } = await factsOf(20);
    expect(io).toMatchObject({ weight: 100, weightFile: "blkio.bfq.weight" });
    const path = `${own}/blkio.throttle.read_bps_device`;
    expect(io?.devices).toEqual([
      {
        ...{ number: "8:0", name: null, readBytes: 1, writeBytes: 2, reads: 3, writes: 4, weight: 300 },
        limits: [{ kind: "readBytesPerSecond", value: 1000, path, isOwn: true }],
      },
    ]);
  });

  test("one that is frozen from around it says where", async () => {
    files(`/sys/fs/cgroup/freezer${OWN}`, { "freezer.state": "FROZEN", "freezer.self_freezing": "0" });
    files("/sys/fs/cgroup/freezer/docker", { "freezer.state": "FROZEN", "freezer.self_freezing": "1" });
    expect((await factsOf(20)).freezer).toEqual({
      frozen: true,
      frozenAt: ["/sys/fs/cgroup/freezer/docker/freezer.state"],
    });
  });

  test("where an old kernel does not tell who froze it, that is not known", async () => {
    files(`/sys/fs/cgroup/freezer${OWN}`, { "freezer.state": "FROZEN" });
    expect((await factsOf(20)).freezer).toEqual({ frozen: true, frozenAt: null });
  });

  test("network class and priorities are told where somebody set them", async () => {
    files(`/sys/fs/cgroup/net_cls${OWN}`, { "net_cls.classid": "0" });
    files(`/sys/fs/cgroup/net_prio${OWN}`, { "net_prio.ifpriomap": "lo 0\neth0 0" });
    expect((await factsOf(20)).network).toBeNull();
    files(`/sys/fs/cgroup/net_cls${OWN}`, { "net_cls.classid": "1048577" });
    files(`/sys/fs/cgroup/net_prio${OWN}`, { "net_prio.ifpriomap": "lo 0\neth0 5" });
    expect((await factsOf(20)).network).toEqual({
      classId: 1048577,
      priorities: [{ interface: "eth0", priority: 5 }],
    });
  });
});

test("a host of cgroup v2 that has the network controllers of v1 beside it is one of v2", async () => {
  host.write(
    "/proc/self/mountinfo",
    "30 23 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n31 23 0:27 / /run/net_cls rw - cgroup cgroup rw,net_cls\n",
  );
  host.process({ pid: 20, cgroup: "1:net_cls:/batch\n0::/system.slice/batch.service\n" });
  host.write("/run/net_cls/batch/net_cls.classid", "1048577\n");
  expect(await factsOf(20)).toMatchObject({ version: "v2", network: { classId: 1048577, priorities: [] } });
});

test("of a process that is gone nothing is known", async () => {
  const { cgroup } = await detailOf(host.collector(), 99, "cgroup");
  expect(cgroup).toBeNull();
});
