import { describe, expect, test } from "vitest";
import type { CgroupFacts, DeviceFacts, IoFacts } from "../../src/collector/cgroup-facts.ts";
import type { CgroupView } from "../../src/model/cgroup-view.ts";
import { deriveCgroup } from "../../src/model/derive-cgroup.ts";
import { cgroupFacts, cpuAt, cpusetAt, memoryAt, OWN, pidsAt } from "./cgroup-facts-builder.ts";

interface Readings {
  readonly now: Partial<CgroupFacts>;
  /** Two seconds before. */
  readonly before?: Partial<CgroupFacts>;
  readonly ownPath?: string | null;
}

/** On a host with four CPUs. */
function view({ now, before, ownPath = OWN }: Readings): CgroupView {
  return deriveCgroup({
    now: cgroupFacts(now),
    before: before === undefined ? null : cgroupFacts({ readAtSeconds: 98, ...before }),
    ownPath,
    hostCpus: 4,
  });
}

describe("the limit that binds", () => {
  test("is the group's own where those around it are wider", () => {
    const memory = [
      memoryAt(OWN, { limitBytes: 160 }),
      memoryAt("/pods", { limitBytes: 200, workingSetBytes: 90 }),
    ] as const;
    expect(view({ now: { memory } }).memory?.binding).toEqual({
      resource: "memory",
      path: "/sys/fs/cgroup/pods/web/memory.max",
      cgroupPath: OWN,
      isOwn: true,
      value: 160,
      used: 80,
      usedPercent: 50,
    });
  });

  test("is one around it where that is tighter, with what everybody under it uses", () => {
    const memory = [
      memoryAt(OWN, { limitBytes: 160 }),
      memoryAt("/pods", { limitBytes: 120, workingSetBytes: 90 }),
    ] as const;
    expect(view({ now: { memory } }).memory).toMatchObject({
      limitBytes: 160,
      binding: {
        path: "/sys/fs/cgroup/pods/memory.max",
        cgroupPath: "/pods",
        isOwn: false,
        value: 120,
        usedPercent: 75,
      },
    });
  });

  test("is the innermost of those that are equal", () => {
    const pids = [pidsAt(OWN, { limit: 50 }), pidsAt("/pods", { limit: 50 })] as const;
    expect(view({ now: { pids } }).pids?.binding?.cgroupPath).toBe(OWN);
  });

  test("is none where there is none", () => {
    const { memory, pids, bindingLimit } = view({ now: { memory: [memoryAt(OWN)], pids: [pidsAt(OWN)] } });
    expect([memory?.binding, memory?.swapBinding, pids?.binding, bindingLimit]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  test("is said by v1 where it is around what can be seen", () => {
    const hidden = { version: "v1", limitBytes: 160, hierarchicalLimitBytes: 120 } as const;
    const own = { ...memoryAt(OWN), ...hidden };
    expect(view({ now: { memory: [own] } }).memory?.binding).toEqual({
      resource: "memory",
      path: "/sys/fs/cgroup/pods/web/memory.stat",
      cgroupPath: null,
      isOwn: false,
      value: 120,
      used: null,
      usedPercent: null,
    });
    const seen = { ...own, hierarchicalLimitBytes: 160 };
    expect(view({ now: { memory: [seen] } }).memory?.binding?.cgroupPath).toBe(OWN);
  });

  test("of no bytes at all is not used to any share", () => {
    const memory = [memoryAt(OWN, { swapLimitBytes: 0 })] as const;
    expect(view({ now: { memory } }).memory?.swapBinding).toMatchObject({ value: 0, usedPercent: null });
  });
});

describe("the limit that a group is nearest to", () => {
  test("is that of which the largest share is used", () => {
    const memory = [memoryAt(OWN, { limitBytes: 160 })] as const;
    const pids = [pidsAt(OWN, { limit: 4 })] as const;
    expect(view({ now: { memory, pids } }).bindingLimit).toMatchObject({ resource: "pids", usedPercent: 75 });
  });

  test("may be a wider one around it that others have used up", () => {
    const memory = [
      memoryAt(OWN, { limitBytes: 160 }),
      memoryAt("/pods", { limitBytes: 1000, workingSetBytes: 990 }),
    ] as const;
    const shown = view({ now: { memory } });
    expect(shown.memory?.binding?.cgroupPath).toBe(OWN);
    expect(shown.bindingLimit).toMatchObject({ cgroupPath: "/pods", usedPercent: 99 });
  });

  test("is never that of swap, nor one of v1 that only says who gives memory back first", () => {
    const own = memoryAt(OWN, { swapBytes: 9, swapLimitBytes: 9, softLimitBytes: 80, limitBytes: 800 });
    const v1 = { ...own, version: "v1" } as const;
    expect(view({ now: { memory: [v1] } }).bindingLimit).toMatchObject({ value: 800, usedPercent: 10 });
    const v2 = view({ now: { memory: [own] } });
    expect(v2.bindingLimit?.path).toBe("/sys/fs/cgroup/pods/web/memory.high");
  });
});

describe("CPU", () => {
  const before = {
    cpu: [cpuAt(OWN), cpuAt("/pods")],
  } as const;

  test("is percent of a core between two readings, of everybody under a quota around it as well", () => {
    const cpu = [
      cpuAt(OWN, { usageMicroseconds: 600_000, userMicroseconds: 400_000, systemMicroseconds: 200_000 }),
      cpuAt("/pods", { quotaPercent: 50, usageMicroseconds: 1_000_000 }),
    ] as const;
    expect(view({ now: { cpu }, before }).cpu).toMatchObject({
      percent: 30,
      userPercent: 20,
      systemPercent: 10,
      hostPercent: 400,
      quotaPercent: null,
      binding: { path: "/sys/fs/cgroup/pods/cpu.max", value: 50, used: 50, usedPercent: 100, isOwn: false },
    });
  });

  test("is not known before the second reading, but its limit is", () => {
    const cpu = [cpuAt(OWN, { quotaPercent: 40, usageMicroseconds: 5 })] as const;
    const { cpu: shown, bindingLimit } = view({ now: { cpu } });
    expect(shown).toMatchObject({ percent: null, binding: { value: 40, used: null, usedPercent: null } });
    expect(bindingLimit?.value).toBe(40);
  });

  test("is not compared with another cgroup's", () => {
    const cpu = [cpuAt("/pods/other", { usageMicroseconds: 600_000 })] as const;
    expect(view({ now: { cpu }, before }).cpu?.percent).toBeNull();
  });

  test("is throttled by the tightest quota, of whoever that is", () => {
    const throttled = { periods: 20, throttledPeriods: 15, throttledMicroseconds: 3_000_000 };
    const cpu = [
      cpuAt(OWN, { quotaPercent: 80, periods: 20, throttledPeriods: 1, throttledMicroseconds: 5 }),
      cpuAt("/pods", { quotaPercent: 50, ...throttled }),
    ] as const;
    expect(view({ now: { cpu }, before }).cpu).toMatchObject({
      periods: 20,
      throttledPeriods: 1,
      throttledSeconds: 0.000005,
      throttledPercent: 75,
      throttledTimePercent: 150,
    });
  });

  test("of fewer CPUs than the host has is limited where the set is told", () => {
    const cpuset = [
      cpusetAt(OWN, { effectiveCpus: "0", effectiveCpuCount: 1 }),
      cpusetAt("/pods", { cpus: "0", effectiveCpus: "0", effectiveCpuCount: 1 }),
      cpusetAt("/", { effectiveCpus: "0-3", effectiveCpuCount: 4 }),
    ] as const;
    const cpu = [
      cpuAt(OWN, { quotaPercent: 150 }),
      cpuAt("/pods", { usageMicroseconds: 1_000_000 }),
    ] as const;
    const shown = view({ now: { cpu, cpuset }, before });
    expect(shown.cpu?.binding).toMatchObject({
      path: "/sys/fs/cgroup/pods/cpuset.cpus",
      value: 100,
      used: 50,
    });
    expect(shown.cpuset).toEqual({
      ...{ cpus: "", mems: "", effectiveCpus: "0", effectiveMems: null, effectiveCpuCount: 1 },
    });
  });

  test("of as many as the host has is not", () => {
    const cpuset = [cpusetAt(OWN, { cpus: "0-3", effectiveCpus: "0-3", effectiveCpuCount: 4 })] as const;
    expect(view({ now: { cpu: [cpuAt(OWN)], cpuset } }).cpu?.binding).toBeNull();
  });

  test("where the controller is not handed on may use what the cgroup around it may", () => {
    const cpuset = [
      cpusetAt(OWN, { cpus: null }),
      cpusetAt("/pods", { cpus: "0-1", effectiveCpus: "0-1", effectiveCpuCount: 2 }),
    ] as const;
    expect(view({ now: { cpuset } }).cpuset).toMatchObject({ cpus: null, effectiveCpus: "0-1" });
  });
});

describe("block I/O", () => {
  const device: DeviceFacts = {
    number: "8:0",
    name: "sda",
    readBytes: 3000,
    writeBytes: 0,
    reads: 30,
    writes: null,
    weight: null,
    limits: [],
  };
  const io: Omit<IoFacts, "devices"> = {
    ...{ path: OWN, directory: "/sys/fs/cgroup/pods/web", version: "v2", isOwn: true },
    ...{ weight: 100, weightFile: "io.weight" },
  };

  test("has a rate for each device", () => {
    const before = { io: { ...io, devices: [{ ...device, readBytes: 1000, reads: 10 }] } };
    expect(view({ now: { io: { ...io, devices: [device] } }, before }).io?.devices).toMatchObject([
      {
        name: "sda",
        readBytesPerSecond: 1000,
        writeBytesPerSecond: 0,
        readsPerSecond: 10,
        writesPerSecond: null,
      },
    ]);
  });

  test("to a device that was not used before is new since then", () => {
    const before = { io: { ...io, devices: [] } };
    const shown = view({ now: { io: { ...io, devices: [device] } }, before });
    expect(shown.io?.devices[0]?.readBytesPerSecond).toBe(1500);
    const first = view({ now: { io: { ...io, devices: [device] } } });
    expect(first.io?.devices[0]?.readBytesPerSecond).toBeNull();
  });
});

test("pages that were wanted back are told for each second", () => {
  const before = { memory: [memoryAt(OWN, { refaults: 10 })] } as const;
  expect(view({ now: { memory: [memoryAt(OWN, { refaults: 30 })] }, before }).memory?.refaultsPerSecond).toBe(
    10,
  );
});

test("a group without a cgroup of its own shares whatever it is in, limits included", () => {
  const now = {
    memory: [memoryAt(OWN, { limitBytes: 160 })],
    pids: [pidsAt(OWN, { limit: 50 })],
  } as const;
  const { isOwn, memory, pids } = view({ now, ownPath: null });
  expect(isOwn).toBe(false);
  expect(memory).toMatchObject({ isOwn: false, binding: { isOwn: false, value: 160 } });
  expect(pids).toMatchObject({ isOwn: false, binding: { isOwn: false } });
  expect(view({ now }).memory).toMatchObject({ isOwn: true, binding: { isOwn: true } });
});
