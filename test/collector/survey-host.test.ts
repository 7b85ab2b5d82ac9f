import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { NamespaceFacts } from "../../src/collector/namespace-survey.ts";
import { type HostSurvey, surveyHost } from "../../src/collector/survey-host.ts";
import { FakePrograms } from "./fake-programs.ts";
import { FixtureHost, HOST_NAMESPACES } from "./fixture-host.ts";

const LSNS = "lsns -J -Towner -o NS,TYPE,PNS,ONS,NETNSID";

let host: FixtureHost;
let programs: FakePrograms;
beforeEach(() => {
  host = new FixtureHost();
  programs = new FakePrograms({ [LSNS]: '{"namespaces":[]}' });
});
afterEach(() => host.remove());

function survey(): Promise<HostSurvey> {
  return surveyHost({ reader: host.reader, programs, relationsUpTo: 100, descriptorsUpTo: 100 });
}

/** What is said of a namespace, the parts that were found by reading. */
function found({ namespaces }: HostSurvey, inode: number): Partial<NamespaceFacts> | undefined {
  const facts = namespaces.find((one) => one.inode === inode);
  return facts && { type: facts.type, pins: facts.pins, morePins: facts.morePins };
}

function mountOf(link: string, mountPoint: string): string {
  return `300 23 0:4 ${link} ${mountPoint} rw shared:5 - nsfs nsfs rw\n`;
}

describe("a namespace that no process lives in is found where it is held only by", () => {
  test("a thread", async () => {
    host.process({ pid: 20, threads: 2 });
    for (const thread of [20, 21]) {
      for (const type of ["mnt", "uts", "ipc", "net", "cgroup"] as const) {
        host.link(`/proc/20/task/${thread}/ns/${type}`, `${type}:[${HOST_NAMESPACES[type]}]`);
      }
    }
    host.link("/proc/20/task/21/ns/net", "net:[900]");
    expect(found(await survey(), 900)).toEqual({
      type: "net",
      pins: [{ kind: "thread", pid: 21, path: "/proc/20/task/21/ns/net" }],
      morePins: 0,
    });
  });

  test("a descriptor, among those of other things", async () => {
    host.process({ pid: 20 });
    host.link("/proc/20/fd/0", "/dev/null");
    host.link("/proc/20/fd/1", "socket:[901]");
    host.link("/proc/20/fd/7", "uts:[900]");
    const surveyed = await survey();
    expect(found(surveyed, 900)).toEqual({
      type: "uts",
      pins: [{ kind: "fd", pid: 20, path: "/proc/20/fd/7" }],
      morePins: 0,
    });
    expect(found(surveyed, 901)).toBeUndefined();
  });

  test("a mount in another mount namespace, which is read once", async () => {
    host.process({ pid: 20, namespaces: { mnt: 800 } });
    host.process({ pid: 21, namespaces: { mnt: 800 } });
    const mounts = `30 23 0:26 / / rw - ext4 /dev/sda rw\n${mountOf("net:[900]", "/run/pin\\0401")}`;
    for (const pid of [20, 21]) host.write(`/proc/${pid}/mountinfo`, mounts);
    expect(found(await survey(), 900)).toEqual({
      type: "net",
      pins: [{ kind: "mount", pid: 20, path: "/run/pin 1" }],
      morePins: 0,
    });
  });

  test("a process that has made it for its children", async () => {
    host.process({ pid: 20 });
    host.link("/proc/20/ns/pid_for_children", "pid:[900]");
    host.link("/proc/20/ns/time_for_children", `time:[${HOST_NAMESPACES.time}]`);
    expect(found(await survey(), 900)).toEqual({
      type: "pid",
      pins: [{ kind: "process", pid: 20, path: "/proc/20/ns/pid_for_children" }],
      morePins: 0,
    });
  });
});

test("of many pins some are named and the others counted", async () => {
  host.process({ pid: 20 });
  for (let descriptor = 0; descriptor < 11; descriptor += 1)
    host.link(`/proc/20/fd/${descriptor}`, "net:[900]");
  const facts = found(await survey(), 900);
  expect(facts?.pins).toHaveLength(8);
  expect(facts?.morePins).toBe(3);
});

test("a process whose descriptors may not be read is noted once, and the others are read", async () => {
  host.process({ pid: 20 });
  host.process({ pid: 30 });
  host.link("/proc/20/fd/3", "/dev/null");
  host.link("/proc/30/fd/3", "net:[900]");
  host.files.fail("/proc/20/fd/3", "EACCES");
  const surveyed = await survey();
  expect(found(surveyed, 900)?.pins).toHaveLength(1);
  expect(surveyed.issues).toEqual([
    {
      code: "denied",
      path: "/proc/[pid]/fd",
      message: "Namespaces that no process lives in may be missing: permission denied.",
      count: 1,
    },
  ]);
});

test("how deep a pid namespace is, is told by a process in it", async () => {
  host.process({ pid: 20, namespaces: { pid: 900 } });
  const capabilities = ["Inh", "Prm", "Eff", "Bnd", "Amb"].map((set) => `Cap${set}: ${"0".repeat(16)}`);
  const lines = ["Tgid: 20", "Pid: 20", "PPid: 1", "TracerPid: 0", "Uid: 0 0 0 0", "Gid: 0 0 0 0", "Groups:"];
  const status = [...lines, "NSpid: 20 7 1", "Threads: 1", ...capabilities];
  host.write("/proc/20/status", `${status.join("\n")}\n`);
  expect((await survey()).namespaces).toMatchObject([{ type: "pid", inode: 900, pidLevels: 3 }]);
});

test("lsns tells of owners and parents, and of those that only live as such", async () => {
  const owned = { ns: 900, type: "net", pns: 0, ons: 901, netnsid: "3" };
  const owner = { ns: 901, type: "user", pns: 105, ons: 105, netnsid: null, children: [owned] };
  programs.answer(LSNS, JSON.stringify({ namespaces: [owner] }));
  expect((await survey()).namespaces).toMatchObject([
    { type: "user", inode: 901, parentInode: 105, ownerInode: 105, netnsId: null, pins: [] },
    { type: "net", inode: 900, parentInode: null, ownerInode: 901, netnsId: 3, pins: [] },
  ]);
});

test("without lsns what it would have told is unknown, which is said", async () => {
  programs.answer(LSNS, "Segmentation fault");
  const { namespaces, issues } = await survey();
  expect(namespaces).toEqual([]);
  expect(issues).toMatchObject([{ code: "malformed", path: "lsns" }]);
});

test("where there are more processes than are looked at in a moment, what they have open is left out, which is said", async () => {
  host.process({ pid: 20 });
  host.link("/proc/20/fd/3", "net:[900]");
  const surveyed = await surveyHost({ reader: host.reader, programs, relationsUpTo: 1, descriptorsUpTo: 1 });
  expect(surveyed.namespaces).toEqual([]);
  expect(surveyed.issues).toMatchObject([{ code: "skipped", path: "/proc/[pid]/fd" }]);
  expect(programs.ran).toEqual([]);
});
