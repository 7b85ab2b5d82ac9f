import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Snapshot } from "../../src/model/snapshot.ts";
import {
  describeLive,
  groupOf,
  Inhabitants,
  type Inspected,
  labSocket,
  list,
  NSTOP,
  namespaceInodes,
} from "./lab.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

const LIST = ["list", "--json", "--delay", "0.1", "--engine", `unix://${labSocket}`];

/** What `docs/security.md` names as enough for commands that print, on Node. */
const NODE_READS = ["/proc", "/sys", "/run", `${root}dist`].map((path) => `--allow-fs-read=${path}`);

/** What it names as enough on Deno: each of these is needed to read `/proc`. */
const DENO_ALLOWS = ["read", "write", "net", "env", "run", "sys", "ffi", "import"].map(
  (name) => `--allow-${name}`,
);

describeLive("with the least rights that docs/security.md names, nstop sees as much:", () => {
  const inhabitants = new Inhabitants("rights");
  let container: Inspected;

  beforeAll(() => {
    container = inhabitants.container("seen");
  });
  afterAll(() => inhabitants.removeAll());

  function run(program: string, ...args: readonly string[]) {
    return spawnSync(program, args, { cwd: root, encoding: "utf8", maxBuffer: 2 ** 28 });
  }

  function listed(program: string, ...args: readonly string[]): Snapshot {
    const { status, stdout, stderr } = run(program, ...args, ...LIST);
    if (status !== 0) throw new Error(`${args.join(" ")} ended with ${status}: ${stderr}`);
    return JSON.parse(stdout);
  }

  /** All that a group's row is made of without an engine. */
  function expectWhole(snapshot: Snapshot): void {
    const { kind, processes, namespaces, memory } = groupOf(snapshot, container.Id);
    const whole = groupOf(list(), container.Id);
    expect({ kind, processes }).toEqual({ kind: "container", processes: 1 });
    expect(namespaces["net"]?.inode).toBe(namespaceInodes(container.State.Pid)["net"]);
    expect(namespaces).toEqual(whole.namespaces);
    expect(memory.workingSetBytes).toBeGreaterThan(0);
  }

  test("as nobody with CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH, all but what the engine tells", () => {
    const capabilities = "-all,+sys_ptrace,+dac_read_search";
    const asNobody = ["--reuid=65534", "--regid=65534", "--clear-groups", "--no-new-privs"];
    const rights = ["inh-caps", "ambient-caps", "bounding-set"].map((set) => `--${set}=${capabilities}`);
    const snapshot = listed("setpriv", ...asNobody, ...rights, process.execPath, NSTOP);
    expectWhole(snapshot);
    expect(snapshot.engines).toMatchObject([{ state: "denied" }]);
  });

  describe("on Node with --permission,", () => {
    const permitted = (...flags: readonly string[]) => ["--no-warnings", "--permission", ...flags, NSTOP];

    test("everything, though it may read nothing but the kernel's files, sockets and itself, and write nothing", () => {
      const snapshot = listed(
        process.execPath,
        ...permitted(...NODE_READS, "--allow-child-process", "--allow-net"),
      );
      expectWhole(snapshot);
      expect(snapshot.engines).toMatchObject([{ state: "connected" }]);
    });

    test("all but what the engine tells without the network", () => {
      const snapshot = listed(process.execPath, ...permitted(...NODE_READS, "--allow-child-process"));
      expectWhole(snapshot);
      expect(snapshot.engines).toMatchObject([{ state: "unreachable" }]);
    });

    test("that a file may not be read is said as it is of any other", () => {
      const withoutCgroups = NODE_READS.filter((flag) => !flag.endsWith("/sys"));
      const snapshot = listed(process.execPath, ...permitted(...withoutCgroups, "--allow-child-process"));
      expect(snapshot.issues).toContainEqual(expect.objectContaining({ code: "denied" }));
      expect(groupOf(snapshot, container.Id).memory.currentBytes).toBeNull();
    });

    test("and ends with one line where it may read nothing", () => {
      const { status, stderr } = run(process.execPath, ...permitted(), ...LIST);
      expect(status).toBe(1);
      expect(stderr.trim().split("\n")).toHaveLength(1);
      expect(stderr).toMatch(/Access to this API has been restricted/);
    });
  });

  describe("on Deno,", () => {
    const deno = `${root}node_modules/.bin/deno`;
    const denoRun = (flags: readonly string[]) => ["run", "--no-prompt", ...flags, "src/cli.tsx"];

    test("everything, with each permission by its name", () => {
      const snapshot = listed(deno, ...denoRun(DENO_ALLOWS));
      expectWhole(snapshot);
      expect(snapshot.engines).toMatchObject([{ state: "connected" }]);
    });

    test.each(DENO_ALLOWS)("nothing without %s: Deno gives /proc to nobody else", (flag) => {
      const { status, stderr } = run(
        deno,
        ...denoRun(DENO_ALLOWS.filter((other) => other !== flag)),
        ...LIST,
      );
      expect(status).not.toBe(0);
      expect(stderr).toMatch(/Requires|requires/);
    });
  });
});
