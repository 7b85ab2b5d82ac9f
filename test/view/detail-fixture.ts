import type { Detail, ProcessPage, ProcessRow } from "../../src/model/detail.ts";
import type { Group, Snapshot } from "../../src/model/snapshot.ts";
import { perNamespace } from "../../src/procfs/namespace-link.ts";
import type { Section } from "../../src/view/section.ts";

/** A group with nothing known of it but its name. */
export function groupOf(name: string, known: Partial<Group> = {}): Group {
  return {
    id: name,
    kind: "container",
    engine: "docker",
    engineEndpoint: "unix:///run/docker.sock",
    name,
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
    cpu: { percent: null, limitPercent: null, throttledPercent: null },
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
    ...known,
  };
}

/** A snapshot of an empty host with these groups. */
export function snapshotOf(...groups: readonly Group[]): Snapshot {
  return {
    schemaVersion: 1,
    takenAt: "2026-01-02T03:04:05.000Z",
    intervalSeconds: 1,
    host: {
      hostname: "host",
      kernel: "6.1.0",
      uptimeSeconds: 1000,
      cpus: 2,
      loadAverage: [0, 0, 0],
      cpuPercent: 0,
      memory: null,
      pressure: null,
      processes: 0,
      threads: 0,
      cgroupVersion: "v2",
      description: null,
    },
    engines: [],
    namespaceCounts: perNamespace(() => 1),
    groups,
    findings: [],
    issues: [],
  };
}

/** A drill-down into a group of which only these parts have arrived. */
export function detailOf(parts: Partial<Detail> = {}): Detail {
  return {
    target: { kind: "group", groupId: "web" },
    group: groupOf("web"),
    groupIds: [],
    referencePid: 100,
    findings: [],
    issues: [],
    ...parts,
  };
}

/** A sleeping process of root. */
export function processOf(pid: number, known: Partial<ProcessRow> = {}): ProcessRow {
  return {
    pid,
    namespacePids: [pid],
    parentPid: 1,
    startTicks: 100,
    depth: 0,
    uid: 0,
    user: "root",
    state: "S",
    cpuPercent: null,
    residentBytes: null,
    threads: 1,
    startedAt: null,
    comm: "sleep",
    command: ["sleep", "60"],
    io: { readBytesPerSecond: null, writeBytesPerSecond: null },
    issues: [],
    ...known,
  };
}

/** A process page of which nothing could be read. */
export function pageOf(pid: number, known: Partial<ProcessPage> = {}): ProcessPage {
  return {
    pid,
    namespaces: perNamespace(() => null),
    namespacePids: null,
    uids: null,
    gids: null,
    groups: null,
    capabilityMasks: null,
    capabilities: null,
    seccomp: null,
    noNewPrivileges: null,
    lsm: null,
    cgroups: null,
    files: null,
    limits: null,
    oomScore: null,
    workingDirectory: null,
    executable: null,
    sharing: perNamespace(() => ({ inode: null, sharedWithHost: null, sharedWith: [] })),
    ...known,
  };
}

/** The cells of a section, a record by column for each row. */
export function cellsOf<Row>(section: Section<Row>): Record<string, string>[] {
  return section.rows.map((row) =>
    Object.fromEntries(Object.entries(section.columns).map(([name, column]) => [name, column.text(row)])),
  );
}

/** The section with that title. */
export function titled(sections: readonly Section<unknown>[], title: string): Section<unknown> {
  const section = sections.find((candidate) => candidate.title === title);
  if (section === undefined) throw new Error(`no section ${title}`);
  return section;
}
