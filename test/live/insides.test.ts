import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  describeLive,
  docker,
  Inhabitants,
  type Inspected,
  namespaceInodes,
  nstop,
  run,
  show,
} from "./lab.ts";

describeLive("what lives inside an ipc namespace", () => {
  const inhabitants = new Inhabitants("ipc");
  let container: Inspected;
  let creator: ChildProcess;

  const inside = (...command: readonly string[]) =>
    run("nsenter", "-t", String(container.State.Pid), "-i", ...command);

  beforeAll(async () => {
    container = inhabitants.container("objects");
    inside("ipcmk", "-M", "12345", "-p", "640");
    inside("ipcmk", "-S", "17");
    inside("ipcmk", "-Q");
    docker("exec", container.Id, "sh", "-c", "touch /dev/mqueue/jobs; head -c 4321 /dev/zero >/dev/shm/pool");
    // In the container's pid namespace as well, where the creator has another pid than on the host.
    creator = spawn(
      "nsenter",
      [
        ...["-t", String(container.State.Pid), "-i", "-p", "perl", "-e"],
        '$| = 1; shmget(4711, 8192, 0600 | 01000) // die $!; print "made\\n"; sleep 2147483647',
      ],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    if (creator.stdout === null) throw new Error("nothing to read from");
    await once(creator.stdout, "data");
  });
  afterAll(async () => {
    await inhabitants.removeAll();
    if (creator.exitCode === null && creator.signalCode === null) await once(creator, "exit");
  });

  /** Rows of one table of `ipcs`: key, id, permissions and the columns after them. */
  const ipcs = (flag: string) =>
    inside("ipcs", flag)
      .split("\n")
      .filter((line) => line.startsWith("0x"))
      .map((line) => line.trim().split(/\s+/))
      .map(([key, id, , mode, ...amounts]) => [key, Number(id), mode, ...amounts.slice(0, 2).map(Number)]);

  test("System V objects are those that ipcs lists there, field by field", () => {
    const { ipc } = show(container.Id);
    expect(
      ipc?.sharedMemory?.map(({ key, id, mode, bytes, attached }) => [key, id, mode, bytes, attached]),
    ).toEqual(ipcs("-m"));
    expect(ipc?.semaphores?.map(({ key, id, mode, count }) => [key, id, mode, count])).toEqual(ipcs("-s"));
    expect(
      ipc?.messageQueues?.map(({ key, id, mode, bytes, messages }) => [key, id, mode, bytes, messages]),
    ).toEqual(ipcs("-q"));
    expect(ipc?.sharedMemory).toContainEqual(
      expect.objectContaining({ mode: "640", bytes: 12_345, attached: 0, ownerUid: 0 }),
    );
    expect(ipc?.semaphores).toContainEqual(expect.objectContaining({ count: 17 }));
  });

  test("none of them is on the host", () => {
    const keys = show(container.Id).ipc?.sharedMemory?.map(({ key }) => key) ?? [];
    const hosts = show("host").ipc?.sharedMemory?.map(({ key }) => key);
    expect(keys).toHaveLength(2);
    expect(hosts?.filter((key) => keys.includes(key))).toEqual([]);
  });

  test("the creator has its host pid and its name, unless it has ended", () => {
    const nsenter = creator.pid ?? 0;
    const pid = Number(run("cat", `/proc/${nsenter}/task/${nsenter}/children`));
    const { ipc } = show(container.Id);
    const segmentOf = (bytes: number) => ipc?.sharedMemory?.find((segment) => segment.bytes === bytes);
    expect(segmentOf(8192)).toMatchObject({ key: "0x00001267", creatorPid: pid, creatorComm: "perl" });
    expect(segmentOf(12_345)).toMatchObject({ creatorPid: null, creatorComm: null });
  });

  test("POSIX queues and shared memory are the files in its /dev/mqueue and /dev/shm", () => {
    expect(show(container.Id).ipc).toMatchObject({
      posixMessageQueues: [{ name: "jobs", bytes: 0, ownerUid: 0 }],
      posixSharedMemory: [{ name: "pool", bytes: 4321, ownerUid: 0 }],
    });
  });

  test("a process in a new ipc namespace that still has the old one's mounts has no queues of its own", async () => {
    const bare = await inhabitants.bareSet(["--ipc"], ":");
    expect(show(String(bare)).ipc).toMatchObject({ sharedMemory: [], posixMessageQueues: null });
  });

  test("the text has them as well, and notes a segment that nobody is attached to", () => {
    const { stdout } = nstop(
      ...["show", container.Id, "--delay", "0.2"],
      ...["--engine", `unix://${process.env["NSTOP_LAB_SOCKET"]}`],
    );
    expect(stdout).toMatch(/^SHARED MEMORY\n(.*\n)*?0x.* 640 +12Ki .* nobody attached$/m);
    expect(stdout).toMatch(/^POSIX MESSAGE QUEUES\nNAME .*\njobs /m);
  });
});

describeLive("what namespaces of other types hold", () => {
  const inhabitants = new Inhabitants("insides");
  const directory = mkdtempSync(path.join(tmpdir(), "nstop-insides-"));
  afterAll(async () => {
    await inhabitants.removeAll();
    rmSync(directory, { recursive: true });
  });

  test("user: the maps of /proc/PID/uid_map, who root inside is, and whose the namespace is", async () => {
    const pid = await inhabitants.bareSet(["--user"], ":");
    writeFileSync(`/proc/${pid}/uid_map`, "0 100000 10\n100 200000 5\n");
    writeFileSync(`/proc/${pid}/gid_map`, "0 100000 10\n");
    const { users } = show(String(pid));
    const map = (file: string) =>
      run("cat", `/proc/${pid}/${file}`)
        .trim()
        .split("\n")
        .map((line) => line.trim().split(/\s+/).map(Number));
    const ranges = (part: NonNullable<typeof users>["uidMap"] | undefined) =>
      part?.map(({ inside, outside, length }) => [inside, outside, length]);
    expect(ranges(users?.uidMap)).toEqual(map("uid_map"));
    expect(ranges(users?.gidMap)).toEqual(map("gid_map"));
    expect(users).toMatchObject({
      root: { uid: 100_000 },
      setgroups: run("cat", `/proc/${pid}/setgroups`).trim(),
    });
    // Only where so few processes live that asking for the owner is quick.
    expect([null, namespaceInodes(process.pid)["user"]]).toContain(users?.ownerInode);
  });

  test("uts: a hostname that is not the one the engine set", () => {
    const { Id, State } = inhabitants.container("renamed", ["--hostname", "web-1", "--domainname", "a.org"]);
    const engine = { hostname: "web-1", domainname: "a.org" };
    expect(show(Id).uts).toEqual({ ...engine, engine });
    run("nsenter", "-t", String(State.Pid), "-u", "hostname", "other");
    expect(show(Id).uts).toEqual({ hostname: "other", domainname: "a.org", engine });
  });

  test("uts: of a container in the host's the engine sets nothing", () => {
    const { Id } = inhabitants.container("on-host", ["--uts", "host"]);
    expect(show(Id).uts?.engine).toBeNull();
  });

  test("time: what is added to the host's clocks", async () => {
    const pid = await inhabitants.bareSet(["--time", "--boottime", "86400", "--monotonic", "-5"], ":");
    expect(show(String(pid)).clocks).toEqual({ boottimeSeconds: 86_400, monotonicSeconds: -5 });
    expect(show("host").clocks).toEqual({ boottimeSeconds: 0, monotonicSeconds: 0 });
  });

  test("cgroup: the container's own cgroup is the root of a namespace of its own", () => {
    const { Id, State } = inhabitants.container("rooted", ["--cgroupns", "private"]);
    const expected = run("cat", `/proc/${State.Pid}/cgroup`)
      .trim()
      .split("\n")
      .map((line) => line.split(":").slice(1));
    expect(show(Id).cgroupRoots?.map(({ controllers, path: root }) => [controllers, root])).toEqual(expected);
  });

  test("mnt: mounts that come from the host are marked, be they a directory, a file or a file system", () => {
    const { Id } = inhabitants.container("mounts", [
      ...["-v", `${directory}:/data`, "-v", "/usr/share:/share:ro", "-v", "/sys:/host/sys:ro"],
      ...["--tmpfs", "/scratch"],
    ]);
    const { mounts } = show(Id);
    const fromHost = (mountPoint: string) =>
      mounts?.findLast((mount) => mount.mountPoint === mountPoint)?.fromHost;
    for (const mountPoint of ["/data", "/share", "/host/sys"])
      expect([mountPoint, fromHost(mountPoint)]).toEqual([mountPoint, true]);
    for (const mountPoint of [
      "/",
      "/scratch",
      "/etc/hosts",
      "/proc",
      "/dev",
      "/dev/shm",
      "/dev/mqueue",
      "/sys",
    ])
      expect([mountPoint, fromHost(mountPoint)]).toEqual([mountPoint, false]);
    expect(show("host").mounts?.filter((mount) => mount.fromHost !== false)).toEqual([]);
  });
});
