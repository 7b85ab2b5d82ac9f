import { describe, expect, test } from "vitest";
import type { CgroupView } from "../../src/model/cgroup-view.ts";
import type { Group } from "../../src/model/snapshot.ts";
import type { SnapshotLine } from "../../src/stream/protocol.ts";
import type { LimitRow } from "../../src/view/limit-rows.ts";
import { limitsSections } from "../../src/view/limits-sections.ts";
import { NOT_READABLE, READING } from "../../src/view/part-rows.ts";
import type { Section } from "../../src/view/section.ts";
import { cgroupOf, cpuOf, deviceOf, limitOf, memoryOf, pidsOf, pressureOf } from "./cgroup-fixture.ts";
import { cellsOf, detailOf, groupOf, snapshotOf, titled } from "./detail-fixture.ts";

const MiB = 2 ** 20;

/** What a group with this cgroup shows, after samples in which it was these. */
function sectionsOf(
  cgroup: CgroupView | null | undefined,
  group: Group = groupOf("web"),
  { before = [], others = [] }: { before?: readonly SnapshotLine[]; others?: readonly Group[] } = {},
) {
  const detail = detailOf({ group, ...(cgroup !== undefined && { cgroup }) });
  const snapshot = { ...snapshotOf(group, ...others), detail };
  const logs = { log: null, wrap: false, textCells: 80, filter: "" };
  return limitsSections({ detail, snapshot, events: [], history: [...before, snapshot], logs });
}

function limitsOf(...given: Parameters<typeof sectionsOf>): Section<LimitRow> {
  return sectionsOf(...given)[0] as Section<LimitRow>;
}

function rowOf(section: Section<LimitRow>, name: string): LimitRow {
  const row = section.rows.find((each) => each.name === name);
  if (row === undefined) throw new Error(`no row ${name}`);
  return row;
}

/** As it stands in its columns, those named. */
function cells(section: Section<LimitRow>, name: string, ...columns: readonly string[]) {
  const row = rowOf(section, name);
  return columns.map((column) => section.columns[column]?.text(row)?.trim());
}

function lineOf(group: Group, cgroup?: CgroupView): SnapshotLine {
  return { ...snapshotOf(group), ...(cgroup && { detail: detailOf({ group, cgroup }) }) };
}

describe("a limit of its own", () => {
  const group = groupOf("web", {
    cpu: { percent: 49.8, limitPercent: 50, throttledPercent: 90 },
    cgroupPath: "/docker/web",
  });
  const cgroup = cgroupOf({
    cpu: cpuOf({ percent: 50.2, throttledPercent: 87.4, binding: limitOf({ value: 50, used: 50.2 }) }),
    pids: pidsOf({ current: 8, binding: limitOf({ value: 10, path: "/sys/fs/cgroup/docker/web/pids.max" }) }),
  });
  const section = limitsOf(cgroup, group);

  test("stands beside what is used, which is what the overview says", () => {
    expect(cells(section, "CPU", "use", "limit", "binds", "note")).toEqual([
      "49.8%",
      "50%!",
      "own",
      "throttled 87%",
    ]);
    expect(cells(section, "CPU", "used")).toEqual([expect.stringMatching(/^▕█+▏ +100%$/)]);
  });

  test("counts as a fault when it is hit or near, and not below that", () => {
    const states = (...rows: readonly string[]) => rows.map((name) => rowOf(section, name).state);
    expect(states("CPU", "pids", "swap")).toEqual(["hit", "near", "none"]);
    expect(section.rows.filter((row) => section.faulty?.(row)).map(({ name }) => name)).toEqual([
      "CPU",
      "pids",
    ]);
    const free = limitsOf(cgroupOf({ pids: pidsOf({ current: 7, binding: limitOf({ value: 10 }) }) }));
    expect(rowOf(free, "pids").state).toBe("free");
  });

  test("is named with its file in the remark, which y copies; there is nothing to open", () => {
    const row = rowOf(section, "pids");
    expect(section.remark?.(row)).toBe("pids: 8 of 10; its own limit, /sys/fs/cgroup/docker/web/pids.max");
    expect(section.copies?.(row)).toBe("/sys/fs/cgroup/docker/web/pids.max");
    expect(section.opens?.(row)).toBeNull();
  });
});

describe("a limit around it", () => {
  const path = `/outer/${"a".repeat(64)}`;
  const cgroup = cgroupOf({
    path: `${path}/inner`,
    memory: memoryOf({
      workingSetBytes: 10 * MiB,
      currentBytes: 30 * MiB,
      binding: limitOf({
        value: 100 * MiB,
        isOwn: false,
        cgroupPath: path,
        path: `/sys/fs/cgroup${path}/memory.max`,
        used: 90 * MiB,
        usedPercent: 90,
      }),
    }),
  });

  test("is measured by all who are under it, and its path is named", () => {
    const section = limitsOf(cgroup);
    expect(cells(section, "memory", "use", "limit", "binds")).toEqual(["10Mi", "100Mi", path]);
    expect(cells(section, "memory", "used")).toEqual([expect.stringMatching(/ 90%$/)]);
    expect(rowOf(section, "memory").state).toBe("near");
  });

  test("shows the end of its path where there is no room for all of it", () => {
    const section = limitsOf(cgroup);
    expect(section.columns["binds"]?.text(rowOf(section, "memory"), 8)).toBe("…aaaaaaa");
  });

  test("opens the group that it is the limit of", () => {
    const outer = groupOf("outer", { cgroupPath: path });
    const section = limitsOf(cgroup, groupOf("web"), { others: [outer] });
    const row = rowOf(section, "memory");
    expect(section.opens?.(row)).toEqual({
      kind: "target",
      target: { kind: "group", groupId: "outer" },
      page: "Limits",
    });
    expect(section.remark?.(row)).toBe(
      "memory: 10Mi; /outer/aaaaaaaaaaaa around it allows 100Mi, of which 90Mi is used in all; Enter opens outer; /sys/fs/cgroup/outer/aaaaaaaaaaaa/memory.max",
    );
  });

  test("says so where it is of no group, be there processes in that cgroup or not", () => {
    const bare = groupOf("bare", { kind: "namespace", cgroupPath: path });
    const section = limitsOf(cgroup, groupOf("web"), { others: [bare] });
    const row = rowOf(section, "memory");
    expect(section.opens?.(row)).toBeNull();
    expect(section.remark?.(row)).toContain("; no group is that control group; ");
  });

  test("may be around all that can be seen from here", () => {
    const binding = limitOf({
      value: 100,
      isOwn: false,
      cgroupPath: null,
      path: "/sys/fs/cgroup/memory/memory.stat",
    });
    const section = limitsOf(cgroupOf({ memory: memoryOf({ binding }) }));
    expect(cells(section, "memory", "binds")).toEqual(["outside"]);
    expect(rowOf(section, "memory").remark).toContain("a control group around it allows 100B");
  });
});

describe("memory", () => {
  const limits = {
    binding: limitOf({ value: 32 * MiB }),
    events: { low: 0, high: 0, max: 9, oom: 1, oomKill: 1 },
  };

  test("that is file cache up to the limit is no concern, the working set is", () => {
    const memory = memoryOf({ workingSetBytes: 5 * MiB, currentBytes: 32 * MiB, ...limits });
    const section = limitsOf(cgroupOf({ memory }));
    expect([rowOf(section, "memory").state, rowOf(section, "memory + cache").state]).toEqual([
      "free",
      "free",
    ]);
    expect(cells(section, "memory", "note")).toEqual(["1 OOM kill"]);
  });

  test("that ran into its limit since the last sample is held back", () => {
    const memory = { ...groupOf("web").memory, workingSetBytes: 31 * MiB, limitHits: 3 };
    const section = limitsOf(cgroupOf({ memory: memoryOf(limits) }), groupOf("web", { memory }));
    expect(cells(section, "memory", "limit", "note")).toEqual(["32Mi!", "1 OOM kill, hit 3×"]);
  });

  test("over its soft limit is held back in cgroup v2, and in v1 only when the host is short of it", () => {
    const memory = memoryOf({ currentBytes: 33 * MiB, softBinding: limitOf({ value: 32 * MiB }) });
    const state = (version: "v1" | "v2") =>
      rowOf(limitsOf(cgroupOf({ version, memory })), "memory, soft").state;
    expect([state("v1"), state("v2")]).toEqual(["near", "hit"]);
  });
});

describe("block devices", () => {
  const path = "/sys/fs/cgroup/docker/io.max";
  const limited = deviceOf({
    number: "8:16",
    name: "sdb",
    writeBytesPerSecond: 990_000,
    readsPerSecond: 12,
    limits: [
      {
        kind: "writeBytesPerSecond",
        value: 1_000_000,
        path: "/sys/fs/cgroup/docker/web/io.max",
        isOwn: true,
      },
      { kind: "readsPerSecond", value: 100, path, isOwn: false },
    ],
  });
  const io = { isOwn: true, weight: null, weightFile: null, devices: [deviceOf(), limited] };
  const section = limitsOf(cgroupOf({ io }));

  test("have rows for their bytes, and for operations where they are limited", () => {
    const names = section.rows.map(({ name }) => name).filter((name) => name.startsWith("sd"));
    expect(names).toEqual(["sda read", "sda write", "sdb read", "sdb write", "sdb reads"]);
  });

  test("are held back at the rate they may have", () => {
    expect(cells(section, "sdb write", "use", "limit", "binds")).toEqual(["990K/s", "1.0M/s!", "own"]);
    expect(cells(section, "sdb reads", "use", "limit", "used", "binds")).toEqual([
      "12/s",
      "100/s",
      expect.stringMatching(/ -$/),
      "/docker",
    ]);
  });

  test("are called by their numbers when they have gone", () => {
    const gone = { ...io, devices: [deviceOf({ name: null })] };
    expect(limitsOf(cgroupOf({ io: gone })).rows.map(({ name }) => name)).toContain("8:0 read");
  });
});

describe("the history", () => {
  const at = (percent: number | null) =>
    groupOf("web", { cpu: { percent, limitPercent: null, throttledPercent: null } });

  test("is there at once, from samples before the tab was opened", () => {
    const section = limitsOf(cgroupOf({ cpu: cpuOf() }), at(30), {
      before: [lineOf(at(10)), lineOf(at(20))],
    });
    expect(rowOf(section, "CPU")).toMatchObject({ history: [10, 20, 30], highest: 100, useText: "30.0%" });
  });

  test("is scaled to the limit, or to the most that was used", () => {
    const before = [lineOf(at(250))];
    const free = limitsOf(cgroupOf({ cpu: cpuOf() }), at(30), { before });
    const limited = limitsOf(cgroupOf({ cpu: cpuOf({ binding: limitOf({ value: 40 }) }) }), at(30), {
      before,
    });
    expect([rowOf(free, "CPU").highest, rowOf(limited, "CPU").highest]).toEqual([250, 40]);
  });

  test("is of the control group alone where that is not the group's own", () => {
    const shared = cgroupOf({ isOwn: false, cpu: cpuOf({ isOwn: false, percent: 80 }) });
    const section = limitsOf(shared, at(30), { before: [lineOf(at(10)), lineOf(at(20), shared)] });
    expect(rowOf(section, "CPU").history).toEqual([null, 80, 80]);
    expect(section.title).toBe("Limits of the control group that its leader is in, which is not its own");
  });

  test("leaves out other control groups that it was in", () => {
    const elsewhere = cgroupOf({ path: "/docker/other", memory: memoryOf({ swapBytes: 5 }) });
    const here = cgroupOf({ memory: memoryOf({ swapBytes: 7 }) });
    const section = limitsOf(here, at(1), { before: [lineOf(at(1), elsewhere)] });
    expect(rowOf(section, "swap").history).toEqual([null, 7]);
  });
});

describe("what is counted", () => {
  const events = { low: null, high: 0, max: 40, oom: 2, oomKill: 2 };
  const cgroup = (periods: number, throttledPeriods: number) =>
    cgroupOf({
      cpu: cpuOf({ periods, throttledPeriods, throttledSeconds: 7200 }),
      memory: memoryOf({ events }),
    });
  const counts = () => {
    const before = [lineOf(groupOf("web"), cgroup(100, 10)), lineOf(groupOf("web"), cgroup(150, 20))];
    return titled(sectionsOf(cgroup(200, 50), groupOf("web"), { before }), "Counted since it was made");
  };

  test("tells what came while it was watched from what is long past, and leaves out what is not counted", () => {
    expect(cellsOf(counts()).map(({ name, value, grown }) => `${name} ${value} ${grown}`)).toEqual([
      "periods 200 +100",
      "throttled 50 (25%) +40",
      "time throttled 02:00 ",
      "memory high 0 ",
      "memory max 40 ",
      "oom 2 ",
      "oom_kill 2 ",
    ]);
  });

  test("says nothing of periods where there is no quota that has any", () => {
    const section = titled(sectionsOf(cgroup(0, 0)), "Counted since it was made");
    expect(cellsOf(section)[0]?.["name"]).toBe("memory high");
  });

  test("names its file", () => {
    const section = counts();
    expect(section.remark?.(section.rows[1])).toBe(
      "throttled: 50 (25%), +40 while this was watched; periods in which its quota was used up and it had to wait: /sys/fs/cgroup/docker/web/cpu.stat",
    );
  });

  test("is a fault when it is one, and ever happened", () => {
    const section = counts();
    const faulty = section.rows.filter((row) => section.faulty?.(row)) as readonly { name: string }[];
    expect(faulty.map(({ name }) => name)).toEqual([
      "throttled",
      "time throttled",
      "memory max",
      "oom",
      "oom_kill",
    ]);
  });
});

describe("pressure", () => {
  test("has its figures of 10, 60 and 300 s and is a fault from a tenth of the time on", () => {
    const pressure = {
      cpu: pressureOf(12.34, { some60Percent: 5, full10Percent: null }),
      memory: pressureOf(1),
      io: null,
    };
    const section = titled(sectionsOf(cgroupOf({ pressure })), "Pressure");
    expect(cellsOf(section).map(({ history: _, ...others }) => Object.values(others))).toEqual([
      ["CPU", "12.3", "5.0", "0.0", "-", "0.0", "0.0"],
      ["memory", "1.0", "0.0", "0.0", "0.0", "0.0", "0.0"],
    ]);
    expect(section.rows.map((row) => section.faulty?.(row))).toEqual([true, false]);
  });

  test("that nobody accounts says why", () => {
    const empty = (version: CgroupView["version"]) =>
      titled(sectionsOf(cgroupOf({ version })), "Pressure").empty;
    expect(empty("v1")).toBe("not accounted for each control group: only cgroup v2 does");
    expect(empty("v2")).toContain("psi=0");
  });
});

describe("the control group itself", () => {
  test("is told with what it was given beyond limits", () => {
    const cgroup = cgroupOf({
      version: "v1",
      isOwn: false,
      cpu: cpuOf({
        weight: 512,
        weightFile: "cpu.shares",
        quotaPercent: 50,
        userPercent: 1,
        systemPercent: 2,
      }),
      cpuset: { cpus: "0-3", effectiveCpus: "0-1", mems: "", effectiveMems: "0", effectiveCpuCount: 2 },
      io: { isOwn: true, weight: 500, weightFile: "blkio.bfq.weight", devices: [] },
      freezer: { frozen: false, frozenAt: [] },
      network: { classId: 0x100001, priorities: [{ interface: "eth0", priority: 5 }] },
    });
    const section = titled(sectionsOf(cgroup), "Control group");
    expect(cellsOf(section).map(({ name, value }) => `${name}: ${value}`)).toEqual([
      "path: /docker/web",
      "version: v1",
      "shared: with processes of other groups, and so are all of these figures",
      "CPU weight: 512, cpu.shares, 1024 unless set",
      "CPU quota: 50% of a core",
      "CPU time: user 1.0, system 2.0 % of a core",
      "CPUs: 0-3, of which it gets 0-1",
      "memory nodes: 0, not set here",
      "I/O weight: 500, blkio.bfq.weight",
      "freezer: not frozen",
      "network class: 10:1 (net_cls.classid)",
      "priority eth0: 5 (net_prio.ifpriomap)",
    ]);
    expect(section.copies?.(section.rows[0])).toBe("/docker/web");
  });

  test("that is frozen is the first thing to be said, with where it must be thawed", () => {
    const file = "/sys/fs/cgroup/freezer/docker/web/freezer.state";
    const frozen = (frozenAt: readonly string[]) =>
      limitsOf(cgroupOf({ path: "/docker/web/in", freezer: { frozen: true, frozenAt } }), groupOf("in"), {
        others: [groupOf("web", { cgroupPath: "/docker/web" })],
      });
    const section = frozen([file]);
    expect(section.rows[0]?.name).toBe("freezer");
    expect(cells(section, "freezer", "use", "limit", "binds", "note")).toEqual([
      "frozen",
      "!",
      "/docker/web",
      "nothing runs",
    ]);
    expect(section.remark?.(rowOf(section, "freezer"))).toBe(
      `freezer: nothing in it runs until it is thawed: ${file}`,
    );
    expect(section.opens?.(rowOf(section, "freezer"))).toMatchObject({ target: { groupId: "web" } });
    expect(cells(frozen(["/sys/fs/cgroup/freezer/docker/web/in/freezer.state"]), "freezer", "binds")).toEqual(
      ["own"],
    );
  });
});

test("memory is told by its parts, and by what protects it where something does", () => {
  const memory = memoryOf({
    currentBytes: 100,
    anonymousBytes: 25,
    fileBytes: 75,
    minBytes: 0,
    lowBytes: 50,
  });
  const section = titled(sectionsOf(cgroupOf({ memory })), "Memory");
  expect(cellsOf(section).map(({ name, value }) => `${name} ${value}`)).toEqual([
    "anonymous 25B",
    "file 75B",
    "kernel -",
    "swap -",
    "peak -",
    "taken last 50B",
  ]);
});

test("what has not arrived, what may not be read, and a controller that is not on are three things", () => {
  const empties = (cgroup: CgroupView | null | undefined) =>
    sectionsOf(cgroup).map(({ empty, rows }) => (rows.length > 0 ? "" : empty));
  expect(new Set(empties(undefined))).toEqual(new Set([READING]));
  expect(new Set(empties(null))).toEqual(new Set([NOT_READABLE]));
  expect(empties(cgroupOf())[3]).toBe("not counted: the memory controller is not on here");
});

test("a controller that is not on, or is not the group's own, is told of in its row", () => {
  const section = limitsOf(cgroupOf({ version: "v1", cpu: cpuOf({ isOwn: false }), pids: pidsOf() }));
  const notes = section.rows.map(({ name, note }) => `${name}: ${note}`);
  expect(notes).toEqual([
    "CPU: shared with others",
    "memory: no controller",
    "memory + cache: no controller",
    "memory, soft: no controller",
    "swap: no controller",
    "pids: ",
  ]);
});

test("a limit around it that others have used up has a row of its own, though it is not the tightest", () => {
  const around = limitOf({
    resource: "memory",
    value: 100 * MiB,
    isOwn: false,
    cgroupPath: "/docker",
    path: "/sys/fs/cgroup/docker/memory.max",
    used: 99 * MiB,
    usedPercent: 99,
  });
  const memory = memoryOf({ workingSetBytes: 10 * MiB, binding: limitOf({ value: 50 * MiB }) });
  const section = limitsOf(cgroupOf({ memory, bindingLimit: around }));
  expect(section.rows[0]).toMatchObject({ name: "memory around", useText: "99Mi", state: "hit" });
  const tightest = limitsOf(cgroupOf({ memory: memoryOf({ binding: around }), bindingLimit: around }));
  expect(tightest.rows.map(({ name }) => name)).not.toContain("memory around");
});

test("every row of the tab has a key of its own", () => {
  const cgroup = cgroupOf({
    cpu: cpuOf({ periods: 1 }),
    memory: memoryOf(),
    io: { isOwn: true, weight: 1, weightFile: null, devices: [deviceOf(), deviceOf({ number: "8:1" })] },
    freezer: { frozen: true, frozenAt: null },
  });
  const keys = sectionsOf(cgroup).flatMap((section) => section.rows.map((row) => section.key(row)));
  expect(new Set(keys).size).toBe(keys.length);
});
