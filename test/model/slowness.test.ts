import { describe, expect, test } from "vitest";
import type { CgroupSample } from "../../src/collector/sample.ts";
import { type Derivation, deriveSnapshot } from "../../src/model/derive-snapshot.ts";
import type { Group } from "../../src/model/snapshot.ts";
import {
  cgroup,
  containerId,
  inContainer,
  memory,
  process,
  type SampleFacts,
  sample,
} from "./sample-builder.ts";

const A = containerId("aaa");
const PATH = `/docker/${A}`;
const BUSY = { hostname: "web-03" };

/** A host with one container, looked at every second. */
class Seconds {
  #now = 100;
  #past: Derivation | null = null;
  #previous: ReturnType<typeof sample> | null = null;
  readonly processes = [process({ pid: 7, cgroup: inContainer(A) })];

  /** One second more. */
  next(own: CgroupSample, facts: SampleFacts = {}): Group {
    this.#now += 1;
    const taken = {
      ...sample({
        host: BUSY,
        processes: this.processes,
        ...facts,
        cgroups: [own],
        monotonicSeconds: this.#now,
      }),
      processes: this.#previous?.processes ?? sample({ processes: this.processes }).processes,
    };
    this.#past = deriveSnapshot(taken, this.#previous, this.#past);
    this.#previous = taken;
    const group = this.#past.snapshot.groups.find(({ id }) => id === A);
    if (group === undefined) throw new Error("the container is gone");
    return group;
  }

  get now(): number {
    return this.#now;
  }
}

/** Readings of a container of which something counts up. */
function own(seconds: Seconds, facts: Partial<CgroupSample> = {}): CgroupSample {
  return cgroup({
    path: PATH,
    readAtSeconds: seconds.now + 1,
    cpuMicroseconds: 300_000 * seconds.now,
    ...facts,
  });
}

function throttled(throttledPeriods: number, periods: number): Partial<CgroupSample> {
  return { throttling: { throttledPeriods, periods, throttledMicroseconds: 0 }, cpuLimitPercent: 40 };
}

describe("a verdict", () => {
  test("that comes in bursts does not flicker, and goes some seconds after the last of them", () => {
    const seconds = new Seconds();
    let count = 0;
    const codes = Array.from({ length: 20 }, (_, second) => {
      if (second >= 2 && second < 10 && second % 2 === 0) count += 8;
      return seconds.next(own(seconds, throttled(count, 10 * second))).verdict?.code ?? null;
    });
    expect(codes.slice(0, 2)).toEqual([null, null]);
    expect(codes.slice(2, 12)).toEqual(Array.from({ length: 10 }, () => "cpu-throttled"));
    expect(codes.slice(14)).toEqual(Array.from({ length: 6 }, () => null));
  });

  test("is made anew when only what is around it has changed", () => {
    const seconds = new Seconds();
    const pod = cgroup({ path: "/pod", pids: { current: 8, limit: 9, refused: null } });
    const still = cgroup({ path: PATH, above: "/pod" });
    for (let count = 0; count < 4; count += 1) {
      expect(seconds.next(still, { cgroupsAround: [pod] }).verdict).toBeNull();
    }
    const full = cgroup({ path: "/pod", pids: { current: 9, limit: 9, refused: null } });
    expect(seconds.next(still, { cgroupsAround: [full] }).verdict?.code).toBe("pids-exhausted");
    expect(seconds.next(still, { cgroupsAround: [full] }).verdict?.code).toBe("pids-exhausted");
    expect(seconds.next(still, { cgroupsAround: [pod] }).verdict).toBeNull();
  });

  test("on a quota around it takes the periods from there", () => {
    const seconds = new Seconds();
    const group = Array.from({ length: 4 }, (_, second) => {
      const pod = cgroup({ path: "/pod", ...throttled(9 * second, 10 * second) });
      const busy = own(seconds, { above: "/pod" });
      return seconds.next(busy, { cgroupsAround: [pod] });
    }).at(-1);
    expect(group?.verdict?.sentence).toContain("everything in /pod");
    expect(group?.verdict?.evidence[0]).toEqual({
      path: "/sys/fs/cgroup/pod/cpu.stat",
      value: "nr_periods 30 (+30), nr_throttled 27 (+27)",
    });
  });
});

describe("the last kill", () => {
  const kill = {
    atMilliseconds: Date.UTC(2024, 0, 2, 3, 4, 0),
    pid: 9,
    comm: "tail",
    cgroupPath: PATH,
    limitPath: PATH,
  };

  test("is kept as long as the group lives, though the log has forgotten it", () => {
    const seconds = new Seconds();
    const counted = (oomKills: number) => own(seconds, { memory: memory({ oomKills }) });
    seconds.next(counted(0));
    expect(seconds.next(counted(1), { oomKills: [kill] }).memory.lastOomKill).toMatchObject({ pid: 9 });
    expect(seconds.next(counted(1)).memory).toMatchObject({ oomKills: 1, lastOomKill: { pid: 9 } });
  });

  test("that the log tells of late reaches a group that is still", () => {
    const seconds = new Seconds();
    const still = cgroup({ path: PATH, memory: memory({ oomKills: 1 }) });
    for (let count = 0; count < 3; count += 1) {
      expect(seconds.next(still).memory.lastOomKill).toBeNull();
    }
    expect(seconds.next(still, { oomKills: [kill] }).memory.lastOomKill).toMatchObject({ pid: 9 });
  });
});

describe("the time left", () => {
  const growing = (second: number, limitBytes: number | "max") =>
    memory({ workingSetBytes: 1000 + 100 * second, currentBytes: 5000, limitBytes });

  test("is that to its own limit", () => {
    const seconds = new Seconds();
    const groups = Array.from({ length: 20 }, (_, second) =>
      seconds.next(own(seconds, { memory: growing(second, 10_000) })),
    );
    expect(groups[5]?.memory.secondsToLimit).toBeNull();
    expect(groups.at(-1)?.memory.secondsToLimit).toBe(71);
  });

  test("is that to the limit around it which is reached first, for who grows", () => {
    const seconds = new Seconds();
    const groups = Array.from({ length: 20 }, (_, second) => {
      const pod = cgroup({ path: "/pod", memory: growing(2 * second, 6800) });
      return seconds.next(own(seconds, { above: "/pod", memory: growing(second, 10_000) }), {
        cgroupsAround: [pod],
      });
    });
    expect(groups.at(-1)?.memory.secondsToLimit).toBe(10);
  });

  test("is not told to who is still below a limit that others fill", () => {
    const seconds = new Seconds();
    const groups = Array.from({ length: 20 }, (_, second) => {
      const pod = cgroup({ path: "/pod", memory: growing(2 * second, 6800) });
      return seconds.next(own(seconds, { above: "/pod", memory: memory() }), { cgroupsAround: [pod] });
    });
    expect(groups.map(({ memory }) => memory.secondsToLimit)).toEqual(groups.map(() => null));
  });
});
