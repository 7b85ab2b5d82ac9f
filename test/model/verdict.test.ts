import { expect, test } from "vitest";
import type { CgroupSample } from "../../src/collector/sample.ts";
import { verdictOf } from "../../src/model/verdict.ts";
import { cgroup } from "./sample-builder.ts";

const MEMORY = {
  currentBytes: 9,
  workingSetBytes: 9,
  anonymousBytes: 9,
  limitBytes: 9,
  oomKills: 3,
  limitHits: 5,
};
const PERIODS = { periods: 10, throttledPeriods: 4, throttledMicroseconds: 0 };

function verdict(
  now: Partial<CgroupSample>,
  before: Partial<CgroupSample> = {},
  version: "v1" | "v2" | "hybrid" = "v2",
) {
  const pair = {
    now: cgroup({ path: "/docker/a", ...now }),
    before: cgroup({ path: "/docker/a", ...before }),
  };
  return verdictOf(pair, version);
}

test("no cgroup and quiet counters give no verdict", () => {
  expect(verdictOf({ now: null, before: null }, "v2")).toBeNull();
  const quiet = { memory: MEMORY, throttling: PERIODS, pids: { current: 3, limit: 4 }, frozen: false };
  expect(verdict(quiet, quiet)).toBeNull();
});

test("counters of before the first sample are no news", () => {
  expect(
    verdictOf({ now: cgroup({ path: "/a", memory: MEMORY, throttling: PERIODS }), before: null }, "v2"),
  ).toBeNull();
});

test.each([
  ["v2", "/sys/fs/cgroup/docker/a/cgroup.events", "frozen 1"],
  ["v1", "/sys/fs/cgroup/freezer/docker/a/freezer.state", "FROZEN"],
  ["hybrid", "/sys/fs/cgroup/freezer/docker/a/freezer.state", "FROZEN"],
] as const)("a frozen cgroup of %s cites its file", (version, path, value) => {
  expect(verdict({ frozen: true }, {}, version)).toEqual({
    code: "frozen",
    sentence: "Frozen: none of its processes runs until it is thawed.",
    evidence: [{ path, value }],
  });
});

test("a cgroup at its pids limit cites both numbers", () => {
  expect(verdict({ pids: { current: 20, limit: 20 } })).toEqual({
    code: "pids-exhausted",
    sentence: "At its limit of 20 tasks: it can start no more processes or threads.",
    evidence: [
      { path: "/sys/fs/cgroup/docker/a/pids.current", value: "20" },
      { path: "/sys/fs/cgroup/docker/a/pids.max", value: "20" },
    ],
  });
});

test.each([{ limit: "max" }, { limit: null }] as const)(
  "a pids limit of $limit is never reached",
  ({ limit }) => {
    expect(verdict({ pids: { current: 1e6, limit } })).toBeNull();
  },
);

test("processes killed for lack of memory are counted since the last sample", () => {
  expect(verdict({ memory: MEMORY }, { memory: { ...MEMORY, oomKills: 2 } })).toEqual({
    code: "memory-pressed",
    sentence: "Out of memory: the kernel killed 1 process of it since the last sample.",
    evidence: [{ path: "/sys/fs/cgroup/docker/a/memory.events", value: "oom_kill +1" }],
  });
});

test.each([
  ["v2", "/sys/fs/cgroup/docker/a/memory.events", "max +4"],
  ["v1", "/sys/fs/cgroup/memory/docker/a/memory.failcnt", "+4"],
] as const)("a memory limit of %s that was hit cites its counter", (version, path, value) => {
  expect(verdict({ memory: MEMORY }, { memory: { ...MEMORY, limitHits: 1 } }, version)).toEqual({
    code: "memory-pressed",
    sentence: "It hit its memory limit 4 times since the last sample.",
    evidence: [{ path, value }],
  });
});

test("a CPU limit that held it back cites the periods", () => {
  const before = { ...PERIODS, periods: 5, throttledPeriods: 1 };
  expect(verdict({ throttling: PERIODS }, { throttling: before })).toEqual({
    code: "cpu-throttled",
    sentence: "Its CPU limit held it back in 3 of the last 5 periods.",
    evidence: [{ path: "/sys/fs/cgroup/docker/a/cpu.stat", value: "nr_throttled +3, nr_periods +5" }],
  });
});

test("what stops it altogether comes before what slows it down", () => {
  const now = { frozen: true, pids: { current: 4, limit: 4 }, memory: MEMORY, throttling: PERIODS };
  const before = { memory: { ...MEMORY, oomKills: 0 }, throttling: { ...PERIODS, throttledPeriods: 0 } };
  expect(verdict(now, before)?.code).toBe("frozen");
  expect(verdict({ ...now, frozen: false }, before)?.code).toBe("pids-exhausted");
  expect(verdict({ ...now, frozen: false, pids: null }, before)?.code).toBe("memory-pressed");
  expect(verdict({ ...now, frozen: false, pids: null, memory: null }, before)?.code).toBe("cpu-throttled");
});
