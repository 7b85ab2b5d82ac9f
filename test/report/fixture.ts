import type { ProcessRow, Show } from "../../src/model/detail.ts";
import type { Group, NamespaceUse, Snapshot } from "../../src/model/snapshot.ts";
import { perNamespace } from "../../src/procfs/namespace-link.ts";
import type { Paper } from "../../src/report/text-table.ts";
import { fakeGroup, fakeSnapshot } from "../stream/fake-snapshot.ts";

/** A file or a pipe: no colour, as wide as need be. */
export const PIPE: Paper = { color: false, ascii: false, columns: null };

const OWN: NamespaceUse = { inode: 4026532841, sharedWithHost: false, sharedWith: [] };
const HOST: NamespaceUse = { inode: 4026531840, sharedWithHost: true, sharedWith: [] };

export const API_ID = "7f9c".repeat(16);

/** A busy container with limits, in trouble. */
export const API: Group = {
  ...fakeGroup(API_ID, 88.24),
  engine: "docker",
  name: "api",
  containerId: API_ID,
  image: "shop/api:4",
  state: "running",
  health: "healthy",
  leaderPid: 4711,
  leaderStartTicks: 4711_00,
  startedAt: "2026-06-28T14:32:07.000Z",
  restartCount: 1,
  compose: { project: "shop", service: "api" },
  processes: 3,
  threads: 18,
  pids: { current: 18, limit: 100, secondsToLimit: null },
  cpu: { percent: 88.24, limitPercent: 100, throttledPercent: 31.5 },
  memory: {
    workingSetBytes: 412 * 2 ** 20,
    currentBytes: 450 * 2 ** 20,
    anonymousBytes: 400 * 2 ** 20,
    limitBytes: 512 * 2 ** 20,
    oomKills: 0,
    limitHits: 2,
    secondsToLimit: null,
    lastOomKill: null,
  },
  io: { readBytesPerSecond: 0, writeBytesPerSecond: 12_345 },
  network: { receiveBytesPerSecond: 1_234_567, transmitBytesPerSecond: 300_000, sharedWith: null },
  pressure: { cpu: { some10Percent: 40.5, full10Percent: null }, memory: null, io: null },
  frozen: false,
  cgroupPath: `/docker/${API_ID}`,
  namespaces: {
    ...perNamespace(() => OWN),
    net: { ...OWN, sharedWith: ["lxc:sidecar"] },
    user: HOST,
    time: HOST,
  },
  ports: ["0.0.0.0:8080->80/tcp"],
  verdict: {
    code: "cpu-throttled",
    sentence: "Its CPU limit held it back in 3 of the last 10 periods.",
    evidence: [{ path: "/sys/fs/cgroup/cpu.stat", value: "nr_throttled +3, nr_periods +10" }],
  },
};

/** A container in the other one's network, of which little is known. */
export const SIDECAR: Group = {
  ...fakeGroup("lxc:sidecar", 0.4),
  engine: "lxc",
  name: "sidecar",
  network: { receiveBytesPerSecond: null, transmitBytesPerSecond: null, sharedWith: API_ID },
  namespaces: { ...perNamespace(() => OWN), net: { ...OWN, sharedWith: [API_ID] } },
};

export const HOST_GROUP: Group = {
  ...fakeGroup("host", 14.1),
  kind: "host",
  processes: 702,
  threads: 900,
  pids: { current: 900, limit: null, secondsToLimit: null },
  namespaces: perNamespace(() => HOST),
};

export const SNAPSHOT: Snapshot = fakeSnapshot(0, {
  takenAt: "2026-07-01T14:32:07.000Z",
  groups: [API, SIDECAR, HOST_GROUP],
});

/** A process with nothing known of it but its ids. */
export function processRow(pid: number, facts: Partial<ProcessRow> = {}): ProcessRow {
  return {
    pid,
    namespacePids: [pid],
    parentPid: 1,
    startTicks: 100,
    depth: 0,
    uid: null,
    user: null,
    state: "S",
    cpuPercent: null,
    residentBytes: null,
    threads: 1,
    startedAt: null,
    comm: "sh",
    command: null,
    io: { readBytesPerSecond: null, writeBytesPerSecond: null },
    issues: [],
    ...facts,
  };
}

export const SHOW: Show = {
  schemaVersion: 1,
  group: API,
  groupIds: [],
  processes: [
    processRow(4711, {
      namespacePids: [4711, 1],
      uid: 0,
      user: "root",
      cpuPercent: 0,
      residentBytes: 11 * 2 ** 20,
      startedAt: "2026-06-28T14:32:07.000Z",
      comm: "init",
      command: ["init", "--api"],
    }),
    processRow(4720, {
      namespacePids: [4720, 7],
      parentPid: 4711,
      depth: 1,
      uid: 33,
      command: ["worker", "a b"],
    }),
    processRow(4722, { namespacePids: [4722, 9], parentPid: 4720, depth: 2, command: [], state: "Z" }),
    processRow(4730, { namespacePids: [4730, 8], parentPid: 4711, depth: 1, issues: ["command line hangs"] }),
  ],
  mounts: [
    {
      mountId: 500,
      parentId: 400,
      mountPoint: "/etc/hosts",
      root: "/containers/hosts",
      fsType: "ext4",
      source: "/dev/sda1",
      options: ["rw", "relatime"],
      superOptions: ["ro", "discard"],
      propagation: "private",
      fromHost: true,
    },
  ],
  uts: { hostname: "api-1", domainname: "", engine: { hostname: "api", domainname: "" } },
  interfaces: [
    {
      index: 2,
      name: "eth0",
      kind: "veth",
      mac: "02:42:ac:11:00:02",
      mtu: 1500,
      state: "up",
      addresses: [{ address: "172.17.0.2", prefixLength: 16, family: "inet" }],
      peer: { netns: 4026531840, index: 9, name: "veth9", bridge: "docker0", container: null },
      receiveBytes: 2 ** 30,
      transmitBytes: 1000,
      receiveDropped: 1,
      transmitDropped: 2,
      receiveErrors: 0,
      transmitErrors: 0,
      receiveBytesPerSecond: 1_234_567,
      transmitBytesPerSecond: null,
    },
  ],
  routes: [{ destination: "0.0.0.0/0", gateway: "172.17.0.1", interface: "eth0", metric: 0 }],
  sockets: [
    {
      protocol: "tcp6",
      localAddress: "::",
      localPort: 80,
      remoteAddress: "::",
      remotePort: 0,
      state: "LISTEN",
      inode: 77,
      pid: 4720,
      publishedAs: "0.0.0.0:8080",
      ownerNetns: null,
    },
  ],
  ipc: {
    sharedMemory: [
      {
        key: "0x0052e2c1",
        id: 3,
        mode: "600",
        ownerUid: 70,
        bytes: 2 ** 20,
        residentBytes: 2 ** 12,
        swapBytes: 0,
        attached: 2,
        changedAtSeconds: 1_780_000_000,
        markedForRemoval: true,
        creatorPid: 4720,
        creatorComm: "postgres",
      },
      {
        key: "0x00000000",
        id: 32768,
        mode: "644",
        ownerUid: 0,
        bytes: 12_345,
        residentBytes: 0,
        swapBytes: 0,
        attached: 0,
        changedAtSeconds: 1_780_000_000,
        markedForRemoval: false,
        creatorPid: null,
        creatorComm: null,
      },
    ],
    semaphores: [{ key: "0x0052e2c1", id: 0, mode: "600", ownerUid: 70, count: 17 }],
    messageQueues: [],
    posixMessageQueues: null,
    posixSharedMemory: [
      { name: "sem.gate", bytes: 32, ownerUid: 0 },
      { name: "pool", bytes: 2 ** 22, ownerUid: 70 },
    ],
  },
  users: {
    inode: 4026532841,
    uidMap: [{ inside: 0, outside: 100_000, length: 65_536 }],
    gidMap: [],
    setgroups: "deny",
    root: { uid: 100_000, user: "lena" },
    ownerInode: 4026531840,
  },
  clocks: { monotonicSeconds: 0, boottimeSeconds: 86_400.5 },
  cgroupRoots: [{ controllers: "", path: `/docker/${API_ID}` }],
  cgroup: null,
  security: null,
  findings: [],
  issues: [
    { code: "denied", path: "/proc/[pid]/fd", message: "Sockets of other users have no pid.", count: 3 },
  ],
};
