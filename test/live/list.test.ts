import { existsSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { NAMESPACE_TYPES } from "../../src/procfs/namespace-link.ts";
import {
  describeLive,
  eventually,
  groupOf,
  Inhabitants,
  type Inspected,
  inspect,
  list,
  namespaceInodes,
  run,
} from "./lab.ts";

interface Lsns {
  readonly namespaces: readonly {
    readonly ns: number;
    readonly type: string;
    readonly nprocs: number;
    readonly ppid: number | null;
  }[];
}

/** Pid of the parent of kernel threads. */
const KTHREADD = 2;

describeLive("nstop list --json", () => {
  const inhabitants = new Inhabitants("list");
  let own: Inspected;
  let joined: Inspected;
  let onHost: Inspected;
  let bare: number;
  let snapshot: Snapshot;

  beforeAll(async () => {
    own = inhabitants.container("own", [
      ...["--cpus", "0.25", "--memory", "64m", "--pids-limit", "50", "-p", "127.0.0.1::80"],
      ...["--label", "com.docker.compose.project=shop", "--label", "com.docker.compose.service=web"],
    ]);
    joined = inhabitants.container("joined", ["--network", `container:${own.Id}`, "--ipc", "host"]);
    onHost = inhabitants.container("on-host", ["--network", "host", "--pid", "host", "--uts", "host"]);
    bare = await inhabitants.bareSet(["--uts", "--net"], "hostname bare");
    snapshot = await eventually(() => {
      const listed = list();
      // On a busy machine the engine may not answer in time.
      expect(listed.engines).toMatchObject([{ state: "connected" }]);
      return listed;
    });
  });
  afterAll(() => inhabitants.removeAll());

  test("says of each container what docker inspect says", () => {
    for (const { Id } of [own, joined, onHost]) {
      const inspected = inspect(Id);
      const { HostConfig } = inspected;
      expect(groupOf(snapshot, Id)).toMatchObject({
        id: Id,
        kind: "container",
        engine: "docker",
        name: inspected.Name.slice(1),
        image: inspected.Config.Image,
        state: inspected.State.Status,
        leaderPid: inspected.State.Pid,
        restartCount: inspected.RestartCount,
        processes: 1,
        threads: 1,
        frozen: false,
        pids: { current: 1, limit: HostConfig.PidsLimit ?? systemdLimit(Id) ?? "max" },
        cpu: { limitPercent: HostConfig.NanoCpus === 0 ? null : HostConfig.NanoCpus / 1e7 },
        memory: { limitBytes: HostConfig.Memory || null },
      });
      expect(Date.parse(groupOf(snapshot, Id).startedAt ?? "")).toBe(Date.parse(inspected.State.StartedAt));
    }
  });

  test("knows compose's names and the published port", () => {
    const port = run(
      "docker",
      "-H",
      `unix://${process.env["NSTOP_LAB_SOCKET"]}`,
      "port",
      own.Id,
      "80",
    ).trim();
    expect(groupOf(snapshot, own.Id).compose).toEqual({ project: "shop", service: "web" });
    expect(groupOf(snapshot, own.Id).ports).toEqual([`${port}->80/tcp`]);
    expect(groupOf(snapshot, joined.Id)).toMatchObject({ compose: null, ports: [] });
  });

  test("has the inode of all eight links in /proc/PID/ns of each leader", () => {
    const host = namespaceInodes(process.pid); // these tests run on the host; pid 1 may not let itself be looked at
    for (const { Id, State } of [own, joined, onHost]) {
      const { namespaces } = groupOf(snapshot, Id);
      const links = namespaceInodes(State.Pid);
      expect(Object.fromEntries(NAMESPACE_TYPES.map((type) => [type, namespaces[type].inode]))).toEqual(
        links,
      );
      for (const type of NAMESPACE_TYPES) {
        expect([type, namespaces[type].sharedWithHost]).toEqual([type, links[type] === host[type]]);
      }
    }
  });

  test("says who shares a namespace with whom", () => {
    const { namespaces } = groupOf(snapshot, own.Id);
    expect(namespaces.net.sharedWith).toEqual([joined.Id]);
    expect(groupOf(snapshot, joined.Id).namespaces.net).toMatchObject({
      sharedWithHost: false,
      sharedWith: [own.Id],
    });
    expect(namespaces.mnt).toMatchObject({ sharedWithHost: false, sharedWith: [] });
    expect(groupOf(snapshot, joined.Id).namespaces.ipc).toMatchObject({
      sharedWithHost: true,
      sharedWith: [],
    });
  });

  test("counts shared traffic once, and says whose it is", () => {
    expect(groupOf(snapshot, joined.Id).network).toEqual({
      receiveBytesPerSecond: null,
      transmitBytesPerSecond: null,
      sharedWith: own.Id,
    });
    expect(groupOf(snapshot, onHost.Id).network.sharedWith).toBe("host");
    expect(groupOf(snapshot, own.Id).network).toMatchObject({
      receiveBytesPerSecond: expect.any(Number),
      sharedWith: null,
    });
  });

  test("has a group for a bare set of namespaces", () => {
    const { uts, net } = namespaceInodes(bare);
    const group = snapshot.groups.find(({ leaderPid }) => leaderPid === bare);
    expect(group).toMatchObject({
      kind: "namespace",
      engine: null,
      containerId: null,
      processes: 1,
      namespaces: {
        uts: { inode: uts, sharedWithHost: false, sharedWith: [] },
        net: { inode: net, sharedWithHost: false, sharedWith: [] },
        mnt: { sharedWithHost: true },
        pid: { sharedWithHost: true },
      },
    });
  });

  test("counts the namespaces that lsns lists, by type, and knows no other inode", async () => {
    await eventually(() => {
      const before = lsns();
      const { namespaceCounts, groups } = list("--delay", "0.1");
      const inodes = new Set(before.map(({ ns }) => ns));
      const named = groups.flatMap(({ namespaces }) => NAMESPACE_TYPES.map((type) => namespaces[type].inode));
      const counts = NAMESPACE_TYPES.map((type) => [
        type,
        before.filter((each) => each.type === type).length,
      ]);
      expect(namespaceCounts).toEqual(Object.fromEntries(counts));
      expect(named.filter((inode) => inode !== null && !inodes.has(inode))).toEqual([]);
    });
  });

  test("puts every process in exactly one group", () => {
    const { groups, host } = snapshot;
    expect(groups.reduce((sum, { processes }) => sum + processes, 0)).toBe(host.processes);
    expect(new Set(groups.map(({ id }) => id)).size).toBe(groups.length);
  });

  test("says that the engine is connected, and what version it is", () => {
    const version = run(
      "docker",
      "-H",
      `unix://${process.env["NSTOP_LAB_SOCKET"]}`,
      "version",
      "-f",
      "{{.Server.Version}}",
    );
    expect(snapshot.engines).toMatchObject([
      { name: "docker", state: "connected", version: version.trim(), message: null },
    ]);
  });

  /** Where Docker has systemd make its cgroups, that gives each a limit of pids when Docker gives none. */
  function systemdLimit(id: string): number | null {
    const file = `/sys/fs/cgroup/system.slice/docker-${id}.scope/pids.max`;
    return existsSync(file) ? Number(readFileSync(file, "utf8")) : null;
  }

  /** Namespaces that processes live in. Kernel threads are the host: `kdevtmpfs` has mounts of its own. */
  function lsns(): Lsns["namespaces"] {
    const { namespaces }: Lsns = JSON.parse(run("lsns", "-J", "-o", "NS,TYPE,NPROCS,PPID"));
    return namespaces.filter(({ nprocs, ppid }) => nprocs > 1 || (nprocs === 1 && ppid !== KTHREADD));
  }
});
