import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Sample } from "../../src/collector/sample.ts";
import { deriveSnapshot } from "../../src/model/derive-snapshot.ts";
import type { Group } from "../../src/model/snapshot.ts";
import { arbitrarySample } from "./arbitrary-sample.ts";
import {
  cgroup,
  container,
  containerId,
  HOST_NAMESPACES,
  inContainer,
  inService,
  memory,
  namespaces,
  process,
  type SampleFacts,
  sample,
} from "./sample-builder.ts";

const A = containerId("aaa");
const B = containerId("bbb");
const PATH = `/docker/${A}`;

/** The group of that id, of one sample alone or of two that are a second apart. */
function groupOf(id: string, now: SampleFacts, before: SampleFacts | null = null): Group | undefined {
  const previous = before && sample({ monotonicSeconds: 99, host: { uptimeSeconds: 4999 }, ...before });
  return deriveSnapshot(sample(now), previous).snapshot.groups.find((group) => group.id === id);
}

describe("the snapshot", () => {
  test("has no interval and no rates without a sample before", () => {
    const { snapshot } = deriveSnapshot(sample({ processes: [process({ pid: 2, cpuTicks: 50 })] }), null);
    expect(snapshot).toMatchObject({
      schemaVersion: 1,
      takenAt: "2024-01-02T03:04:05.000Z",
      intervalSeconds: null,
      host: { cpuPercent: null, processes: 2, threads: 2 },
    });
    expect(snapshot.groups[0]).toMatchObject({ id: "host", cpu: { percent: null }, processes: 2 });
  });

  test("says what part of all CPUs was busy", () => {
    const previous = sample({ monotonicSeconds: 98 });
    const { snapshot } = deriveSnapshot(sample({ host: { cpuTicks: { busy: 150, total: 1200 } } }), previous);
    expect(snapshot.intervalSeconds).toBe(2);
    expect(snapshot.host.cpuPercent).toBe(25);
  });

  test("lists containers, namespace groups, services and the host, each by name", () => {
    const processes = [
      process({ pid: 2, cgroup: inService("b.service") }),
      process({ pid: 3, namespaces: namespaces({ net: 99 }) }),
      process({ pid: 4, cgroup: inContainer(B) }),
      process({ pid: 5, cgroup: inContainer(A) }),
    ];
    const { snapshot, membership } = deriveSnapshot(sample({ processes }), null);
    expect(snapshot.groups.map(({ name }) => name)).toEqual([
      "aaa000000000",
      "bbb000000000",
      "sh 99",
      "b.service",
      "host",
    ]);
    expect(membership.get("service:/system.slice/b.service")).toEqual([2]);
  });
});

describe("a container", () => {
  const processes = [process({ pid: 7, startTicks: 500, cgroup: inContainer(A) })];

  test("is what its engine says", () => {
    const facts = {
      name: "api",
      state: "paused",
      health: "healthy",
      restartCount: 2,
      startedAt: "2024-01-01T00:00:00Z",
      compose: { project: "shop", service: "api" },
      ports: [{ protocol: "tcp", hostAddress: "::", hostPort: 8080, containerPort: 80 }],
    } as const;
    expect(groupOf(A, { processes, containers: [container({ id: A, ...facts })] })).toMatchObject({
      ...facts,
      ports: ["[::]:8080->80/tcp"],
      image: "nginx:1",
      engine: "docker",
      containerId: A,
      kind: "container",
      parentId: null,
    });
  });

  test("that no engine tells of is named by the first twelve digits of its id, and is as old as its leader", () => {
    expect(groupOf(A, { processes })).toMatchObject({
      name: "aaa000000000",
      state: null,
      image: null,
      startedAt: "1970-01-12T13:46:45.000Z",
    });
  });

  test("has the counters of its own cgroup, whatever its processes say", () => {
    const now = cgroup({
      path: PATH,
      cpuMicroseconds: 1_500_000,
      cpuLimitPercent: 50,
      throttling: { periods: 20, throttledPeriods: 15, throttledMicroseconds: 0 },
      memory: memory({ oomKills: 1, limitHits: 4 }),
      pids: { current: 9, limit: "max", refused: null },
      io: { readBytes: 5000, writeBytes: 100, limits: [] },
      frozen: false,
    });
    const before = {
      ...now,
      readAtSeconds: 98,
      cpuMicroseconds: 500_000,
      throttling: { periods: 10, throttledPeriods: 10, throttledMicroseconds: 0 },
      io: { readBytes: 1000, writeBytes: 100, limits: [] },
    };
    expect(
      groupOf(A, { processes, cgroups: [now] }, { monotonicSeconds: 98, processes, cgroups: [before] }),
    ).toMatchObject({
      cpu: { percent: 50, limitPercent: 50, throttledPercent: 50 },
      memory: {
        workingSetBytes: 200,
        currentBytes: 300,
        anonymousBytes: 100,
        limitBytes: null,
        oomKills: 1,
        limitHits: 0,
      },
      pids: { current: 9, limit: "max" },
      io: { readBytesPerSecond: 2000, writeBytesPerSecond: 0 },
      frozen: false,
      cgroupPath: PATH,
    });
  });

  test("is the sum of its processes for each controller that its cgroup has not", () => {
    const now = [{ ...process({ pid: 7, cgroup: inContainer(A), threads: 3, cpuTicks: 40 }) }];
    const before = [process({ pid: 7, cgroup: inContainer(A), cpuTicks: 10 })];
    const cgroups = [cgroup({ path: PATH })];
    expect(groupOf(A, { processes: now, cgroups }, { processes: before, cgroups })).toMatchObject({
      cpu: { percent: 30, limitPercent: null, throttledPercent: null },
      memory: { workingSetBytes: 4096, currentBytes: null, limitBytes: null },
      pids: { current: 3, limit: null },
    });
  });

  test("that started again has no rates until its counters are known twice", () => {
    const now = cgroup({ path: PATH, cpuMicroseconds: 10 });
    const before = cgroup({ path: PATH, cpuMicroseconds: 900_000, readAtSeconds: 99 });
    const group = groupOf(A, { processes, cgroups: [now] }, { processes, cgroups: [before] });
    expect(group?.cpu.percent).toBeNull();
  });

  test.each(["running", "paused", "restarting"] as const)(
    "that is %s without a process is shown",
    (state) => {
      const group = groupOf(A, { containers: [container({ id: A, state })] });
      expect(group).toMatchObject({
        name: "web",
        state,
        processes: 0,
        leaderPid: null,
        cpu: { percent: null },
        memory: { workingSetBytes: null },
        pids: { current: null },
        namespaces: { net: { inode: null, sharedWithHost: null, sharedWith: [] } },
      });
    },
  );

  test("that is only known from disk is not shown when it has no process", () => {
    expect(groupOf(A, { containers: [container({ id: A, state: null })] })).toBeUndefined();
  });

  test("inside another is shown under it, and does not take the name of one outside", () => {
    const nested = [
      process({ pid: 7, cgroup: inContainer(A) }),
      process({ pid: 8, cgroup: inContainer(B) }),
      process({ pid: 9, cgroup: inContainer(A, [B]) }),
    ];
    const containers = [container({ id: A, name: "api" })];
    expect(groupOf(`${B}/${A}`, { processes: nested, containers })).toMatchObject({
      name: "aaa000000000",
      parentId: B,
      containerId: A,
    });
    expect(groupOf(A, { processes: nested, containers })).toMatchObject({ name: "api", parentId: null });
  });

  test("two deep in one that has no process is shown under the one around both", () => {
    const nested = [
      process({ pid: 8, cgroup: inContainer(B) }),
      process({ pid: 9, cgroup: inContainer(A, [B, "gone"]) }),
    ];
    expect(groupOf(`${B}/gone/${A}`, { processes: nested })?.parentId).toBe(B);
  });

  test("is led by its first process although an older one was moved into it", () => {
    const moved = [
      process({ pid: 7, startTicks: 1, cgroup: inContainer(A) }),
      process({ pid: 8, startTicks: 2, cgroup: inContainer(A), namespaces: namespaces({ net: 99 }) }),
    ];
    const group = groupOf(A, { processes: moved, containers: [container({ id: A, pid: 8 })] });
    expect(group).toMatchObject({ leaderPid: 8, namespaces: { net: { inode: 99, sharedWithHost: false } } });
  });
});

describe("a namespace group", () => {
  test("is named after its leader and its first private namespace", () => {
    const processes = [
      process({ pid: 7, comm: "unshare", namespaces: namespaces({ net: 4026532841, user: 4026532800 }) }),
    ];
    expect(groupOf("net:4026532841+user:4026532800", { processes })).toMatchObject({
      kind: "namespace",
      name: "unshare 4026532841",
      engine: null,
      containerId: null,
    });
  });
});

test("a service is shown under the host", () => {
  const processes = [process({ pid: 7, cgroup: inService("nginx.service") })];
  const group = groupOf("service:/system.slice/nginx.service", { processes });
  expect(group).toMatchObject({ kind: "service", name: "nginx.service", parentId: "host" });
});

test("the host is in its own namespaces, and those that may not be read are unknown", () => {
  const hostNamespaces = { ...HOST_NAMESPACES, net: null };
  expect(groupOf("host", { hostNamespaces })?.namespaces).toMatchObject({
    mnt: { inode: 1, sharedWithHost: true, sharedWith: [] },
    net: { inode: null, sharedWithHost: null, sharedWith: [] },
  });
});

describe("of any two samples", () => {
  const twoSamples = fc.tuple(arbitrarySample, fc.option(arbitrarySample));

  test("every process is in one group's membership, and every group has a membership", () => {
    fc.assert(
      fc.property(twoSamples, ([now, before]) => {
        const { snapshot, membership } = deriveSnapshot(now, before);
        const pids = [...membership.values()].flat().sort((a, b) => a - b);
        expect(pids).toEqual(now.processes.map(({ pid }) => pid).sort((a, b) => a - b));
        expect(snapshot.groups.map(({ id }) => id).sort()).toEqual([...membership.keys()].sort());
        for (const { id } of snapshot.groups) expect(id).toMatch(/^[\x21-\x7e]+$/);
      }),
    );
  });

  test("no rate is negative", () => {
    fc.assert(
      fc.property(twoSamples, ([now, before]) => {
        for (const { cpu, io, network } of deriveSnapshot(now, before).snapshot.groups) {
          const rates = [cpu.percent, cpu.throttledPercent, io.readBytesPerSecond, io.writeBytesPerSecond];
          rates.push(network.receiveBytesPerSecond, network.transmitBytesPerSecond);
          for (const rate of rates) expect(rate ?? 0).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  test("who shares with another is shared with by it, and a network has one owner", () => {
    fc.assert(
      fc.property(arbitrarySample, (now) => {
        const { groups } = deriveSnapshot(now, null).snapshot;
        const byId = new Map(groups.map((group) => [group.id, group]));
        for (const { id, namespaces, network } of groups) {
          for (const [type, use] of Object.entries(namespaces)) {
            for (const other of use.sharedWith) {
              expect(byId.get(other)?.namespaces[type as keyof typeof namespaces].sharedWith).toContain(id);
            }
          }
          if (network.sharedWith !== null)
            expect(byId.get(network.sharedWith)?.network.sharedWith).toBeNull();
        }
      }),
    );
  });

  test("deriving twice gives the same, and leaves the samples as they are", () => {
    fc.assert(
      fc.property(twoSamples, ([now, before]) => {
        const copy = structuredClone(now);
        expect(deriveSnapshot(now, before)).toEqual(deriveSnapshot(copy, structuredClone(before)));
        expect(now).toEqual(copy);
      }),
    );
  });

  test("what is made with the help of the snapshot before is what is made from nothing", () => {
    const deeds = fc.constantFrom("runs", "moves", "ends", "forks");
    const steps = fc.array(fc.tuple(fc.nat(60), fc.nat(9), deeds), { maxLength: 5 });
    fc.assert(
      fc.property(arbitrarySample, steps, fc.boolean(), (first, changes, counted) => {
        // Nothing is read after the sample that it is in.
        const whole = { ...first, ...readings(first, first.monotonicSeconds) };
        let previous: Sample = counted ? whole : { ...first, networks: new Map(), cgroups: new Map() };
        let past = deriveSnapshot(previous, null);
        for (const [which, ticks, deed] of changes) {
          const now = later(previous, which, ticks, deed);
          past = deriveSnapshot(now, previous, past);
          expect(past.snapshot).toEqual(deriveSnapshot(now, previous).snapshot);
          expect(past.membership).toEqual(deriveSnapshot(now, previous).membership);
          previous = now;
        }
      }),
    );
  });

  test("nothing is lost when the snapshot is written as JSON and read again", () => {
    fc.assert(
      fc.property(twoSamples, ([now, before]) => {
        const { snapshot } = deriveSnapshot(now, before);
        expect(JSON.parse(JSON.stringify(snapshot))).toEqual(snapshot);
      }),
    );
  });
});

type Deed = "runs" | "moves" | "ends" | "forks";

/** The sample a second after: one process has run, has joined another cgroup, has ended, or has a child; the others are the same. */
function later(before: Sample, which: number, ticks: number, deed: Deed): Sample {
  const monotonicSeconds = before.monotonicSeconds + 1;
  const last = before.processes.at(-1)?.pid ?? 0;
  return {
    ...before,
    monotonicSeconds,
    processes: before.processes
      .flatMap((each, index) => {
        if (index !== which) return [each];
        const ran = { ...each, cpuTicks: each.cpuTicks + ticks };
        if (deed === "ends") return [];
        if (deed === "moves") return [{ ...ran, cgroup: inService("moved.service") }];
        return deed === "forks" ? [ran, { ...each, pid: last + 1, parentPid: each.pid }] : [ran];
      })
      .sort((a, b) => a.pid - b.pid),
    ...readings(before, monotonicSeconds),
  };
}

/** The same counters, read at another time. */
function readings({ cgroups, networks }: Sample, atSeconds: number): Pick<Sample, "cgroups" | "networks"> {
  return {
    cgroups: new Map(Array.from(cgroups, ([path, each]) => [path, readAgain(each, atSeconds)])),
    networks: new Map(Array.from(networks, ([inode, each]) => [inode, readAgain(each, atSeconds)])),
  };
}

function readAgain<Reading extends { readonly readAtSeconds: number }>(
  reading: Reading,
  readAtSeconds: number,
): Reading {
  return { ...reading, readAtSeconds };
}
