import type { HostEvent } from "../../src/model/host-event.ts";
import type { Group, Snapshot } from "../../src/model/snapshot.ts";
import { perNamespace } from "../../src/procfs/namespace-link.ts";

/** A group of which nothing is known but its name and how busy it is. */
export function fakeGroup(id: string, cpuPercent: number | null = null): Group {
  return {
    id,
    kind: "container",
    engine: null,
    engineEndpoint: null,
    name: id,
    containerId: null,
    image: null,
    state: null,
    health: null,
    parentId: null,
    leaderPid: null,
    leaderStartTicks: null,
    startedAt: null,
    restartCount: null,
    pod: null,
    compose: null,
    processes: 1,
    threads: 1,
    pids: { current: null, limit: null, secondsToLimit: null },
    cpu: { percent: cpuPercent, limitPercent: null, throttledPercent: null },
    memory: {
      workingSetBytes: null,
      currentBytes: null,
      anonymousBytes: null,
      limitBytes: null,
      oomKills: null,
      limitHits: null,
      secondsToLimit: null,
      lastOomKill: null,
    },
    io: { readBytesPerSecond: null, writeBytesPerSecond: null },
    network: { receiveBytesPerSecond: null, transmitBytesPerSecond: null, sharedWith: null },
    pressure: null,
    frozen: null,
    cgroupPath: null,
    namespaces: perNamespace(() => ({ inode: null, sharedWithHost: null, sharedWith: [] })),
    ports: [],
    verdict: null,
  };
}

/** A snapshot taken so many seconds after the epoch. */
export function fakeSnapshot(second: number, changes: Partial<Snapshot> = {}): Snapshot {
  return {
    schemaVersion: 1,
    takenAt: new Date(second * 1000).toISOString(),
    intervalSeconds: 1,
    host: {
      hostname: "host",
      kernel: "6.8.0",
      uptimeSeconds: second,
      cpus: 2,
      loadAverage: null,
      cpuPercent: null,
      memory: null,
      pressure: null,
      processes: 1,
      threads: 1,
      cgroupVersion: "v2",
      description: null,
    },
    engines: [],
    namespaceCounts: perNamespace(() => 1),
    groups: [],
    findings: [],
    issues: [],
    ...changes,
  };
}

/** An event of which nothing is known but what is said of it. */
export function fakeEvent(sentence: string, changes: Partial<HostEvent> = {}): HostEvent {
  return {
    at: new Date(0).toISOString(),
    kind: "container-started",
    pid: null,
    comm: null,
    type: null,
    from: null,
    to: null,
    groupId: null,
    groupName: null,
    sentence,
    ...changes,
  };
}
