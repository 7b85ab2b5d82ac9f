import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { NAMESPACE_TYPES } from "../../src/procfs/namespace-link.ts";
import { FakePrograms } from "./fake-programs.ts";
import { detailOf, FixtureHost, HOST_NAMESPACES } from "./fixture-host.ts";

const TCP_HEADING =
  "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

let host: FixtureHost;
beforeEach(() => {
  host = new FixtureHost();
});
afterEach(() => host.remove());

/** No capabilities. */
const NONE = "0".repeat(16);

function status(fields: string): string {
  const usual = `Name:\tsleep\nTgid:\t20\nPid:\t20\nPPid:\t1\nTracerPid:\t0\nThreads:\t1\nCapInh:\t${NONE}\nCapPrm:\t${NONE}\nCapEff:\t00000000a80425fb\nCapBnd:\t${NONE}\nCapAmb:\t${NONE}\nSeccomp:\t2\nNoNewPrivs:\t1\n`;
  return `${usual}${fields}`;
}

describe("parts", () => {
  test("one that was not asked for is absent", async () => {
    host.process({ pid: 20 });
    const detail = await detailOf(host.collector(), 20, "users");
    expect(Object.keys(detail).toSorted()).toEqual(["issues", "monotonicSeconds", "users"]);
  });

  test("those of a process that is gone are unknown, and no trouble", async () => {
    const detail = await detailOf(
      host.collector(),
      20,
      "processes",
      "mounts",
      "uts",
      "routes",
      "sockets",
      "users",
      "environment",
    );
    expect(detail).toEqual({
      monotonicSeconds: 1000,
      processes: [],
      mounts: null,
      uts: null,
      routes: null,
      sockets: null,
      users: null,
      environment: null,
      issues: [],
    });
  });
});

describe("processes", () => {
  beforeEach(() => {
    host.process({ pid: 20, comm: "web", io: { readBytes: 1, writeBytes: 2 } });
    host.write(
      "/proc/20/status",
      status("Uid:\t1000\t1001\t1000\t1000\nGid:\t0\t0\t0\t0\nGroups:\t\nNSpid:\t20\t1\n"),
    );
    host.write("/proc/20/cmdline", "web\0--name\0a b\0\0");
    host.write("/etc/passwd", "root:x:0:0::/root:/bin/sh\nwww:x:1001:1001::/:/bin/sh\n");
  });

  test("have what the sample does not: ids inside, user, arguments, input and output", async () => {
    expect((await detailOf(host.collector(), 20, "processes")).processes).toEqual([
      {
        pid: 20,
        startTicks: 200,
        namespacePids: [20, 1],
        uid: 1001,
        user: "www",
        command: ["web", "--name", "a b", ""],
        commandHangs: false,
        io: { readBytes: 1, writeBytes: 2 },
      },
    ]);
  });

  test("a command line is read once, and again when it is another program", async () => {
    const collector = host.collector();
    await detailOf(collector, 20, "processes");
    host.write("/proc/20/cmdline", "changed\0");
    expect((await detailOf(collector, 20, "processes")).processes).toMatchObject([
      { command: ["web", "--name", "a b", ""] },
    ]);
    host.process({ pid: 20, comm: "shell" });
    expect((await detailOf(collector, 20, "processes")).processes).toMatchObject([{ command: ["changed"] }]);
  });

  test("a command line of megabytes is cut off", async () => {
    host.write("/proc/20/cmdline", "x".repeat(2_000_000));
    const { processes } = await detailOf(host.collector(), 20, "processes");
    expect(processes?.[0]?.command?.[0]).toHaveLength(4096);
  });

  test("kernel threads and zombies have no arguments", async () => {
    for (const process of [
      { pid: 20, kernelThread: true },
      { pid: 20, state: "Z" },
    ]) {
      host.process(process);
      expect((await detailOf(host.collector(), 20, "processes")).processes).toMatchObject([{ command: [] }]);
    }
  });

  test("what may not be read of one is unknown, and its neighbours are whole", async () => {
    host.process({ pid: 21 });
    host.write("/proc/21/cmdline", "agent\0");
    for (const file of ["status", "io"]) host.files.fail(`/proc/21/${file}`, "EACCES");
    const collector = host.collector();
    collector.sample();
    const detail = await collector.detail({ pids: [20, 21, 22], referencePid: 20, parts: ["processes"] });
    expect(detail.processes).toMatchObject([
      { pid: 20, uid: 1001 },
      { pid: 21, uid: null, user: null, namespacePids: null, command: ["agent"], io: null },
    ]);
    expect(detail.issues.map(({ code, path: file }) => [code, file])).toEqual([
      ["denied", "/proc/[pid]/status"],
      ["denied", "/proc/[pid]/io"],
    ]);
  });

  test("a process that exits after the sample is left out, and its neighbours are not", async () => {
    host.process({ pid: 21 });
    host.write("/proc/21/cmdline", "agent\0");
    const collector = host.collector();
    collector.sample();
    host.end(21);
    const detail = await collector.detail({ pids: [20, 21], referencePid: 20, parts: ["processes"] });
    expect(detail.processes?.map(({ pid }) => pid)).toEqual([20]);
    expect(detail.issues).toEqual([]);
  });

  test("a command line that hung is not read, until its pid is another process's", async () => {
    const collector = host.collector();
    collector.skip("/proc/20/cmdline");
    expect((await detailOf(collector, 20, "processes")).processes).toMatchObject([
      { command: null, commandHangs: true },
    ]);
    host.end(20);
    collector.sample();
    host.process({ pid: 20 });
    host.write("/proc/20/cmdline", "next\0");
    expect((await detailOf(collector, 20, "processes")).processes).toMatchObject([
      { command: ["next"], commandHangs: false },
    ]);
  });

  test("one whose command line hangs is there, and says so", async () => {
    // Opening a pipe that nobody writes to blocks as a stuck process does.
    const pipe = path.join(host.root, "/proc/20/cmdline");
    fs.rmSync(pipe);
    execFileSync("mkfifo", [pipe]);
    const collector = host.collector();
    const detail = await detailOf(collector, 20, "processes");
    expect(detail.processes).toMatchObject([{ pid: 20, uid: 1001, command: null, commandHangs: true }]);
    expect(detail.issues).toMatchObject([{ code: "hangs", path: "/proc/[pid]/cmdline" }]);
    fs.closeSync(fs.openSync(pipe, "w"));
    await vi.waitFor(() => expect(host.reader.hangingReads).toBe(0));
    fs.rmSync(pipe);
    host.write("/proc/20/cmdline", "well\0");
    expect((await detailOf(collector, 20, "processes")).processes).toMatchObject([
      { command: ["well"], commandHangs: false },
    ]);
  });
});

describe("uts", () => {
  test("names are asked for in the namespace, since files tell those of the reader", async () => {
    host.process({ pid: 20, namespaces: { uts: 900 } });
    const programs = new FakePrograms({
      "nsenter -t 20 -u cat /proc/sys/kernel/hostname": "od\nd\n",
      "nsenter -t 20 -u cat /proc/sys/kernel/domainname": "(none)\n",
    });
    const detail = await detailOf(host.collector({ programs }), 20, "uts");
    expect(detail.uts).toEqual({ hostname: "od\nd", domainname: "" });
  });

  test("nstop's own are read", async () => {
    host.link("/proc/self/ns/uts", `uts:[${HOST_NAMESPACES.uts}]`);
    const programs = new FakePrograms({});
    const detail = await detailOf(host.collector({ programs }), 1, "uts");
    expect(detail.uts).toEqual({ hostname: "box", domainname: "" });
    expect(programs.ran).toEqual([]);
  });

  test("where no program can be run they are unknown, not the host's", async () => {
    host.process({ pid: 20, namespaces: { uts: 900 } });
    const detail = await detailOf(host.collector(), 20, "uts");
    expect(detail.uts).toBeNull();
    expect(detail.issues).toMatchObject([
      { code: "failed", message: expect.stringContaining("cat is not installed") },
    ]);
  });
});

test("mounts are those of the process", async () => {
  host.process({ pid: 20 });
  host.write("/proc/20/mountinfo", "50 40 0:30 / /a\\040b rw,nosuid shared:1 - tmpfs none rw,size=1k\n");
  expect((await detailOf(host.collector(), 20, "mounts")).mounts).toEqual([
    {
      mountId: 50,
      parentId: 40,
      root: "/",
      mountPoint: "/a b",
      options: ["rw", "nosuid"],
      propagation: "shared:1",
      fsType: "tmpfs",
      source: "none",
      superOptions: ["rw", "size=1k"],
      fromHost: false,
    },
  ]);
});

test("routes are those that lead somewhere, IPv4 first", async () => {
  host.process({ pid: 20 });
  host.write(
    "/proc/20/net/route",
    "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\neth0\t00000000\t010011AC\t0003\t0\t0\t5\t00000000\t0\t0\t0\n",
  );
  const zero = "0".repeat(32);
  host.write(
    "/proc/20/net/ipv6_route",
    [
      `fd${"0".repeat(30)} 40 ${zero} 00 ${zero} 00000100 00000001 00000000 00000001     eth0`,
      `fd${"0".repeat(29)}2 80 ${zero} 00 ${zero} 00000000 00000003 00000000 80200001     eth0`,
      `ff${"0".repeat(30)} 08 ${zero} 00 ${zero} 00000100 00000003 00000000 00000001     eth0`,
      `${zero} 00 ${zero} 00 ${zero} ffffffff 00000001 00000000 00200200       lo`,
      "",
    ].join("\n"),
  );
  expect((await detailOf(host.collector(), 20, "routes")).routes).toEqual([
    { destination: "0.0.0.0/0", gateway: "172.17.0.1", interface: "eth0", metric: 5 },
    { destination: "fd00::/64", gateway: null, interface: "eth0", metric: 256 },
  ]);
});

describe("sockets", () => {
  beforeEach(() => {
    for (const pid of [20, 21]) host.process({ pid, namespaces: { net: 900 } });
    host.write(
      "/proc/20/net/tcp",
      `${TCP_HEADING}   0: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 555 1 0\n   1: 0100007F:0050 0100007F:1F90 01 00000000:00000000 00:00000000 00000000     0        0 556 1 0\n`,
    );
    host.write(
      "/proc/20/net/unix",
      `Num       RefCount Protocol Flags    Type St Inode Path\n${NONE}: 00000002 00000000 00010000 0001 01 557 /run/x.sock\n`,
    );
    host.link("/proc/21/fd/3", "socket:[555]");
    host.link("/proc/21/fd/4", "/dev/null");
  });

  test("are those of the network namespace, with a process that has them open", async () => {
    expect((await detailOf(host.collector(), 20, "sockets")).sockets).toEqual([
      {
        protocol: "tcp",
        localAddress: "0.0.0.0",
        localPort: 80,
        remoteAddress: null,
        remotePort: null,
        state: "LISTEN",
        inode: 555,
        pid: 21,
      },
      {
        protocol: "tcp",
        localAddress: "127.0.0.1",
        localPort: 80,
        remoteAddress: "127.0.0.1",
        remotePort: 8080,
        state: "ESTABLISHED",
        inode: 556,
        pid: null,
      },
      {
        protocol: "unix",
        localAddress: "/run/x.sock",
        localPort: null,
        remoteAddress: null,
        remotePort: null,
        state: "LISTEN",
        inode: 557,
        pid: null,
      },
    ]);
  });

  test("open files are looked through again after a few seconds", async () => {
    const collector = host.collector();
    await detailOf(collector, 20, "sockets");
    host.link("/proc/20/fd/3", "socket:[556]");
    const pidOf = async () => (await detailOf(collector, 20, "sockets")).sockets?.[1]?.pid;
    expect(await pidOf()).toBeNull();
    host.seconds += 3;
    expect(await pidOf()).toBe(20);
  });

  test("of open files that may not be read nobody is the owner, once for each process", async () => {
    host.files.fail("/proc/21/fd/3", "EACCES");
    const { sockets, issues } = await detailOf(host.collector(), 20, "sockets");
    expect(sockets?.[0]?.pid).toBeNull();
    expect(issues).toMatchObject([{ code: "denied", path: "/proc/[pid]/fd", count: 1 }]);
  });
});

test("users are the maps of the user namespace", async () => {
  host.process({ pid: 20 });
  host.write("/proc/20/uid_map", "         0     100000      65536\n");
  host.write("/proc/20/gid_map", "");
  host.write("/proc/20/setgroups", "deny\n");
  expect((await detailOf(host.collector(), 20, "users")).users).toEqual({
    inode: HOST_NAMESPACES.user,
    uidMap: [{ inside: 0, outside: 100_000, length: 65_536 }],
    gidMap: [],
    setgroups: "deny",
    root: { uid: 100_000, user: null },
    ownerInode: null,
  });
});

test("the environment is what the process was started with", async () => {
  host.process({ pid: 20 });
  host.write("/proc/20/environ", "A=1\0B=x=y\0");
  expect((await detailOf(host.collector(), 20, "environment")).environment).toEqual(["A=1", "B=x=y"]);
});

describe("sockets that a process elsewhere has open", () => {
  beforeEach(() => {
    host.process({ pid: 20, namespaces: { net: 900 } });
    host.process({ pid: 30 });
    host.write(
      "/proc/20/net/tcp",
      `${TCP_HEADING}   0: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 555 1 0\n`,
    );
  });

  test("are found in other network namespaces", async () => {
    host.link("/proc/30/fd/3", "socket:[555]");
    expect((await detailOf(host.collector(), 20, "sockets")).sockets).toMatchObject([
      { inode: 555, pid: 30 },
    ]);
  });

  test("are looked for once there: the kernel itself has some open", async () => {
    const collector = host.collector();
    await detailOf(collector, 20, "sockets");
    host.link("/proc/30/fd/3", "socket:[555]");
    host.seconds += 3;
    expect((await detailOf(collector, 20, "sockets")).sockets).toMatchObject([{ inode: 555, pid: null }]);
  });

  test("raise no issue where the files of others may not be read", async () => {
    host.link("/proc/30/fd/3", "socket:[555]");
    host.files.fail("/proc/30/fd/3", "EACCES");
    expect((await detailOf(host.collector(), 20, "sockets")).issues).toEqual([]);
  });
});

describe("security", () => {
  const ROOT = "10 9 0:99 / / rw - overlay overlay rw\n";

  beforeEach(() => {
    host.process({ pid: 20, namespaces: { mnt: 900 } });
    const ids = "Uid:\t0\t0\t0\t0\nGid:\t0\t0\t0\t0\nGroups:\t\n";
    host.write("/proc/20/status", status(ids));
    host.write("/proc/1/status", status(ids).replace(/CapBnd:.*/, "CapBnd:\t000001ffffffffff"));
    host.write("/proc/20/uid_map", "0 100000 65536\n");
    host.write("/proc/20/attr/current", "docker-default (enforce)\n");
    host.write("/proc/20/mountinfo", `${ROOT}11 10 254:0 /etc /host/etc ro - ext4 /dev/vda rw\n`);
    host.write("/proc/1/mountinfo", "1 0 254:0 / / rw - ext4 /dev/vda rw\n");
  });

  test("is what the kernel says of a process, and what of the host it sees", async () => {
    expect((await detailOf(host.collector(), 20, "security")).security).toEqual({
      capabilityMasks: { Inh: NONE, Prm: NONE, Eff: "00000000a80425fb", Bnd: NONE, Amb: NONE },
      hostBoundingMask: "000001ffffffffff",
      seccomp: 2,
      noNewPrivileges: true,
      lsm: "docker-default (enforce)",
      uidMap: [{ inside: 0, outside: 100_000, length: 65_536 }],
      mounts: [
        { mountPoint: "/", writable: true },
        { mountPoint: "/host/etc", writable: false },
      ],
      hostFiles: [{ source: "/etc", mountPoint: "/host/etc", writable: false }],
    });
  });

  test("in the host's own mount namespace nothing comes from elsewhere", async () => {
    host.process({ pid: 20 });
    expect((await detailOf(host.collector(), 20, "security")).security?.hostFiles).toEqual([]);
  });

  test("that may not be read is not known, and said", async () => {
    host.files.fail("/proc/20/status", "EACCES");
    const { security, issues } = await detailOf(host.collector(), 20, "security");
    expect(security).toBeNull();
    expect(issues).toMatchObject([{ code: "denied", path: "/proc/[pid]/status" }]);
  });

  test("of which only the host's side may not be read is known but for that", async () => {
    host.files.fail("/proc/1/status", "EACCES");
    host.files.fail("/proc/1/mountinfo", "EACCES");
    expect((await detailOf(host.collector(), 20, "security")).security).toMatchObject({
      seccomp: 2,
      hostBoundingMask: null,
      hostFiles: null,
    });
  });
});

describe("the process page", () => {
  beforeEach(() => {
    host.process({ pid: 20, cgroup: "3:cpu,cpuacct:/a\n0::/b:c\n", namespaces: { net: 900 } });
    host.write(
      "/proc/20/status",
      status("Uid:\t1\t2\t3\t4\nGid:\t5\t6\t7\t8\nGroups:\t9 10 \nNSpid:\t20\t7\n"),
    );
    host.write(
      "/proc/20/limits",
      "Limit                     Soft Limit           Hard Limit           Units     \nMax open files            1024                 4096                 files     \n",
    );
    host.write("/proc/20/oom_score", "666\n");
    host.write("/proc/20/attr/current", "docker-default (enforce)\n");
    host.link("/proc/20/cwd", "/srv");
    host.link("/proc/20/exe", "/bin/web (deleted)");
    for (const [descriptor, target] of [
      [10, "pipe:[1]"],
      [9, "/dev/null"],
    ]) {
      host.link(`/proc/20/fd/${descriptor}`, `${target}`);
    }
  });

  test("has everything of one process", async () => {
    const { process, issues } = await detailOf(host.collector(), 20, "process");
    expect(process).toEqual({
      pid: 20,
      namespaces: { ...HOST_NAMESPACES, net: 900 },
      namespacePids: [20, 7],
      uids: [1, 2, 3, 4],
      gids: [5, 6, 7, 8],
      groups: [9, 10],
      capabilityMasks: { Inh: NONE, Prm: NONE, Eff: "00000000a80425fb", Bnd: NONE, Amb: NONE },
      seccomp: 2,
      noNewPrivileges: true,
      lsm: "docker-default (enforce)",
      cgroups: [
        { controllers: "cpu,cpuacct", path: "/a" },
        { controllers: "", path: "/b:c" },
      ],
      files: [
        { descriptor: 9, target: "/dev/null" },
        { descriptor: 10, target: "pipe:[1]" },
      ],
      limits: [{ name: "Max open files", soft: "1024", hard: "4096", units: "files" }],
      oomScore: 666,
      workingDirectory: "/srv",
      executable: "/bin/web (deleted)",
    });
    expect(issues).toEqual([]);
  });

  test("a kernel without a security module has no label, and that is no trouble", async () => {
    host.files.fail("/proc/20/attr/current", "EINVAL");
    const { process, issues } = await detailOf(host.collector(), 20, "process");
    expect(process?.lsm).toBeNull();
    expect(issues).toEqual([]);
  });

  test("of a process that may not be looked at everything is unknown", async () => {
    for (const file of [
      "status",
      "cgroup",
      "limits",
      "oom_score",
      "attr/current",
      "cwd",
      "exe",
      "fd",
      ...NAMESPACE_TYPES.map((type) => `ns/${type}`),
    ]) {
      host.files.fail(`/proc/20/${file}`, "EACCES");
    }
    const { process, issues } = await detailOf(host.collector(), 20, "process");
    expect(process).toMatchObject({
      uids: null,
      cgroups: null,
      files: null,
      namespaces: { net: null },
      limits: null,
    });
    expect(new Set(issues.map(({ code }) => code))).toEqual(new Set(["denied"]));
  });
});
