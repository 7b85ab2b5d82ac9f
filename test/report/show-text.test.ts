import { describe, expect, test } from "vitest";
import type { Show } from "../../src/model/detail.ts";
import { NO_QUEUES } from "../../src/report/ipc-text.ts";
import { showText } from "../../src/report/show-text.ts";
import { API, API_ID, HOST_GROUP, PIPE, SHOW, SIDECAR, SNAPSHOT } from "./fixture.ts";

const [MOUNT = expect.fail("no mount in the fixture")] = SHOW.mounts ?? [];

/** The lines under a heading. */
function section(title: string, changes: Partial<Show> = {}, paper = PIPE): readonly string[] | undefined {
  const sections = showText({ ...SHOW, ...changes }, SNAPSHOT, paper)
    .trimEnd()
    .split("\n\n");
  return sections
    .map((text) => text.split("\n"))
    .find(([heading]) => heading === title)
    ?.slice(1);
}

describe("nstop show", () => {
  test("says what the group is, what it uses and what limits it", () => {
    expect(section("GROUP")).toEqual([
      "name       api",
      `id         ${API_ID}`,
      "kind       container",
      "engine     docker",
      "image      shop/api:4",
      "state      up",
      "health     healthy",
      "restarts   1",
      "started    2026-06-28T14:32:07.000Z, up 3d",
      "leader     4711",
      "compose    shop/api",
      "ports      0.0.0.0:8080->80/tcp",
      `cgroup     /docker/${API_ID}`,
      "processes  3, threads 18",
      "cpu        88.2 %, limit 100!, throttled 31.5",
      "memory     412Mi, limit 512Mi!, total 450Mi, anonymous 400Mi, OOM kills 0",
      "pids       18, limit 100",
      "block i/o  read 0, written 12K/s",
      "network    received 1.2M/s, sent 300K/s",
      "pressure   cpu 40.5, memory -, io - % of the last 10 s",
      "verdict    Its CPU limit held it back in 3 of the last 10 periods.",
      "evidence   /sys/fs/cgroup/cpu.stat: nr_throttled +3, nr_periods +10",
    ]);
  });

  test("leaves out what a group of that sort has not, and has a dash for what is not known", () => {
    expect(section("GROUP", { group: HOST_GROUP })).toEqual([
      "name       host",
      "id         host",
      "kind       host",
      "state      -",
      "started    -",
      "leader     -",
      "processes  702, threads 900",
      "cpu        14.1 %, limit -, throttled -",
      "memory     -, limit -, total -, anonymous -, OOM kills -",
      "pids       900, limit -",
      "block i/o  read -, written -",
      "network    received -, sent -",
      "verdict    not known: it has no control group of its own",
    ]);
  });

  test("says whose network it is that another group is shown with", () => {
    expect(section("GROUP", { group: SIDECAR })).toContain(
      "network    counted with api, whose network it shares",
    );
  });

  test("lists the eight namespaces and who else is in them", () => {
    const net = { ...API.namespaces.net, sharedWithMore: 3 };
    const group = { ...API, namespaces: { ...API.namespaces, net } };
    expect(section("NAMESPACES", { group })).toEqual([
      "TYPE         INODE  WHOSE    SHARED WITH",
      "mnt     4026532841  private",
      "uts     4026532841  private",
      "pid     4026532841  private",
      "ipc     4026532841  private",
      "net     4026532841  shared   sidecar, and 3 more",
      "user    4026531840  host",
      "cgroup  4026532841  private",
      "time    4026531840  host",
    ]);
  });

  test("lists who is in a namespace, when it is one that was asked for", () => {
    expect(section("GROUPS IN IT")).toBeUndefined();
    expect(section("GROUPS IN IT", { groupIds: [API_ID, "lxc:sidecar"] })).toEqual([
      "NAME     ID",
      "api      7f9c7f9c7f9c",
      "sidecar  lxc:sidecar",
    ]);
  });

  test("draws the processes as a tree, with the pid outside and inside", () => {
    expect(section("PROCESSES")).toEqual([
      " PID  INSIDE  USER  S  CPU%   MEM  THREADS  UP  COMMAND",
      "4711       1  root  S   0.0  11Mi        1  3d  init --api",
      "4720       7  33    S     -     -        1   -  ├─ worker a b",
      "4722       9  -     Z     -     -        1   -  │  └─ [sh]",
      "4730       8  -     S     -     -        1   -  └─ sh (command line hangs)",
    ]);
  });

  test("cuts command lines to the terminal, and only there", () => {
    expect(section("PROCESSES", {}, { ...PIPE, columns: 66 })?.at(-1)).toBe(
      "4730       8  -     S     -     -        1   -  └─ sh (command li…",
    );
  });

  test("has the hostname, interfaces, routes, sockets and mounts", () => {
    expect(section("HOSTNAME")).toEqual(["hostname  api-1, while the engine set api"]);
    expect(section("INTERFACES")).toEqual([
      "NAME  KIND  STATE  MAC                 MTU  RX TOTAL  TX TOTAL      RX  TX  DROPS  ERRORS  ADDRESSES      OTHER END",
      "eth0  veth  up     02:42:ac:11:00:02  1500     1.0Gi     1000B  1.2M/s   -      3       0  172.17.0.2/16  veth9 on docker0",
    ]);
    expect(section("ROUTES")).toEqual([
      "DESTINATION  GATEWAY     INTERFACE  METRIC",
      "0.0.0.0/0    172.17.0.1  eth0            0",
    ]);
    expect(section("SOCKETS")).toEqual([
      "PROTO  LOCAL    REMOTE  STATE    PID  PUBLISHED AS",
      "tcp6   [::]:80  -       LISTEN  4720  0.0.0.0:8080",
    ]);
    expect(section("MOUNTS")).toEqual([
      "MOUNT POINT  TYPE  SOURCE                        ON HOST    PROPAGATION  OPTIONS",
      "/etc/hosts   ext4  /dev/sda1[/containers/hosts]  read-only  private      ro,relatime,discard",
    ]);
  });

  test("has what was found, and what was configured beside what is", () => {
    const security = {
      privileged: false,
      capabilities: { effective: [], bounding: ["CAP_CHOWN", "CAP_KILL"] },
      seccomp: "off",
      noNewPrivileges: true,
      lsm: null,
      userNamespaced: false,
      hostMounts: [{ source: "/etc", mountPoint: "/host/etc", writable: true }],
      engineSocketMounted: false,
      comparison: [
        { what: "seccomp", configured: "filter", actual: "off", differs: true },
        { what: "security module", configured: null, actual: null, differs: false },
      ],
    } as const;
    const evidence = [{ path: "/proc/7/ns/net", value: "net:[1]" }];
    const finding = { code: "host-net", groupId: API_ID, pid: null, sentence: "It shares.", evidence };
    expect(section("FINDINGS", { findings: [finding] })).toEqual([
      "host-net  It shares.",
      "evidence  /proc/7/ns/net: net:[1]",
    ]);
    expect(section("FINDINGS")).toBeUndefined();
    expect(section("SECURITY", { security })).toEqual([
      "WHAT             CONFIGURED  ACTUAL  NOTE",
      "seccomp          filter      off     differs",
      "security module  -           -",
    ]);
    expect(section("MOUNTED FROM THE HOST", { security })).toEqual([
      "MOUNT POINT  ACCESS    ON THE HOST",
      "/host/etc    writable  /etc",
    ]);
    expect(section("CAPABILITIES", { security })).toEqual([
      "effective  none",
      "bounding   CAP_CHOWN CAP_KILL",
    ]);
    expect(section("SECURITY")?.[0]).toContain("not known");
  });

  test("says where the trees begin that it sees, and how its clocks go", () => {
    const root = {
      ...MOUNT,
      mountPoint: "/",
      fsType: "overlay",
      source: "overlay",
      root: "/",
      fromHost: false,
    };
    const data = { ...MOUNT, superOptions: ["rw"] };
    expect(section("ROOTS AND CLOCKS", { mounts: [root, MOUNT, data, data] })).toEqual([
      "root file system    overlay overlay, read-only, private",
      "mounts of the host  2 writable, 1 read-only",
      `cgroup root         /docker/${API_ID}`,
      "boot clock          86400.5 s ahead of the host's",
      "monotonic clock     the host's",
    ]);
    expect(section("ROOTS AND CLOCKS", { mounts: null, cgroupRoots: null, clocks: null })).toEqual([
      "root file system    -",
      "mounts of the host  -",
      "cgroup root         -",
      "boot clock          -",
      "monotonic clock     -",
    ]);
  });

  test("lists what lives in the ipc namespace, and notes a segment that nobody has", () => {
    expect(section("SHARED MEMORY")).toEqual([
      "KEY            ID  OWNER  MODE   SIZE  RESIDENT  ATTACHED  CREATOR        NOTE",
      "0x0052e2c1      3     70  600   1.0Mi     4.0Ki         2  4720 postgres  goes with its last user",
      "0x00000000  32768      0  644    12Ki         0         0  -              nobody attached",
    ]);
    expect(section("SEMAPHORES")).toEqual([
      "KEY         ID  OWNER  MODE  SEMAPHORES",
      "0x0052e2c1   0     70  600           17",
    ]);
    expect(section("MESSAGE QUEUES")).toEqual(["none"]);
    expect(section("POSIX MESSAGE QUEUES")).toEqual([NO_QUEUES]);
    expect(section("POSIX SHARED MEMORY")).toEqual([
      "NAME      KIND       OWNER   SIZE",
      "sem.gate  semaphore      0    32B",
      "pool      memory        70  4.0Mi",
    ]);
  });

  test("says who root inside is, and which ids inside are which outside", () => {
    expect(section("USERS")).toEqual([
      "root       root inside is uid 100000 outside (lena)",
      "setgroups  deny: no process inside may change its groups",
      "owner      user:4026531840, the host's",
    ]);
    expect(section("ID MAPS")).toEqual([
      "IDS       INSIDE  OUTSIDE  HOW MANY",
      "user ids       0   100000     65536",
    ]);
  });

  test("lists sockets that listen before the others, else in their order", () => {
    const [listening] = SHOW.sockets ?? [];
    if (listening === undefined) throw new Error("no socket in the fixture");
    const sockets = [
      { ...listening, state: "ESTABLISHED", localPort: 1 },
      { ...listening, state: "TIME_WAIT", localPort: 2 },
      listening,
    ];
    expect(section("SOCKETS", { sockets })?.map((line) => line.split(/ +/)[1])).toEqual([
      "LOCAL",
      "[::]:80",
      "[::]:1",
      "[::]:2",
    ]);
  });

  test("tells nothing there from nothing known", () => {
    expect(section("SOCKETS", { sockets: [] })).toEqual(["none"]);
    for (const [title, changes] of [
      ["SOCKETS", { sockets: null }],
      ["HOSTNAME", { uts: null }],
      ["USERS", { users: null }],
    ] as const) {
      expect(section(title, changes)).toEqual([
        "not known: this user may not read it, or the process is gone",
      ]);
    }
  });

  test("ends with what could not be read", () => {
    expect(section("ISSUES")).toEqual([
      "denied 3 times: /proc/[pid]/fd: Sockets of other users have no pid.",
    ]);
    expect(section("ISSUES", { issues: [] })).toBeUndefined();
  });
});
