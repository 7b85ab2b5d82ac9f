import { describe, expect, test } from "vitest";
import type { CgroupSample, Pressure } from "../../src/collector/sample.ts";
import type { CgroupSpan } from "../../src/model/cgroup-window.ts";
import type { OomKillSummary } from "../../src/model/snapshot.ts";
import { verdictOf } from "../../src/model/verdict.ts";
import type { VerdictContext } from "../../src/model/verdict-context.ts";
import { cgroup, memory } from "./sample-builder.ts";

const V1 = Object.fromEntries(
  ["cpu", "memory", "pids", "blkio", "freezer"].map((name) => [name, `/sys/fs/cgroup/${name}/docker/a`]),
);
const PERIODS = { periods: 50, throttledPeriods: 20, throttledMicroseconds: 0 };
const MiB = 2 ** 20;

type Facts = Partial<CgroupSample>;

/** Five seconds of a cgroup. */
function span(now: Facts, base: Facts = now, path = "/docker/a"): CgroupSpan {
  return { now: cgroup({ path, ...now }), base: cgroup({ path, ...base }), seconds: 5 };
}

/** What is said of a container that has half a core of a host that is not busy. */
function verdict(own: CgroupSpan, facts: Partial<VerdictContext> = {}) {
  return verdictOf({
    own,
    around: [],
    host: { cpus: 2, busyPercent: 30, pressure: null },
    cpuPercent: 50,
    lastOomKill: null,
    takenAt: "2024-01-02T03:04:05Z",
    shown: null,
    ...facts,
  });
}

function pressure(some10Percent: number): Pressure {
  return {
    some10Percent,
    some60Percent: 1,
    some300Percent: 0.5,
    full10Percent: 0,
    full60Percent: 0,
    full300Percent: 0,
  };
}

function pressureOf(percents: { readonly cpu?: number; readonly memory?: number; readonly io?: number }) {
  return {
    cpu: pressure(percents.cpu ?? 0),
    memory: pressure(percents.memory ?? 0),
    io: pressure(percents.io ?? 0),
  };
}

test("quiet counters give no verdict, however high they are", () => {
  const quiet = {
    memory: memory({ oomKills: 3, limitHits: 900, refaults: 9e6 }),
    throttling: PERIODS,
    pids: { current: 3, limit: 4, refused: 7 },
    frozen: false,
    pressure: pressureOf({}),
  };
  expect(verdict(span(quiet))).toBeNull();
});

describe("frozen", () => {
  test.each([
    ["v2", {}, "/sys/fs/cgroup/docker/a/cgroup.events", "frozen 1"],
    ["v1", { directories: V1 }, "/sys/fs/cgroup/freezer/docker/a/freezer.state", "FROZEN"],
  ])("of %s cites its file", (_, where, path, value) => {
    expect(verdict(span({ ...where, frozen: true }))).toEqual({
      code: "frozen",
      sentence: "Frozen: none of its processes runs until it is thawed.",
      evidence: [{ path, value }],
    });
  });

  test("with what is around it names the outermost one, which has to be thawed first", () => {
    const around = [span({ frozen: true }, {}, "/a/b"), span({ frozen: true }, {}, "/a")];
    expect(verdict(span({ frozen: true }), { around })).toMatchObject({
      sentence: "Frozen with everything in /a: none of its processes runs until that is thawed.",
      evidence: [{ path: "/sys/fs/cgroup/a/cgroup.events", value: "frozen 1" }],
    });
  });
});

describe("out of pids", () => {
  test("at its limit it cites both numbers", () => {
    expect(verdict(span({ pids: { current: 20, limit: 20, refused: 0 } }), { cpuPercent: 0 })).toEqual({
      code: "pids-exhausted",
      sentence: "At its limit of 20 tasks: it can start no more processes or threads.",
      evidence: [
        { path: "/sys/fs/cgroup/docker/a/pids.current", value: "20" },
        { path: "/sys/fs/cgroup/docker/a/pids.max", value: "20" },
      ],
    });
  });

  test("at a limit around it names that", () => {
    const full = span({ pids: { current: 9, limit: 9, refused: null } }, {}, "/pod");
    expect(verdict(span({}), { around: [full] })?.sentence).toBe(
      "Everything in /pod together is at a limit of 9 tasks: it can start no more processes or threads.",
    );
  });

  test("a burst that was refused is told after it is over", () => {
    const pids = { current: 3, limit: 20, refused: 12 };
    const found = verdict(span({ pids }, { pids: { ...pids, refused: 7 } }), { cpuPercent: 0 });
    expect(found).toMatchObject({
      code: "pids-exhausted",
      sentence: "It was refused 5 processes or threads in the last seconds, over its limit of 20 tasks.",
    });
    expect(found?.evidence.at(-1)).toEqual({
      path: "/sys/fs/cgroup/docker/a/pids.events",
      value: "max 12 (+5)",
    });
  });

  test.each(["max", null] as const)("a limit of %s is never reached", (limit) => {
    expect(verdict(span({ pids: { current: 1e6, limit, refused: null } }))).toBeNull();
  });
});

describe("memory", () => {
  const KILL: OomKillSummary = { at: "2024-01-02T03:03:55Z", pid: 7, comm: "tail", limitPath: "/docker/a" };

  test("a kill says when, whom, and whose limit it was", () => {
    const now = { memory: memory({ oomKills: 3, limitBytes: 20 * MiB }) };
    const base = { memory: memory({ oomKills: 2 }) };
    expect(verdict(span(now, base), { lastOomKill: KILL })).toEqual({
      code: "memory-pressed",
      sentence: "Out of memory 10 s ago: the kernel killed tail (pid 7), at its limit of 20 MiB.",
      evidence: [
        { path: "/sys/fs/cgroup/docker/a/memory.events", value: "oom_kill 3 (+1)" },
        { path: "/dev/kmsg", value: "oom-kill: task=tail, pid=7, 2024-01-02T03:03:55Z" },
      ],
    });
  });

  test.each([
    [{ ...KILL, limitPath: "/pod" }, "the kernel killed tail (pid 7), at the memory limit of /pod."],
    [{ ...KILL, limitPath: "/" }, "the kernel killed tail (pid 7), since the host had no memory left."],
    [{ ...KILL, pid: null, comm: null, limitPath: null }, "the kernel killed a process of it."],
  ])("a kill of which %j is known", (lastOomKill, said) => {
    expect(verdict(span({}), { lastOomKill })?.sentence).toBe(`Out of memory 10 s ago: ${said}`);
  });

  test("a kill of long ago is a fact and no verdict", () => {
    expect(verdict(span({}), { lastOomKill: KILL, takenAt: "2024-01-02T03:05:00Z" })).toBeNull();
  });

  test.each([
    ["v2", {}, "/sys/fs/cgroup/docker/a/memory.events", "max 45 (+40)"],
    ["v1", { directories: V1 }, "/sys/fs/cgroup/memory/docker/a/memory.failcnt", "45 (+40)"],
  ])("a limit of %s that is hit again and again cites its counter", (_, where, path, value) => {
    const limited = (limitHits: number) => ({
      ...where,
      memory: memory({ limitHits, limitBytes: 24 * MiB }),
    });
    const found = verdict(span(limited(45), limited(5)));
    expect(found?.sentence).toBe("It ran into its memory limit of 24 MiB 40 times in the last seconds.");
    expect(found?.evidence[0]).toEqual({ path, value });
  });

  test("a few hits by one whose memory is mostly droppable pages are no verdict, by one that is full they are", () => {
    const limited = (limitHits: number, workingSetBytes: number) => ({
      memory: memory({ limitHits, workingSetBytes, limitBytes: 1000 }),
    });
    expect(verdict(span(limited(3, 500), limited(0, 500)))).toBeNull();
    expect(verdict(span(limited(3, 960), limited(0, 960)))?.code).toBe("memory-pressed");
  });

  test("a limit around it is told to who moves memory, and not to who is idle", () => {
    const pod = (limitHits: number) => ({ memory: memory({ limitHits, limitBytes: 24 * MiB }) });
    const around = [span(pod(40), pod(0), "/pod")];
    const busy = span({ memory: memory({ currentBytes: 2 }) }, { memory: memory({ currentBytes: 1 }) });
    expect(verdict(busy, { around })?.sentence).toBe(
      "It ran into the memory limit of /pod of 24 MiB 40 times in the last seconds.",
    );
    expect(verdict(span({ memory: memory() }), { around, cpuPercent: 0 })).toBeNull();
  });

  test("above memory.high it is held back", () => {
    const high = (highHits: number) => ({ memory: memory({ highHits, highBytes: 8 * MiB }) });
    const found = verdict(span(high(2), high(0)));
    expect(found).toMatchObject({ code: "memory-pressed" });
    expect(found?.evidence).toContainEqual({
      path: "/sys/fs/cgroup/docker/a/memory.high",
      value: String(8 * MiB),
    });
  });

  test("waiting for memory and reading back what it lost count without a limit too", () => {
    expect(verdict(span({ pressure: pressureOf({ memory: 12 }) }))?.sentence).toBe(
      "Waiting for memory 12 % of the time.",
    );
    const refaults = (pages: number) => ({ memory: memory({ refaults: pages }) });
    expect(verdict(span(refaults(2560), refaults(0)))?.sentence).toBe(
      "Reading back 2 MiB/s that was taken from it for want of memory.",
    );
  });
});

describe("a CPU quota", () => {
  const throttled = (periods: number) => ({
    cpuLimitPercent: 40,
    cpuQuota: "40000 100000",
    throttling: { periods: 50, throttledPeriods: periods, throttledMicroseconds: 0 },
  });
  const base = { throttling: { periods: 0, throttledPeriods: 0, throttledMicroseconds: 0 } };

  test("that is used up cites the periods and the quota as their files say them", () => {
    expect(verdict(span(throttled(46), base))).toEqual({
      code: "cpu-throttled",
      sentence: "Its CPU quota of 40 % of a core held it back in 92 % of the last 50 periods.",
      evidence: [
        { path: "/sys/fs/cgroup/docker/a/cpu.stat", value: "nr_periods 50 (+50), nr_throttled 46 (+46)" },
        { path: "/sys/fs/cgroup/docker/a/cpu.max", value: "40000 100000" },
      ],
    });
  });

  test("around it is named, and told to nobody who is idle", () => {
    const around = [span(throttled(40), base, "/pod")];
    expect(verdict(span({}), { around })?.sentence).toBe(
      "The CPU quota of 40 % of a core that everything in /pod has together held it back in 80 % of the last 50 periods.",
    );
    expect(verdict(span({}), { around, cpuPercent: 0.2 })).toBeNull();
    const starved = span({ pressure: pressureOf({ cpu: 90 }) });
    expect(verdict(starved, { around, cpuPercent: 0.2 })?.code).toBe("cpu-throttled");
  });

  test("that is used up once in a while is no verdict, and one that is told goes later than it came", () => {
    expect(verdict(span(throttled(1), base))).toBeNull();
    expect(verdict(span(throttled(2), base))).toBeNull();
    expect(verdict(span(throttled(2), base), { shown: "cpu-throttled" })?.code).toBe("cpu-throttled");
    expect(verdict(span(throttled(3), base))?.code).toBe("cpu-throttled");
  });
});

describe("block I/O", () => {
  test("waits a good part of the time", () => {
    expect(verdict(span({ pressure: pressureOf({ io: 72.5 }) }), { cpuPercent: 0 })).toEqual({
      code: "io-waiting",
      sentence: "Waiting for block I/O 73 % of the time.",
      evidence: [
        { path: "/sys/fs/cgroup/docker/a/io.pressure", value: "some avg10=72.50 avg60=1.00 avg300=0.50" },
      ],
    });
    expect(verdict(span({ pressure: pressureOf({ io: 15 }) }))).toBeNull();
    expect(verdict(span({ pressure: pressureOf({ io: 15 }) }), { shown: "io-waiting" })).not.toBeNull();
  });

  test.each([
    ["writeBytesPerSecond", MiB, "1 MiB/s written to vda", "io.max", "io.stat"],
    ["readsPerSecond", 50, "50 reads per second of vda", "io.max", "io.stat"],
  ] as const)("at a limit on %s says which", (kind, perSecond, said, limitFile, countFile) => {
    const at = (done: number) => ({
      pressure: pressureOf({ io: 8 }),
      io: {
        readBytes: 0,
        writeBytes: 0,
        limits: [{ device: "254:0", name: "vda", kind, perSecond, done }],
      },
    });
    const found = verdict(span(at(5 * perSecond), at(0)));
    expect(found?.sentence).toBe(`Waiting for block I/O 8 % of the time: its limit, ${said}, is reached.`);
    expect(found?.evidence.slice(1)).toEqual([
      { path: `/sys/fs/cgroup/docker/a/${limitFile}`, value: `254:0 ${perSecond}` },
      { path: `/sys/fs/cgroup/docker/a/${countFile}`, value: `254:0 ${5 * perSecond} (+${5 * perSecond})` },
    ]);
    expect(verdict(span(at(2 * perSecond), at(0)))).toBeNull();
  });

  test("without pressure is told by a process that is blocked again and again", () => {
    const wait = { pid: 9, comm: "dd", state: "D", runDelayNanoseconds: 0 };
    expect(verdict(span({ waits: [wait] }))).toMatchObject({
      code: "io-waiting",
      evidence: [{ path: "/proc/9/stat", value: "state D" }],
    });
    expect(verdict(span({ waits: [wait] }, { waits: [{ ...wait, state: "S" }] }))).toBeNull();
  });
});

describe("the host", () => {
  const BUSY = { cpus: 2, busyPercent: 98, pressure: pressureOf({ cpu: 90 }) };
  const waits = { pressure: pressureOf({ cpu: 60 }) };

  test("that is busy with others makes it wait", () => {
    expect(verdict(span(waits), { host: BUSY })).toEqual({
      code: "host-pressed",
      sentence:
        "Ready to run but waiting for a CPU 60 % of the time: others use 73 % of the host's 2 CPUs, which are 98 % busy.",
      evidence: [
        { path: "/sys/fs/cgroup/docker/a/cpu.pressure", value: "some avg10=60.00 avg60=1.00 avg300=0.50" },
        { path: "/proc/pressure/cpu", value: "some avg10=90.00 avg60=1.00 avg300=0.50" },
      ],
    });
  });

  test("that is idle, or busy with it alone, is not to blame", () => {
    expect(verdict(span(waits), { host: { ...BUSY, busyPercent: 50 } })).toBeNull();
    expect(verdict(span(waits), { host: BUSY, cpuPercent: 190 })).toBeNull();
  });

  test("that is busy does not concern who is idle", () => {
    const idle = span({ pressure: pressureOf({ cpu: 2 }) });
    expect(verdict(idle, { host: BUSY, cpuPercent: 0.3 })).toBeNull();
  });

  test("without pressure is told by the run delay of its processes", () => {
    const at = (runDelayNanoseconds: number) => ({
      waits: [{ pid: 9, comm: "sh", state: "R", runDelayNanoseconds }],
    });
    expect(verdict(span(at(3e9), at(0)), { host: BUSY })).toMatchObject({
      code: "host-pressed",
      evidence: [{ path: "/proc/9/schedstat", value: "run delay 3000000000 ns (+3000000000), sh" }, {}],
    });
    expect(verdict(span(at(3e8), at(0)), { host: BUSY })).toBeNull();
  });
});

describe("of several reasons", () => {
  const throttled = { throttling: { periods: 50, throttledPeriods: 30, throttledMicroseconds: 0 } };
  const base = { throttling: { periods: 0, throttledPeriods: 0, throttledMicroseconds: 0 } };
  const all = {
    ...throttled,
    frozen: true,
    pids: { current: 4, limit: 4, refused: null },
    pressure: pressureOf({ memory: 50, io: 90 }),
  };

  test("what stops it altogether is told, then want of memory, then what costs most time", () => {
    expect(verdict(span(all, base))?.code).toBe("frozen");
    expect(verdict(span({ ...all, frozen: false }, base))?.code).toBe("pids-exhausted");
    expect(verdict(span({ ...all, frozen: false, pids: null }, base))?.code).toBe("memory-pressed");
    const slow = (io: number) => span({ ...throttled, pressure: pressureOf({ io }) }, base);
    expect(verdict(slow(90))?.code).toBe("io-waiting");
    expect(verdict(slow(40))?.code).toBe("cpu-throttled");
  });

  test("the one that is told stays until another costs clearly more", () => {
    const close = span({ ...throttled, pressure: pressureOf({ io: 65 }) }, base);
    expect(verdict(close, { shown: "cpu-throttled" })?.code).toBe("cpu-throttled");
    expect(verdict(close, { shown: "io-waiting" })?.code).toBe("io-waiting");
  });

  test("waiting for a quota is not taken for waiting for the host", () => {
    const host = { cpus: 2, busyPercent: 100, pressure: null };
    const waiting = span({ ...throttled, pressure: pressureOf({ cpu: 95 }) }, base);
    expect(verdict(waiting, { host })?.code).toBe("cpu-throttled");
  });
});
