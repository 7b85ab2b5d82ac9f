import { describe, expect, test } from "vitest";
import type { CgroupFacts, DeviceFacts } from "../../src/collector/cgroup-facts.ts";
import type { CgroupView } from "../../src/model/cgroup-view.ts";
import { deriveCgroup } from "../../src/model/derive-cgroup.ts";
import {
  classIdText,
  freezerText,
  limitLines,
  memoryEventsText,
  nearestLimitText,
  setText,
} from "../../src/report/limits-text.ts";
import { showText } from "../../src/report/show-text.ts";
import { cgroupFacts, cpuAt, cpusetAt, memoryAt, OWN, pidsAt } from "../model/cgroup-facts-builder.ts";
import { PIPE, SHOW, SNAPSHOT } from "./fixture.ts";

const MI = 2 ** 20;

function viewOf(facts: Partial<CgroupFacts>): CgroupView {
  const before = cgroupFacts({ readAtSeconds: 98, cpu: facts.cpu ? [cpuAt(OWN), cpuAt("/pods")] : null });
  return deriveCgroup({ now: cgroupFacts(facts), before, ownPath: OWN, hostCpus: 4 });
}

const DEVICE: DeviceFacts = {
  number: "8:0",
  name: "sda",
  readBytes: 4096,
  writeBytes: 2 ** 21,
  reads: 1,
  writes: 9,
  weight: null,
  limits: [
    { kind: "readBytesPerSecond", value: 1_000_000, path: "/cg/io.max", isOwn: true },
    { kind: "writesPerSecond", value: 120, path: "/cg/around/io.max", isOwn: false },
  ],
};

const BUSY = viewOf({
  cpu: [
    cpuAt(OWN, {
      ...{ quotaPercent: 100, usageMicroseconds: 400_000, userMicroseconds: 300_000 },
      ...{
        systemMicroseconds: 100_000,
        periods: 200,
        throttledPeriods: 50,
        throttledMicroseconds: 3_200_000,
      },
    }),
    cpuAt("/pods", { quotaPercent: 20, usageMicroseconds: 400_000 }),
  ],
  cpuset: [cpusetAt(OWN, { effectiveCpus: "0-3", effectiveMems: "0", effectiveCpuCount: 4 })],
  memory: [
    memoryAt(OWN, {
      ...{ currentBytes: 40 * MI, workingSetBytes: 32 * MI, peakBytes: 60 * MI, limitBytes: 64 * MI },
      ...{
        anonymousBytes: 30 * MI,
        fileBytes: 8 * MI,
        sharedBytes: MI,
        kernelBytes: 2 * MI,
        lowBytes: 16 * MI,
      },
      events: { low: 0, high: 0, max: 7, oom: 1, oomKill: 1 },
    }),
  ],
  pids: [pidsAt(OWN, { peak: 6, refused: 0 })],
  io: {
    ...{ path: OWN, directory: "/cg", version: "v2", isOwn: true, weight: 100, weightFile: "io.weight" },
    devices: [DEVICE],
  },
  pressure: {
    cpu: {
      ...{ some10Percent: 59.9, some60Percent: 60, some300Percent: 63 },
      ...{ full10Percent: null, full60Percent: null, full300Percent: null },
    },
    memory: null,
    io: null,
  },
  freezer: { frozen: false, frozenAt: [] },
  network: { classId: 0x100001, priorities: [{ interface: "eth0", priority: 5 }] },
});

/** The lines under a heading of what `nstop show` prints. */
function section(title: string, cgroup: CgroupView | null): readonly string[] | undefined {
  const sections = showText({ ...SHOW, cgroup }, SNAPSHOT, PIPE)
    .trimEnd()
    .split("\n\n");
  return sections
    .map((text) => text.split("\n"))
    .find(([heading]) => heading === title)
    ?.slice(1);
}

describe("nstop show", () => {
  test("has use against limit of every resource, whose limit it is and in which file", () => {
    expect(section("LIMITS", BUSY)).toEqual([
      "RESOURCE      USE   LIMIT  USED  OF         FILE",
      "cpu         20.0%     20%  100%  /pods      /sys/fs/cgroup/pods/cpu.max",
      "memory       32Mi    64Mi   50%  own        /sys/fs/cgroup/pods/web/memory.max",
      "swap            0       -     -  -",
      "pids            3       -     -  -",
      "sda read        -  1.0M/s     -  own        /cg/io.max",
      "sda writes      -   120/s     -  around it  /cg/around/io.max",
    ]);
  });

  test("says what the control group was told and what it has counted", () => {
    expect(section("CONTROL GROUP", BUSY)).toEqual([
      "path              /pods/web",
      "version           v2",
      "nearest limit     100% of cpu 20%, /pods",
      "cpu weight        100, cpu.weight, 100 unless set",
      "cpu time          user 15.0, system 5.0 % of a core",
      "throttled         in 50 of 200 periods, for 3.2 s since it was made",
      "cpus              0-3, not set here",
      "memory nodes      0, not set here",
      "memory            working set 32Mi, total 40Mi, at most 60Mi so far",
      "of the total      anonymous 30Mi, file 8.0Mi (shared 1.0Mi), kernel 2.0Mi",
      "protected         min 0, low 16Mi",
      "memory events     low 0, high 0, max 7, oom 1, oom_kill 1, refaults -/s",
      "pids              at most 6 so far, refused 0",
      "i/o weight        100, io.weight",
      "cpu pressure      some 59.9 60.0 63.0, full - - - % of the last 10, 60, 300 s",
      "memory pressure   -",
      "io pressure       -",
      "freezer           not frozen",
      "network class     10:1",
      "network priority  5 by eth0",
    ]);
  });

  test("lists the block devices by their names", () => {
    expect(section("BLOCK DEVICES", BUSY)).toEqual([
      "DEVICE  NUMBER  READ  WRITE  READS/s  WRITES/s  ALL READ  WRITTEN  WEIGHT",
      "sda     8:0        -      -        -         -     4.0Ki    2.0Mi       -",
    ]);
  });

  test("tells nothing known from no limit", () => {
    expect(section("LIMITS", null)?.[0]).toContain("not known");
    expect(section("CONTROL GROUP", null)).toBeUndefined();
    expect(section("BLOCK DEVICES", null)).toBeUndefined();
    expect(section("CONTROL GROUP", viewOf({}))).toContain(
      "nearest limit  none: nothing here or around it limits it",
    );
  });

  test("says that figures are shared with other groups, all or those of some controllers", () => {
    const shared = viewOf({ isOwn: false, memory: [memoryAt(OWN)] });
    expect(section("CONTROL GROUP", shared)).toContain(
      "shared         with processes of other groups, and so are all of these figures",
    );
    const partly = viewOf({ memory: [memoryAt(OWN)], pids: [pidsAt("/")] });
    expect(section("CONTROL GROUP", partly)).toContain(
      "shared         with processes of other groups: the figures of pids",
    );
  });
});

test("a limit around it that others have used up has a line of its own", () => {
  const memory = [
    memoryAt(OWN, { limitBytes: 64 * MI }),
    memoryAt("/pods", { limitBytes: 100 * MI, workingSetBytes: 99 * MI }),
  ] as const;
  const view = viewOf({ memory });
  expect(limitLines(view).map(({ name, share, of }) => [name, share, of])).toEqual([
    ["memory", "0%", "own"],
    ["swap", "-", "-"],
    ["memory, nearest", "99%", "/pods"],
  ]);
  expect(nearestLimitText(view)).toBe("99% of memory 100Mi, /pods");
});

test("events are told that the version counts", () => {
  expect(memoryEventsText({ low: null, high: null, max: 3, oom: null, oomKill: 0 })).toBe(
    "max 3, oom_kill 0",
  );
  expect(memoryEventsText(null)).toBe("-");
});

test("a freezer says who holds it, also while it is at it", () => {
  expect(freezerText({ frozen: true, frozenAt: ["/cg/a/freezer.state", "/cg/freezer.state"] })).toBe(
    "frozen by /cg/a/freezer.state, /cg/freezer.state",
  );
  expect(freezerText({ frozen: false, frozenAt: ["/cg/cgroup.freeze"] })).toBe(
    "being frozen by /cg/cgroup.freeze",
  );
  expect(freezerText({ frozen: true, frozenAt: null })).toBe("frozen");
});

test.each([
  ["0-1", "0-1", "0-1"],
  ["0-3", "0-1", "0-3, of which it gets 0-1"],
  ["", "0-3", "0-3, not set here"],
  [null, null, "-"],
])("a set of %j with %j in effect is %j", (set, effective, text) => {
  expect(setText(set, effective)).toBe(text);
});

test("a network class is written as tc does", () => {
  expect(classIdText(0xabcd0012)).toBe("abcd:12");
});
