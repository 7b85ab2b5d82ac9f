import { describe, expect, test } from "vitest";
import type { ContainerSettings } from "../../src/engines/engine.ts";
import { deriveSnapshot } from "../../src/model/derive-snapshot.ts";
import type { Finding } from "../../src/model/snapshot.ts";
import { perNamespace } from "../../src/procfs/namespace-link.ts";
import {
  container,
  containerId,
  HOST_NAMESPACES,
  inContainer,
  inService,
  namespaces,
  process,
  type SampleFacts,
  sample,
} from "./sample-builder.ts";
import { settings } from "./settings.ts";

const WEB = containerId("a");
const DB = containerId("b");

const WEB_NAMESPACES = namespaces({ mnt: 21, uts: 22, pid: 23, ipc: 24, net: 25 });
const DB_NAMESPACES = namespaces({ mnt: 31, uts: 32, pid: 33, ipc: 34, net: 35 });

const SHIM = process({ pid: 10, comm: "shim" });
const BASH = process({ pid: 50, comm: "bash" });
const WEB_LEADER = process({
  pid: 20,
  parentPid: 10,
  comm: "web",
  namespaces: WEB_NAMESPACES,
  cgroup: inContainer(WEB),
});
const DB_LEADER = process({
  pid: 30,
  parentPid: 10,
  comm: "db",
  namespaces: DB_NAMESPACES,
  cgroup: inContainer(DB),
});
const USUAL = [SHIM, BASH, WEB_LEADER, DB_LEADER];

const RUNNING = [
  container({ id: WEB, name: "web", pid: 20, settings: settings() }),
  container({ id: DB, name: "db", pid: 30, settings: settings() }),
];

/** What is found in the second of two looks at the same host. */
function findings(facts: SampleFacts): readonly Finding[] {
  const look = { containers: RUNNING, ...facts };
  return deriveSnapshot(sample({ ...look, monotonicSeconds: 101 }), sample(look)).snapshot.findings;
}

function codes(facts: SampleFacts): string[] {
  return findings(facts).map(({ code }) => code);
}

describe("a process in a container's cgroup", () => {
  const stray = process({ pid: 60, parentPid: 50, comm: "sleep", cgroup: inContainer(WEB) });

  test("but in the host's namespaces was put there from the host", () => {
    const [found] = findings({ processes: [...USUAL, stray] });
    expect(found).toMatchObject({ code: "foreign-process", groupId: WEB, pid: 60 });
    expect(found?.sentence).toContain("sleep (pid 60, below bash 50 < init 1) is in the cgroup of web");
    expect(found?.sentence).toContain("the host's mnt, uts, pid, ipc and net namespaces");
    expect(found?.evidence).toContainEqual({ path: "/proc/60/cgroup", value: `/docker/${WEB}` });
    expect(found?.evidence).toContainEqual({ path: "/proc/60/ns/mnt", value: "mnt:[1]" });
    expect(found?.evidence).toContainEqual({ path: "/proc/20/ns/mnt", value: "mnt:[21]" });
  });

  test("has escaped when it comes from inside", () => {
    const escaped = { ...stray, parentPid: 20, namespaces: namespaces({ ...WEB_NAMESPACES, mnt: 1 }) };
    const found = findings({ processes: [...USUAL, escaped] });
    expect(found).toMatchObject([{ code: "escaped-process", pid: 60 }]);
    expect(found[0]?.sentence).toContain("the host's mnt namespace, which web is kept out of");
  });

  test("is told of once with all of its children", () => {
    const child = { ...stray, pid: 61, startTicks: 61, parentPid: 60 };
    expect(codes({ processes: [...USUAL, stray, child] })).toEqual(["foreign-process"]);
  });

  test("is told of only once it was so in two samples in a row", () => {
    const now = sample({ containers: RUNNING, processes: [...USUAL, stray], monotonicSeconds: 101 });
    const before = sample({ containers: RUNNING, processes: USUAL });
    const {
      snapshot,
      found: { suspects },
    } = deriveSnapshot(now, before);
    expect(snapshot.findings).toEqual([]);
    expect(suspects).toEqual([{ pid: 60, startTicks: 60, containerId: null }]);
  });

  test("and another with its pid is another process", () => {
    const earlier = { ...stray, startTicks: 7 };
    const now = sample({ containers: RUNNING, processes: [...USUAL, stray], monotonicSeconds: 101 });
    const before = sample({ containers: RUNNING, processes: [...USUAL, earlier] });
    expect(deriveSnapshot(now, before).snapshot.findings).toEqual([]);
  });

  test("in namespaces that the container itself shares with the host belongs there", () => {
    const shared = namespaces({ mnt: 21 });
    const leader = { ...WEB_LEADER, namespaces: shared };
    const child = { ...stray, parentPid: 20, namespaces: namespaces({ mnt: 21, uts: 77 }) };
    expect(codes({ processes: [SHIM, leader, child] })).toEqual(["host-pid", "host-net", "host-ipc"]);
  });

  test("in namespaces that it made for itself belongs there", () => {
    const sandbox = {
      ...stray,
      parentPid: 20,
      namespaces: namespaces({ ...WEB_NAMESPACES, net: 99, pid: 98 }),
    };
    expect(codes({ processes: [...USUAL, sandbox] })).toEqual([]);
  });

  test("whose namespaces may not be read is not suspected", () => {
    const hidden = { ...stray, namespaces: perNamespace(() => null) };
    expect(codes({ processes: [...USUAL, hidden] })).toEqual([]);
  });

  test("but in another container's namespaces is told", () => {
    const crossed = { ...stray, parentPid: 20, namespaces: namespaces({ ...WEB_NAMESPACES, net: 35 }) };
    expect(findings({ processes: [...USUAL, crossed] })).toMatchObject([
      { code: "other-container", groupId: WEB, pid: 60 },
    ]);
  });

  test("in the namespaces of a container inside its own is its engine's business", () => {
    const inner = process({
      pid: 70,
      parentPid: 20,
      namespaces: DB_NAMESPACES,
      cgroup: inContainer(DB, [WEB]),
    });
    const helper = { ...stray, parentPid: 20, namespaces: namespaces({ ...WEB_NAMESPACES, net: 35 }) };
    expect(codes({ processes: [SHIM, WEB_LEADER, helper, inner] })).toEqual([]);
  });
});

describe("a process that came into a container with all of its namespaces and its cgroup", () => {
  const entered = process({
    pid: 60,
    parentPid: 10,
    comm: "sh",
    namespaces: WEB_NAMESPACES,
    cgroup: inContainer(WEB),
  });
  const processes = [...USUAL, entered];

  test("is asked about", () => {
    const look = sample({ containers: RUNNING, processes });
    expect(deriveSnapshot(look, null).found.suspects).toEqual([
      { pid: 60, startTicks: 60, containerId: WEB },
    ]);
  });

  test("is not asked about while it is younger than a second: it may be a health check", () => {
    const young = { ...entered, startTicks: 4950 * 100 };
    const look = (uptimeSeconds: number) =>
      sample({ containers: RUNNING, processes: [...USUAL, young], host: { uptimeSeconds } });
    expect(deriveSnapshot(look(4950.9), null).found.suspects).toMatchObject([{ pid: 60, containerId: null }]);
    expect(deriveSnapshot(look(4951), null).found.suspects).toMatchObject([{ pid: 60, containerId: WEB }]);
  });

  test("is no intruder while its engine has not said", () => {
    expect(codes({ processes })).toEqual([]);
  });

  test("is no intruder when its engine started it, as docker exec does", () => {
    expect(codes({ processes, execs: [[60, true]] })).toEqual([]);
  });

  test("is an intruder when its engine did not", () => {
    const found = findings({ processes, execs: [[60, false]] });
    expect(found).toMatchObject([{ code: "intruder", groupId: WEB, pid: 60 }]);
    expect(found[0]?.evidence).toContainEqual({ path: "docker inspect web: ExecIDs", value: "no Pid 60" });
  });

  test("cannot be told from an orphan where the container has the host's pid namespace", () => {
    const own = namespaces({ mnt: 21, net: 25, ipc: 24 });
    const leader = { ...WEB_LEADER, namespaces: own };
    const orphan = { ...entered, parentPid: 1, namespaces: own };
    expect(codes({ processes: [SHIM, leader, orphan], execs: [[60, false]] })).toEqual(["host-pid"]);
  });

  test("is an orphan when its parent is in the same pid namespace, though in another container's cgroup", () => {
    const joined = namespaces({ ...DB_NAMESPACES, pid: 23 });
    const leader = { ...DB_LEADER, namespaces: joined };
    const orphan = { ...entered, parentPid: 20, namespaces: joined, cgroup: inContainer(DB) };
    expect(
      deriveSnapshot(sample({ containers: RUNNING, processes: [SHIM, WEB_LEADER, leader, orphan] }), null),
    ).toMatchObject({ found: { suspects: [] } });
  });

  test("is not asked about where no engine knows the container", () => {
    expect(deriveSnapshot(sample({ processes }), null).found.suspects).toEqual([]);
  });
});

describe("a process outside of a container's cgroup", () => {
  const outsider = process({
    pid: 60,
    parentPid: 50,
    comm: "tcpdump",
    namespaces: namespaces({ net: 25 }),
    cgroup: inService("ssh.service"),
  });

  test("that is in its network has entered it from the host", () => {
    const found = findings({ processes: [...USUAL, outsider] });
    expect(found).toMatchObject([{ code: "entered-namespaces", groupId: WEB, pid: 60 }]);
    expect(found[0]?.sentence).toContain(
      "tcpdump (pid 60, below bash 50 < init 1) has entered the net namespace of web",
    );
  });

  test("has left it when it comes from inside", () => {
    const processes = [...USUAL, { ...outsider, parentPid: 20, namespaces: WEB_NAMESPACES }];
    expect(codes({ processes })).toEqual(["left-cgroup"]);
  });

  test("that was in the namespace before the container joined it lives there", () => {
    const older = { ...outsider, startTicks: 2 };
    expect(codes({ processes: [...USUAL, older] })).toEqual([]);
  });

  test("that shares a user namespace with it may be an engine that runs without privilege", () => {
    const leader = { ...WEB_LEADER, namespaces: namespaces({ ...WEB_NAMESPACES, user: 26 }) };
    const helper = { ...outsider, namespaces: namespaces({ user: 26 }) };
    expect(codes({ processes: [SHIM, leader, helper] })).toEqual([]);
  });
});

describe("a container", () => {
  function told(changes: Partial<ContainerSettings>): readonly Finding[] {
    const created = container({ id: WEB, name: "web", pid: 20, settings: settings(changes) });
    return findings({ containers: [created], processes: [SHIM, WEB_LEADER] });
  }
  const bind = (source: string, writable = true) => ({
    mounts: [{ type: "bind", source, destination: "/there", writable }],
  });

  test("that is like any other is not worth a finding", () => {
    expect(findings({ processes: USUAL })).toEqual([]);
  });

  test("that shares the host's pid, net and ipc namespaces is told, with both links", () => {
    const leader = { ...WEB_LEADER, namespaces: namespaces({ mnt: 21, uts: 22 }) };
    const found = findings({ processes: [SHIM, leader] });
    expect(found.map(({ code }) => code)).toEqual(["host-pid", "host-net", "host-ipc"]);
    expect(found[1]?.evidence).toEqual([
      { path: "/proc/20/ns/net", value: "net:[5]" },
      { path: "/proc/1/ns/net", value: "net:[5]" },
    ]);
  });

  test("that is privileged is told, even while it has no process", () => {
    const created = container({
      id: WEB,
      name: "web",
      state: "restarting",
      settings: settings({ privileged: true }),
    });
    expect(findings({ containers: [created] })).toMatchObject([
      {
        code: "privileged",
        groupId: WEB,
        evidence: [{ path: "docker inspect web: HostConfig.Privileged", value: "true" }],
      },
    ]);
  });

  test.each(["/var/run/docker.sock", "/run/docker.sock", "/run/containerd", "/run/"])(
    "with %s of the host has an engine's socket, read-only as well",
    (source) => {
      expect(told(bind(source, false))).toMatchObject([
        {
          code: "engine-socket-mounted",
          evidence: [{ path: "docker inspect web: Mounts", value: `${source} -> /there ro` }],
        },
      ]);
    },
  );

  test("with the host's root writable can change every file of it", () => {
    expect(told(bind("/")).map(({ code }) => code)).toEqual(["host-root-mounted"]);
    expect(told(bind("/", false))).toEqual([]);
  });

  test("whose root is the host's is told when it may write where the host's system lives", () => {
    const found = told(bind("/etc"));
    expect(found.map(({ code }) => code)).toEqual(["root-is-host-root"]);
    expect(found[0]?.sentence).toContain("may write the host's /etc");
    expect(told(bind("/etc", false))).toEqual([]);
    expect(told(bind("/srv/data"))).toEqual([]);
  });

  test("whose root is another user on the host is not told for it", () => {
    const leader = { ...WEB_LEADER, namespaces: namespaces({ ...WEB_NAMESPACES, user: 26 }) };
    const created = container({ id: WEB, pid: 20, settings: settings(bind("/etc")) });
    expect(codes({ containers: [created], processes: [SHIM, leader] })).toEqual([]);
  });
});

describe("namespaces near the limit", () => {
  const limit = (mnt: number) => ({ host: { namespaceLimits: { ...perNamespace(() => null), mnt } } });

  test("are told from nine tenths on, the host's own not counted", () => {
    expect(findings({ processes: USUAL, ...limit(2) })).toMatchObject([
      {
        code: "namespaces-near-limit",
        groupId: null,
        evidence: [
          { path: "/proc/sys/user/max_mnt_namespaces", value: "2" },
          { value: "2 but for the host's" },
        ],
      },
    ]);
    expect(codes({ processes: USUAL, ...limit(3) })).toEqual([]);
  });

  test("are none where they are forbidden", () => {
    expect(codes({ processes: [], ...limit(0) })).toEqual([]);
  });
});

test("a host that shows nothing of itself raises no finding", () => {
  const unknown = perNamespace(() => null);
  const hidden = USUAL.map((each) => ({ ...each, namespaces: unknown }));
  expect(codes({ processes: hidden, hostNamespaces: unknown })).toEqual([]);
  expect(codes({ processes: hidden, hostNamespaces: HOST_NAMESPACES })).toEqual([]);
});
