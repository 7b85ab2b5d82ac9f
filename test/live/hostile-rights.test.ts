import { spawn, spawnSync } from "node:child_process";
import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Show } from "../../src/model/detail.ts";
import type { Group, Snapshot } from "../../src/model/snapshot.ts";
import { describeLive, docker, groupOf, Inhabitants, type Inspected, NSTOP } from "./lab.ts";

const REPOSITORY = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
const NODE = realpathSync(process.execPath);
const PROGRAM = [NODE, NSTOP] as const;

/** A user who has nothing but what everybody has. */
const NOBODY = "setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all".split(" ");
/** Root without the right to look into others. */
const WITHOUT_PTRACE = "setpriv --inh-caps=-sys_ptrace --bounding-set=-sys_ptrace".split(" ");
const HIDEPID = ["unshare", "-m", "sh", "-c", 'mount -t proc -o hidepid=2 proc /proc && exec "$@"', "sh"];

/** What nstop needs of this machine to run in a container that has but a busybox. */
const PROGRAMS = ["/usr", "/lib", "/lib64", REPOSITORY].flatMap((path) => ["-v", `${path}:${path}:ro`]);

const LIST = ["list", "--json", "--no-engine", "--delay", "0.1"] as const;

function runAs(wrapper: readonly string[], ...args: readonly string[]) {
  const [program = "", ...rest] = [...wrapper, ...PROGRAM, ...args];
  return spawnSync(program, rest, { encoding: "utf8", maxBuffer: 2 ** 28 });
}

function jsonAs(wrapper: readonly string[], ...args: readonly string[]): unknown {
  const { status, stdout, stderr } = runAs(wrapper, ...args);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return JSON.parse(stdout);
}

const listAs = (wrapper: readonly string[]) => jsonAs(wrapper, ...LIST) as Snapshot;

function isolationOf({ namespaces }: Pick<Group, "namespaces">): Record<string, boolean | null> {
  return Object.fromEntries(Object.entries(namespaces).map(([type, use]) => [type, use.sharedWithHost]));
}

const types = ["mnt", "uts", "pid", "ipc", "net", "user", "cgroup", "time"];
const UNKNOWN = Object.fromEntries(types.map((type) => [type, null]));

describeLive("hostile rights: unknown is unknown, never the host's, never 0,", () => {
  const inhabitants = new Inhabitants("rights");
  let web: Inspected;
  beforeAll(() => {
    web = inhabitants.container("web", [], ["sleep", "2147483643"]);
  });
  afterAll(() => inhabitants.removeAll());

  describe.each([
    ["not root", NOBODY],
    ["root without CAP_SYS_PTRACE", WITHOUT_PTRACE],
  ])("%s:", (who, wrapper) => {
    test("what may not be read is unknown, and it is said", () => {
      const listed = listAs(wrapper);
      const group = groupOf(listed, web.Id);
      expect(isolationOf(group)).toEqual(UNKNOWN);
      expect(listed.issues.map(({ path }) => path)).toContain("/proc/[pid]/ns");
      const shown = jsonAs(wrapper, "show", web.Id, "--json", "--no-engine", "--delay", "0.1") as Show;
      const own = shown.processes?.find(({ comm }) => comm === "sleep");
      // Root may still read what root's do that have no more rights.
      const unknownIo = { readBytesPerSecond: null, writeBytesPerSecond: null };
      expect(own?.io).toEqual(
        who === "not root" ? unknownIo : { readBytesPerSecond: 0, writeBytesPerSecond: 0 },
      );
      const row = runAs(wrapper, "list", "--no-engine", "--delay", "0.1").stdout;
      expect(row.split("\n").find((line) => line.includes(web.Id.slice(0, 12)))).toContain(" ???????? ");
    });
  });

  test("not root: actions are refused in plain words", () => {
    const sleeper = spawn("sleep", ["2147483642"]);
    const { pid } = sleeper;
    for (const [args, message] of [
      [["signal", String(pid), "TERM"], /another user's.*sudo/],
      [["signal", "1", "KILL"], /first process/],
      [["enter", String(pid), "--net"], /may not enter.*root/],
      [["freeze", web.Id], /root|sudo/],
    ] as const) {
      const { status, stdout, stderr } = runAs(NOBODY, ...args, "--yes", "--no-engine");
      expect(stderr).toMatch(message);
      expect(stderr.trim().split("\n")).toHaveLength(1);
      expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    }
    expect(sleeper.exitCode).toBeNull();
    sleeper.kill();
  });

  test("hidepid=2: that processes are hidden is said, and what is hidden is not counted as the host's", () => {
    const hidden = listAs([...HIDEPID, ...NOBODY]);
    expect(hidden.issues).toContainEqual(
      expect.objectContaining({
        code: "denied",
        path: "/proc",
        message: expect.stringMatching(/hidden.*hidepid/),
      }),
    );
    expect(hidden.groups.filter(({ namespaces }) => namespaces.net.sharedWithHost !== null)).toEqual([]);
    const namespaces = jsonAs([...HIDEPID, ...NOBODY], "namespaces", "--json") as Pick<Snapshot, "issues">;
    expect(namespaces.issues.map(({ path }) => path)).toContain("/proc");
    // Who may look into others sees them all.
    expect(listAs(HIDEPID).issues.map(({ path }) => path)).not.toContain("/proc");
  });

  const inContainer = (...options: readonly string[]) => {
    const name = `rights-inside-${process.pid}`;
    const said = docker(
      "run",
      "--rm",
      "--name",
      name,
      ...options,
      ...PROGRAMS,
      "busybox:lab",
      ...PROGRAM,
      ...LIST,
    );
    return JSON.parse(said) as Snapshot;
  };

  test("in a container: what it shares with its own pid 1 is not the host's", () => {
    const listed = inContainer();
    const [own] = listed.groups.filter(({ kind }) => kind === "container");
    expect(own === undefined ? null : isolationOf(own)).toMatchObject({
      uts: false,
      pid: false,
      ipc: false,
      user: true,
    });
    // Of these two the host's can be told by its number on a new kernel only, and then by being it.
    expect(own?.namespaces.net.sharedWithHost).toBeNull();
    expect(own?.namespaces.mnt.sharedWithHost).toBeNull();
    expect(
      listed.findings.filter(({ sentence }) => /shares the host's (pid|ipc|network)/.test(sentence)),
    ).toEqual([]);
  });

  test("in a container with --pid=host: others are listed, and their namespaces are unknown", () => {
    const listed = inContainer("--pid=host", "--cap-drop=SYS_PTRACE");
    const group = groupOf(listed, web.Id);
    expect(isolationOf(group)).toEqual(UNKNOWN);
    expect(listed.issues.map(({ path }) => path)).toContain("/proc/[pid]/ns");
  });
});
