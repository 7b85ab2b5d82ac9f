import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FakePrograms } from "./fake-programs.ts";
import { detailOf, FixtureHost } from "./fixture-host.ts";

const SHM =
  "       key      shmid perms                  size  cpid  lpid nattch   uid   gid  cuid  cgid      atime      dtime      ctime                   rss                  swap\n";
const SEM = "       key      semid perms      nsems   uid   gid  cuid  cgid      otime      ctime\n";
const MSG =
  "       key      msqid perms      cbytes       qnum lspid lrpid   uid   gid  cuid  cgid      stime      rtime      ctime\n";

const CAT = "nsenter -t 20 -i cat /proc/sysvipc/shm /proc/sysvipc/sem /proc/sysvipc/msg";

let host: FixtureHost;
beforeEach(() => {
  host = new FixtureHost();
  host.process({ pid: 20, namespaces: { ipc: 900, mnt: 901 } });
});
afterEach(() => host.remove());

const segment = (id: number) => `5 ${id} 600 8192 20 0 0 0 0 0 0 0 0 1700000000 4096 0\n`;

describe("System V objects", () => {
  test("are asked for in the namespace, since files tell those of the reader", async () => {
    const programs = new FakePrograms({
      [CAT]: `${SHM}${segment(7)}${SEM}   6   1   644   5   0   0   0   0   0   1700000000\n${MSG}`,
    });
    const { ipc, issues } = await detailOf(host.collector({ programs }), 20, "ipc");
    expect(ipc).toMatchObject({
      sharedMemory: [{ key: "0x00000005", id: 7, bytes: 8192, attached: 0, creatorPid: 20 }],
      semaphores: [{ key: "0x00000006", count: 5 }],
      messageQueues: [],
    });
    expect(issues).toEqual([]);
  });

  test("of nstop's own namespace are read", async () => {
    host.link("/proc/self/ns/ipc", "ipc:[900]");
    host.write("/proc/sysvipc/shm", SHM + segment(7));
    host.write("/proc/sysvipc/sem", SEM);
    host.write("/proc/sysvipc/msg", MSG);
    const programs = new FakePrograms({});
    const { ipc } = await detailOf(host.collector({ programs }), 20, "ipc");
    expect(ipc).toMatchObject({ sharedMemory: [{ id: 7 }], semaphores: [], messageQueues: [] });
    expect(programs.ran).toEqual([]);
  });

  test("that nobody can be asked about are unknown, not none", async () => {
    const { ipc, issues } = await detailOf(host.collector(), 20, "ipc");
    expect(ipc).toMatchObject({ sharedMemory: null, semaphores: null, messageQueues: null });
    expect(issues).toMatchObject([{ code: "failed", path: "/proc/sysvipc" }]);
  });

  test("are asked for again after a few seconds", async () => {
    const programs = new FakePrograms({ [CAT]: SHM + SEM + MSG });
    const collector = host.collector({ programs });
    for (const pause of [0, 3, 1]) {
      host.seconds += pause;
      await detailOf(collector, 20, "ipc");
    }
    expect(programs.ran).toEqual([CAT, CAT]);
  });

  test("are a thousand of each sort at most, and it is said how many there are", async () => {
    const segments = Array.from({ length: 1001 }, (_, id) => segment(id)).join("");
    const programs = new FakePrograms({ [CAT]: SHM + segments + SEM + MSG });
    const { ipc, issues } = await detailOf(host.collector({ programs }), 20, "ipc");
    expect(ipc?.sharedMemory).toHaveLength(1000);
    expect(issues).toMatchObject([{ message: "Only 1000 of 1001 shared memory segments are listed." }]);
  });
});

describe("POSIX objects", () => {
  const programs = new FakePrograms({ [CAT]: SHM + SEM + MSG });

  /** `major:minor` of what the fixture is on, as mountinfo writes it. */
  const device = () =>
    execFileSync("findmnt", ["-n", "-o", "MAJ:MIN", "-T", host.root], { encoding: "utf8" }).trim();

  /** Mounts a file system for the process, as far as it can be seen. */
  function mount(fsType: string, mountPoint: string, where = device()): void {
    fs.mkdirSync(path.join(host.root, "/proc/20/root", mountPoint), { recursive: true });
    host.write("/proc/20/mountinfo", `50 40 ${where} / ${mountPoint} rw - ${fsType} ${fsType} rw\n`);
  }

  const read = async () => {
    const { ipc, issues } = await detailOf(host.collector({ programs }), 20, "ipc");
    return { queues: ipc?.posixMessageQueues, memory: ipc?.posixSharedMemory, issues };
  };

  test("are the files of the mqueue file system, wherever it is mounted, with what waits in them", async () => {
    mount("mqueue", "/queues");
    host.write("/proc/20/root/queues/jobs", "QSIZE:129        NOTIFY:0     SIGNO:0     NOTIFY_PID:0     \n");
    host.write("/proc/1/mountinfo", "1 0 0:1 / / rw - ext4 /dev/sda rw\n");
    const { queues, memory, issues } = await read();
    expect(queues).toMatchObject([{ name: "jobs", bytes: 129 }]);
    expect(memory).toBeNull();
    expect(issues).toEqual([]);
  });

  test("are unknown where the host's queues are still mounted in a new ipc namespace", async () => {
    mount("mqueue", "/dev/mqueue");
    host.write("/proc/20/root/dev/mqueue/jobs", "QSIZE:129        NOTIFY:0 \n");
    host.write("/proc/1/mountinfo", `9 0 ${device()} / /dev/mqueue rw - mqueue mqueue rw\n`);
    expect((await read()).queues).toBeNull();
  });

  test("a queue that is malformed has no size, and that is listed", async () => {
    mount("mqueue", "/dev/mqueue");
    host.write("/proc/20/root/dev/mqueue/jobs", "x");
    host.write("/proc/1/mountinfo", "");
    const { queues, issues } = await read();
    expect(queues).toMatchObject([{ name: "jobs", bytes: null }]);
    expect(issues).toMatchObject([{ code: "malformed" }]);
  });

  test("are the files in /dev/shm", async () => {
    mount("tmpfs", "/dev/shm");
    host.write("/proc/20/root/dev/shm/pool", "12345");
    const { memory, queues } = await read();
    expect(memory).toMatchObject([{ name: "pool", bytes: 5 }]);
    expect(queues).toBeNull();
  });

  test("are not looked for on another file system than the one that is mounted", async () => {
    mount("tmpfs", "/dev/shm", "255:9");
    const { memory, issues } = await read();
    expect(memory).toBeNull();
    expect(issues).toMatchObject([{ code: "failed", message: "POSIX IPC objects are not known: EXDEV." }]);
  });
});

test("of a process that is gone nothing is known, and that is no trouble", async () => {
  host.end(20);
  const { ipc, issues } = await detailOf(host.collector(), 20, "ipc");
  expect(ipc).toEqual({
    sharedMemory: null,
    semaphores: null,
    messageQueues: null,
    posixMessageQueues: null,
    posixSharedMemory: null,
  });
  expect(issues).toEqual([]);
});
