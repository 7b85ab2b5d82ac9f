import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Collector } from "../../src/collector/collector.ts";
import { FixtureHost, pidsOf, processOf } from "./fixture-host.ts";

const SCOPE = `/system.slice/docker-${"c".repeat(64)}.scope`;

let host: FixtureHost;
let collector: Collector;
beforeEach(() => {
  host = new FixtureHost();
  host.process({ pid: 20, cgroup: `0::${SCOPE}\n` });
  host.process({ pid: 21, cgroup: `0::${SCOPE}\n` });
  collector = host.collector();
});
afterEach(() => {
  collector.close();
  host.remove();
});

function countCpu(): void {
  host.write(`/sys/fs/cgroup${SCOPE}/cpu.stat`, "usage_usec 1500\nuser_usec 1000\nsystem_usec 500\n");
}

/** Pid 20 has run, as its stat line says. */
function run(): void {
  host.process({ pid: 20, cgroup: `0::${SCOPE}\n`, userTicks: 50, ran: 2 });
}

describe("a process whose control group counts for it", () => {
  beforeEach(() => {
    countCpu();
    collector.sample();
  });

  test("is read at its birth, and rests from then on", () => {
    run();
    expect(processOf(collector.sample(), 20)).toMatchObject({ cpuTicks: 0, resting: true });
  });

  test("is read again when it is on screen", () => {
    run();
    collector.watch([20]);
    const sample = collector.sample();
    expect(processOf(sample, 20)).toMatchObject({ cpuTicks: 50, resting: false });
    expect(processOf(sample, 21)).toMatchObject({ resting: true });
  });

  test("rests again once it is off the screen", () => {
    collector.watch([20]);
    collector.sample();
    run();
    expect(processOf(collector.sample(), 20)).toMatchObject({ cpuTicks: 0, resting: true });
  });

  test("is read again when it has left that control group", () => {
    collector.sample();
    host.process({ pid: 20, cgroup: "0::/elsewhere\n", ran: 2 });
    collector.watch([20]);
    collector.sample();
    host.process({ pid: 20, cgroup: "0::/elsewhere\n", userTicks: 50, ran: 3 });
    expect(processOf(collector.sample(), 20)).toMatchObject({ cpuTicks: 50, resting: false });
  });

  test("is missed as soon as it has ended", () => {
    collector.sample();
    host.end(20);
    expect(pidsOf(collector.sample())).toEqual([1, 21]);
  });

  test("is the same object from sample to sample while it rests", () => {
    const before = processOf(collector.sample(), 20);
    run();
    expect(processOf(collector.sample(), 20)).toBe(before);
  });

  test("is read every time once nothing counts for it any more", () => {
    collector.sample();
    host.files.fail(`/sys/fs/cgroup${SCOPE}/cpu.stat`, "EACCES");
    collector.sample();
    run();
    expect(processOf(collector.sample(), 20)).toMatchObject({ cpuTicks: 50, resting: false });
  });
});

describe("where a process is that rests", () => {
  const opened = (pid: number) => host.files.opened.get(`/proc/${pid}/cgroup`) ?? 0;

  /** Every process has had its turn by then. */
  function halfAMinute(): void {
    for (let second = 0; second < 30; second += 1) {
      host.seconds += 1;
      collector.sample();
    }
  }

  beforeEach(() => {
    countCpu();
    host.write(`/sys/fs/cgroup${SCOPE}/cgroup.procs`, "20\n21\n");
    halfAMinute();
  });

  test("is told by the list of its control group's processes, while that has it", () => {
    const before = opened(20);
    halfAMinute();
    expect(opened(20)).toBe(before);
  });

  test("is read of itself as soon as it is not on that list", () => {
    host.write(`/sys/fs/cgroup${SCOPE}/cgroup.procs`, "21\n");
    host.process({ pid: 20, cgroup: "0::/elsewhere\n" });
    halfAMinute();
    expect(processOf(collector.sample(), 20).cgroup?.path).toBe("/elsewhere");
  });

  test("is read of itself where there is no such list", () => {
    host.files.fail(`/sys/fs/cgroup${SCOPE}/cgroup.procs`, "EOPNOTSUPP");
    const before = opened(20);
    halfAMinute();
    expect(opened(20)).toBeGreaterThan(before);
    expect(collector.sample().issues).toEqual([]);
  });
});

test("a process whose control group does not count CPU time does not rest", () => {
  collector.sample();
  run();
  expect(processOf(collector.sample(), 20)).toMatchObject({ cpuTicks: 50, resting: false });
});

describe("the processes of a sample", () => {
  beforeEach(() => {
    countCpu();
    for (let samples = 0; samples < 3; samples += 1) collector.sample();
  });

  test("are the same list as long as nothing has changed", () => {
    expect(collector.sample().processes).toBe(collector.sample().processes);
  });

  test("are another list in which only what has changed is another object", () => {
    const before = collector.sample();
    host.process({ pid: 1, parentPid: 0, userTicks: 9 });
    const after = collector.sample();
    expect(after.processes).not.toBe(before.processes);
    expect(processOf(after, 1).cpuTicks).toBe(9);
    expect(processOf(after, 20)).toBe(processOf(before, 20));
  });

  test("without one that ended have the places of those that are left", () => {
    host.end(20);
    collector.sample();
    collector.watch([21]);
    host.process({ pid: 21, cgroup: `0::${SCOPE}\n`, userTicks: 7, ran: 2 });
    expect(collector.sample().processes).toMatchObject([{ pid: 1 }, { pid: 21, cpuTicks: 7 }]);
  });
});

describe("a process that sleeps", () => {
  /** How often it was asked whether it still does. */
  const asked = () => host.files.read("/proc/30/schedstat");

  function sample(): ReturnType<Collector["sample"]> {
    host.seconds += 1;
    return collector.sample();
  }

  /** It has slept long enough to be taken for one that goes on sleeping. */
  function fallAsleep(): void {
    host.process({ pid: 30 });
    for (let samples = 0; samples < 15; samples += 1) sample();
  }

  function look(...pids: readonly number[]): void {
    collector.onScreen = { pids: new Set(pids), cgroupPaths: new Set(), networks: new Set() };
  }

  function askedIn(samples: number): number {
    const before = asked();
    for (let taken = 0; taken < samples; taken += 1) sample();
    return asked() - before;
  }

  test("is asked in every sample while its group is in view, or all are", () => {
    fallAsleep();
    expect(askedIn(6)).toBe(6);
    look(30);
    expect(askedIn(6)).toBe(6);
  });

  test("is asked in one of three where nobody looks, and when its namespaces are due", () => {
    look();
    fallAsleep();
    const times = askedIn(18);
    expect(times).toBeGreaterThanOrEqual(6);
    expect(times).toBeLessThan(12);
  });

  test.each([3, 4, 5])(
    "is found to have run two samples later at most, and over what time (%i)",
    (samples) => {
      look();
      fallAsleep();
      let askedAt = Number.NaN;
      for (let taken = 0; taken < samples; taken += 1) if (askedIn(1) > 0) askedAt = host.seconds;
      host.process({ pid: 30, userTicks: 90, ran: 2 });
      let found = processOf(sample(), 30);
      while (found.cpuTicks !== 90) found = processOf(sample(), 30);
      expect(host.seconds - askedAt).toBeLessThanOrEqual(3);
      expect(found.unseenSeconds).toBe(host.seconds - 1 - askedAt);
      // From now on it is awake.
      host.process({ pid: 30, userTicks: 120, ran: 3 });
      expect(processOf(sample(), 30)).toMatchObject({ cpuTicks: 120, unseenSeconds: 0 });
    },
  );
});
