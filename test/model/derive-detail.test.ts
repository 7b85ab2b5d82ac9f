import { describe, expect, test } from "vitest";
import type {
  DetailSample,
  InterfaceFacts,
  ProcessFacts,
  ProcessPageFacts,
  SocketFacts,
} from "../../src/collector/detail-sample.ts";
import type { Sample } from "../../src/collector/sample.ts";
import { deriveDetail } from "../../src/model/derive-detail.ts";
import { deriveSnapshot } from "../../src/model/derive-snapshot.ts";
import type { DetailReading } from "../../src/model/detail-request.ts";
import type { Target } from "../../src/model/snapshot.ts";
import { container, containerId, inContainer, namespaces, process, sample } from "./sample-builder.ts";

const API = containerId("aaa");
const SIDECAR = containerId("bbb");
const NET = namespaces({ net: 99 });
const GROUP: Target = { kind: "group", groupId: API };

const PROCESSES = [
  process({
    pid: 7,
    startTicks: 500,
    comm: "nginx",
    cgroup: inContainer(API),
    namespaces: NET,
    cpuTicks: 30,
  }),
  process({ pid: 9, startTicks: 600, parentPid: 7, cgroup: inContainer(API), namespaces: NET, cpuTicks: 80 }),
  process({ pid: 8, startTicks: 700, cgroup: inContainer(SIDECAR), namespaces: NET }),
];

const NOW = sample({
  processes: PROCESSES,
  containers: [
    container({
      id: API,
      name: "api",
      ports: [{ protocol: "tcp", hostAddress: "0.0.0.0", hostPort: 8080, containerPort: 80 }],
    }),
    container({ id: SIDECAR, name: "sidecar", networkMode: `container:${API}` }),
  ],
});

const BEFORE = sample({
  monotonicSeconds: 98,
  processes: [
    process({ pid: 7, startTicks: 500, cpuTicks: 10 }),
    process({ pid: 9, startTicks: 1, cpuTicks: 70 }),
  ],
});

function reading(facts: Partial<DetailSample>, referencePid = 7): DetailReading {
  return {
    request: { pids: [7, 9], referencePid, parts: [] },
    sample: { monotonicSeconds: 100.5, issues: [], ...facts },
  };
}

interface Readings {
  readonly reading: DetailReading | null;
  readonly previousReading?: DetailReading;
  readonly now?: Sample;
}

function detailOf(target: Target, { reading, previousReading, now = NOW }: Readings) {
  const derivation = deriveSnapshot(now, BEFORE);
  return deriveDetail({
    target,
    reading,
    previousReading: previousReading ?? null,
    sample: now,
    previous: BEFORE,
    derivation,
  });
}

function processFacts(facts: Partial<ProcessFacts> & Pick<ProcessFacts, "pid" | "startTicks">): ProcessFacts {
  return {
    namespacePids: [facts.pid, 1],
    uid: 0,
    user: "root",
    command: ["nginx"],
    commandHangs: false,
    io: null,
    ...facts,
  };
}

describe("the parts of a detail", () => {
  test("are those that were read, as they were read", () => {
    const uts = { hostname: "api", domainname: "" };
    const detail = detailOf(GROUP, { reading: reading({ uts, mounts: null, environment: ["A=b"] }) });
    expect(detail).toEqual({
      target: GROUP,
      group: expect.objectContaining({ id: API }),
      groupIds: [],
      referencePid: 7,
      uts: { ...uts, engine: null },
      mounts: null,
      environment: ["A=b"],
      findings: [{ code: "host-pid" }, { code: "host-ipc" }].map((finding) =>
        expect.objectContaining(finding),
      ),
      issues: [],
    });
  });

  test("are all unknown of a container without a process", () => {
    const now = sample({ containers: [container({ id: API, state: "restarting" })] });
    expect(detailOf(GROUP, { reading: null, now })).toMatchObject({
      group: { state: "restarting" },
      referencePid: null,
      processes: [],
      mounts: null,
      interfaces: null,
    });
  });

  test.each<Target>([
    { kind: "group", groupId: "gone" },
    { kind: "process", pid: 4711 },
    { kind: "namespace", type: "net", inode: 4711 },
  ])("are none when the $kind is gone", (target) => {
    expect(detailOf(target, { reading: reading({}) })).toBeNull();
  });
});

describe("the processes of a detail", () => {
  const both = [processFacts({ pid: 7, startTicks: 500 }), processFacts({ pid: 9, startTicks: 600 })];

  test("are in tree order, with what was used since the sample before", () => {
    const rows = detailOf(GROUP, { reading: reading({ processes: both }) })?.processes;
    expect(rows).toMatchObject([
      {
        pid: 7,
        depth: 0,
        cpuPercent: 10,
        comm: "nginx",
        command: ["nginx"],
        namespacePids: [7, 1],
        user: "root",
        residentBytes: 4096,
        startedAt: "1970-01-12T13:46:45.000Z",
        issues: [],
      },
      { pid: 9, parentPid: 7, depth: 1, cpuPercent: null },
    ]);
  });

  test("do not hold one that exited, or whose pid another has, since the sample", () => {
    const processes = [processFacts({ pid: 9, startTicks: 601 })];
    expect(detailOf(GROUP, { reading: reading({ processes }) })?.processes).toEqual([]);
  });

  test("say what could not be read of them", () => {
    const processes = [
      processFacts({ pid: 7, startTicks: 500, command: null, commandHangs: true, namespacePids: null }),
      processFacts({ pid: 9, startTicks: 600, command: null }),
    ];
    expect(detailOf(GROUP, { reading: reading({ processes }) })?.processes).toMatchObject([
      { namespacePids: [7], command: null, issues: ["command line hangs"] },
      { issues: ["command line may not be read"] },
    ]);
  });

  test("have I/O rates from two readings", () => {
    const io = (readBytes: number, writeBytes: number) => [
      processFacts({ pid: 7, startTicks: 500, io: { readBytes, writeBytes } }),
    ];
    const rows = detailOf(GROUP, {
      reading: reading({ processes: io(3000, 10) }),
      previousReading: reading({ monotonicSeconds: 98.5, processes: io(1000, 20) }),
    })?.processes;
    expect(rows?.[0]?.io).toEqual({ readBytesPerSecond: 1000, writeBytesPerSecond: null });
  });
});

describe("the network of a detail", () => {
  const eth0: InterfaceFacts = {
    index: 2,
    name: "eth0",
    kind: "veth",
    mac: null,
    mtu: 1500,
    state: "up",
    addresses: [],
    peer: null,
    receiveBytes: 5000,
    transmitBytes: 100,
    receiveDropped: 0,
    transmitDropped: 0,
    receiveErrors: 0,
    transmitErrors: 0,
  };
  const previous = { monotonicSeconds: 98.5, interfaces: [{ ...eth0, receiveBytes: 1000 }] };

  test("has rates from two readings of the same process", () => {
    const now = reading({ interfaces: [eth0] });
    const rates = (previousReading: DetailReading) =>
      detailOf(GROUP, { reading: now, previousReading })?.interfaces?.[0];
    expect(rates(reading(previous))).toMatchObject({
      receiveBytesPerSecond: 2000,
      transmitBytesPerSecond: 0,
    });
    expect(rates(reading(previous, 9))).toMatchObject({ receiveBytesPerSecond: null });
  });

  test("has no rates of an interface whose index another had", () => {
    const reused = { ...previous, interfaces: [{ ...eth0, name: "eth1" }] };
    const detail = detailOf(GROUP, {
      reading: reading({ interfaces: [eth0] }),
      previousReading: reading(reused),
    });
    expect(detail?.interfaces?.[0]).toMatchObject({ receiveBytesPerSecond: null });
  });

  test.each([
    ["the owner of a network that others share", 99, "api"],
    ["nobody when it is the host's", 5, null],
    ["nobody when it is unknown", null, null],
  ])("names as the other end of a veth %s", (_what, netns, container) => {
    const peer = { netns, index: 9, name: "veth1", bridge: null };
    const detail = detailOf(GROUP, { reading: reading({ interfaces: [{ ...eth0, peer }] }) });
    expect(detail?.interfaces?.[0]?.peer).toEqual({ ...peer, container });
  });

  test("says where a socket is published, also to who shares the network", () => {
    const socket: SocketFacts = {
      protocol: "tcp",
      localAddress: "0.0.0.0",
      localPort: 80,
      remoteAddress: "0.0.0.0",
      remotePort: 0,
      state: "LISTEN",
      inode: 1,
      pid: 7,
    };
    for (const [target, referencePid] of [
      [GROUP, 7],
      [{ kind: "group", groupId: SIDECAR }, 8],
    ] as const) {
      const detail = detailOf(target, { reading: reading({ sockets: [socket] }, referencePid) });
      expect(detail?.sockets).toEqual([{ ...socket, publishedAs: "0.0.0.0:8080", ownerNetns: null }]);
    }
    const host = detailOf({ kind: "group", groupId: "host" }, { reading: reading({ sockets: [socket] }, 1) });
    expect(host?.sockets).toMatchObject([{ ...socket, publishedAs: null }]);
  });
});

describe("the page of a process", () => {
  const facts: ProcessPageFacts = {
    pid: 9,
    namespaces: namespaces({ net: 99, mnt: 50, uts: null }),
    namespacePids: null,
    uids: null,
    gids: null,
    groups: null,
    capabilityMasks: { Eff: "0000000000000001", Amb: "0" },
    seccomp: null,
    noNewPrivileges: null,
    lsm: null,
    cgroups: null,
    files: null,
    limits: null,
    oomScore: null,
    workingDirectory: null,
    executable: null,
  };
  const target: Target = { kind: "process", pid: 9 };

  test("names its capabilities, and the other groups in its own namespaces", () => {
    const detail = detailOf(target, { reading: reading({ process: facts }, 9) });
    expect(detail).toMatchObject({ group: { id: API }, referencePid: 9 });
    expect(detail?.process).toMatchObject({
      pid: 9,
      capabilities: { effective: ["CAP_CHOWN"], ambient: [] },
      sharing: {
        net: { inode: 99, sharedWithHost: false, sharedWith: [SIDECAR] },
        mnt: { inode: 50, sharedWithHost: false, sharedWith: [] },
        uts: { inode: null, sharedWithHost: null, sharedWith: [] },
        pid: { inode: 3, sharedWithHost: true, sharedWith: [] },
      },
    });
  });

  test("is null when it could not be read, and has no capabilities where those could not", () => {
    expect(detailOf(target, { reading: reading({ process: null }, 9) })?.process).toBeNull();
    const unknown = { ...facts, capabilityMasks: null };
    expect(detailOf(target, { reading: reading({ process: unknown }, 9) })?.process?.capabilities).toBeNull();
  });
});

test("a namespace's detail has every process in it, and the groups they are of", () => {
  const processes = PROCESSES.map(({ pid, startTicks }) => processFacts({ pid, startTicks }));
  const detail = detailOf({ kind: "namespace", type: "net", inode: 99 }, { reading: reading({ processes }) });
  expect(detail).toMatchObject({ group: { id: API }, groupIds: [API, SIDECAR] });
  expect(detail?.processes?.map(({ pid }) => pid)).toEqual([7, 9, 8]);
});
