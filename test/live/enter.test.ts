import { type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TerminalOrder } from "../../src/actions/order.ts";
import type { GroupSubject } from "../../src/actions/subject.ts";
import { runInTerminal } from "../../src/actions/terminal-actor.ts";
import { findProgram } from "../../src/host/find-program.ts";
import {
  describeLive,
  docker,
  groupOf,
  Inhabitants,
  type Inspected,
  inspect,
  labSocket,
  list,
  NSTOP,
  namespaceInodes,
  run,
} from "./lab.ts";

const NOBODY = 65534;
const ENGINE = ["--engine", `unix://${labSocket}`];

/** Where whoever starts nstop keeps what is nobody's business. */
const SECRET = { NSTOP_TEST_SECRET: "hush" };

/** What `nstop enter TARGET …` does without a terminal. */
function enter(target: string, ...args: readonly string[]): SpawnSyncReturns<string> {
  const options = { encoding: "utf8", env: { ...process.env, ...SECRET } } as const;
  return spawnSync(process.execPath, [NSTOP, "enter", target, "--yes", ...ENGINE, ...args], options);
}

/** What a command printed that went well. */
function printed(target: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = enter(target, ...args);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout;
}

/** The image of a container that has one program and no shell. */
class Bare {
  readonly image = `nstop-no-shell:${process.pid}`;

  make(): void {
    const home = mkdtempSync(join(tmpdir(), "nstop-image-"));
    try {
      mkdirSync(`${home}/bin`);
      copyFileSync(findProgram("busybox") ?? "", `${home}/bin/sleep`);
      chmodSync(`${home}/bin/sleep`, 0o755);
      run("tar", "-C", home, "-cf", `${home}.tar`, "bin");
      docker("import", "--change", 'CMD ["/bin/sleep", "2147483647"]', `${home}.tar`, this.image);
    } finally {
      rmSync(home, { recursive: true });
      rmSync(`${home}.tar`, { force: true });
    }
  }
}

describeLive("nstop enter", () => {
  const inhabitants = new Inhabitants("enter");
  const bare = new Bare();
  let web: Inspected;
  let noShell: Inspected;
  let shared: Inspected;
  const name = ({ Name }: Inspected) => Name.slice(1);

  beforeAll(() => {
    web = inhabitants.container("web", ["--hostname", "web-inside", "--workdir", "/var"]);
    shared = inhabitants.container("shared", ["--network", "host"]);
    bare.make();
    docker("run", "-d", "--name", inhabitants.name("no-shell"), bare.image);
    noShell = inspect(inhabitants.name("no-shell"));
  });
  afterAll(async () => {
    docker("rm", "-f", noShell.Id);
    docker("rmi", bare.image);
    await inhabitants.removeAll();
  });

  describe("with this host's tools", () => {
    test("sees the addresses of a container without a shell, and this host's files", () => {
      const inside = run("nsenter", "-t", `${noShell.State.Pid}`, "-n", "ip", "-j", "addr");
      expect(JSON.parse(printed(name(noShell), "--", "ip", "-j", "addr"))).toEqual(JSON.parse(inside));
      expect(JSON.parse(inside)).not.toEqual(JSON.parse(run("ip", "-j", "addr")));
      const release = "/etc/os-release";
      expect(printed(name(noShell), "--", "cat", release)).toBe(readFileSync(release, "utf8"));
    });

    test("sees in /sys the interfaces of the container, and still the cgroups of this host", () => {
      expect(printed(name(noShell), "--", "ls", "/sys/class/net")).toBe("eth0\nlo\n");
      expect(printed(name(noShell), "--", "ls", "/sys/fs/cgroup")).toBe(run("ls", "/sys/fs/cgroup"));
    });

    test("sees with --pid the container's processes by their own pids, and no others", () => {
      const pids = printed(name(noShell), "--pid", "--", "ps", "-eo", "pid=,comm=").trim().split("\n");
      expect(pids.map((line) => line.trim().split(/\s+/)[1]).toSorted()).toEqual(["ps", "sleep"]);
      expect(pids[0]?.trim()).toMatch(/^1 sleep$/);
    });

    test("sees with --uts and --ipc what is the container's of them, and leaves the rest", () => {
      const links = ["uts", "ipc", "net", "user", "pid"].map((type) => `/proc/self/ns/${type}`);
      const seen = printed(name(web), "--uts", "--ipc", "--", "readlink", ...links).match(/\d{5,}/g);
      const [here, there] = [namespaceInodes(process.pid), namespaceInodes(web.State.Pid)];
      const wanted = [there["uts"], there["ipc"], here["net"], here["user"], here["pid"]];
      expect(seen?.map(Number)).toEqual(wanted);
      expect(printed(name(web), "--uts", "--", "hostname")).toBe("web-inside\n");
    });

    test("leaves this host's own mounts alone", () => {
      // Those of other places come and go with other containers.
      const mounts = () =>
        readFileSync("/proc/self/mountinfo", "utf8")
          .split("\n")
          .filter((line) => /^\d+ \d+ \S+ \S+ \/(proc|sys)[ /]/.test(line));
      const before = mounts();
      expect(before).not.toEqual([]);
      printed(name(web), "--net", "--pid", "--", "true");
      expect(mounts()).toEqual(before);
    });

    test("says that a namespace is this host's rather than pretend", () => {
      const { status, stderr } = enter(name(shared), "--", "true");
      expect(status).toBe(1);
      expect(stderr).toMatch(/^nstop: .* has no net namespace but those you are in.*\n$/);
    });

    test("takes a pid, and a namespace", () => {
      const { net } = namespaceInodes(web.State.Pid);
      const wanted = `net:[${net}]\n`;
      expect(printed(`${web.State.Pid}`, "--", "readlink", "/proc/self/ns/net")).toBe(wanted);
      expect(printed(`net:${net}`, "--", "readlink", "/proc/self/ns/net")).toBe(wanted);
    });
  });

  describe("with the container's own", () => {
    test("has its files, hostname and working directory, in all of its namespaces", () => {
      const seen = printed(
        name(web),
        "--all",
        "--",
        "sh",
        "-c",
        "hostname; pwd; cat /etc/passwd; for link in /proc/self/ns/*; do readlink $link; done",
      );
      expect(seen).toContain("web-inside\n/var\nroot:x:0:0:root:/root:/bin/sh\n");
      const there = namespaceInodes(web.State.Pid);
      const inodes = (seen.match(/:\[\d+\]/g) ?? []).map((link) => Number(/\d+/.exec(link)?.[0]));
      expect(new Set(inodes)).toEqual(new Set(Object.values(there)));
    });

    test("says of a container without a shell what can be done instead", () => {
      const { status, stderr } = enter(name(noShell), "--all");
      expect(status).toBe(1);
      expect(stderr).toMatch(/^nstop: .* has no shell; enter its network with this host's tools instead\n$/);
    });

    test("opens its shell, which reads what is typed", () => {
      const { status, stdout } = spawnSync(
        process.execPath,
        [NSTOP, "enter", name(web), "--yes", "--all", ...ENGINE],
        { encoding: "utf8", input: "cat /etc/passwd\nexit 5\n" },
      );
      expect({ status, stdout }).toEqual({ status: 5, stdout: "root:x:0:0:root:/root:/bin/sh\n" });
    });

    test("has nothing of the caller's environment but terminal and language", () => {
      const seen = printed(name(web), "--all", "--", "env").trim().split("\n");
      const names = seen.map((line) => line.split("=")[0] ?? "");
      const known = /^(TERM|LANG|LC_[A-Z]+|PATH|HOME|PS1|SHLVL|PWD)$/;
      expect(names.filter((variable) => !known.test(variable))).toEqual([]);
      expect(seen).toContain("HOME=/root");
    });

    test("gets no descriptor that the caller left open", () => {
      const { stdout } = spawnSync(
        "bash",
        ["-c", 'exec 77</etc/shadow; exec "$@"', "bash", process.execPath, NSTOP]
          .concat(["enter", name(web), "--yes", "--all", ...ENGINE])
          .concat(["--", "sh", "-c", "for link in /proc/self/fd/*; do readlink $link; done"]),
        { encoding: "utf8" },
      );
      expect(stdout).not.toContain("shadow");
      expect(stdout).toContain("socket:");
    });

    test("enters the user namespace of a set that has one, as nobody outside of it", async () => {
      const pid = await inhabitants.bareSet(
        ["--user", "--map-root-user", "--net", "--uts", "--mount", "--propagation", "private"],
        "hostname bare-inside",
      );
      const seen = printed(`${pid}`, "--all", "--", "sh", "-c", "hostname; readlink /proc/self/ns/user");
      expect(seen).toBe(`bare-inside\nuser:[${namespaceInodes(pid)["user"]}]\n`);
    });
  });

  describe("ends", () => {
    test("with the command's own exit code", () => {
      expect(enter(name(web), "--", "sh", "-c", "exit 42").status).toBe(42);
      expect(enter(name(web), "--all", "--pid", "--", "true").status).toBe(2);
      expect(enter(name(web), "--all", "--", "sh", "-c", "exit 43").status).toBe(43);
      expect(enter(name(web), "--all", "--", "no-such-program").status).toBe(127);
      expect(enter(name(web), "--pid", "--", "sh", "-c", "kill -USR1 $$").status).toBe(128 + 10);
    });

    test("quietly when its reader has gone, and the command with it", () => {
      const command = `'${process.execPath}' '${NSTOP}' enter ${name(web)} --yes ${ENGINE.join(" ")} -- yes | head -1`;
      const { stdout, stderr } = spawnSync("bash", ["-c", command], { encoding: "utf8" });
      expect({ stdout, stderr }).toEqual({ stdout: "y\n", stderr: "" });
    });

    test("with the command when nstop is told to end", async () => {
      const args = [
        "enter",
        name(web),
        "--yes",
        ...ENGINE,
        "--",
        "sh",
        "-c",
        "echo $$; exec sleep 2147483647",
      ];
      const started = spawn(process.execPath, [NSTOP, ...args], { stdio: ["ignore", "pipe", "inherit"] });
      const [line]: unknown[] = await once(started.stdout, "data");
      const ended = once(started, "exit");
      started.kill("SIGTERM");
      expect(await ended).toEqual([128 + 15, null]);
      expect(() => process.kill(Number(line), 0)).toThrow("ESRCH");
    });
  });

  describe("refuses", () => {
    const order = (subject: GroupSubject, namespaces: "all" | readonly ["net"] = ["net"]): TerminalOrder => ({
      action: "enter",
      subject,
      namespaces,
      command: ["true"],
    });
    const row = (container: Inspected): GroupSubject => ({
      kind: "group",
      group: groupOf(list(), container.Id),
    });

    test("a pid that is another process by now", async () => {
      const { group } = row(web);
      const reused = { kind: "group", group: { ...group, leaderStartTicks: 1 } } as const;
      expect(await runInTerminal(order(reused, "all"))).toMatchObject({
        done: false,
        exitCode: null,
        message: expect.stringMatching(
          new RegExp(`has ended, and pid ${group.leaderPid} is another process`),
        ),
      });
    });

    test("a process that has moved to another namespace", async () => {
      const { group } = row(web);
      const net = { ...group.namespaces.net, inode: 1 };
      const moved = { kind: "group", group: { ...group, namespaces: { ...group.namespaces, net } } } as const;
      const { done, message } = await runInTerminal(order(moved));
      expect({ done, message }).toMatchObject({
        done: false,
        message: expect.stringContaining("has moved to another net namespace"),
      });
    });

    test("a container that has ended", async () => {
      const brief = inhabitants.container("brief");
      const subject = row(brief);
      docker("kill", brief.Id);
      expect(await runInTerminal(order(subject))).toMatchObject({
        done: false,
        message: expect.stringContaining("has ended"),
      });
    });

    test("the host itself, to do anything without a question, and with --read-only anything at all", () => {
      const ask = (...args: readonly string[]) =>
        spawnSync(process.execPath, [NSTOP, "enter", ...args, ...ENGINE], { encoding: "utf8" });
      expect(ask("host", "--yes")).toMatchObject({
        status: 1,
        stderr: expect.stringMatching(/nothing to enter/),
      });
      expect(ask(name(web), "--", "true")).toMatchObject({
        status: 1,
        stdout: "",
        stderr: expect.stringMatching(
          new RegExp(`^nstop: .*${name(web)} \\(${web.Id.slice(0, 12)}\\)\\?.*--yes\n$`),
        ),
      });
      expect(ask(name(web), "--yes", "--read-only", "--", "true")).toMatchObject({
        status: 2,
        stderr: expect.stringMatching(/^nstop: --read-only refuses .*\n$/),
      });
    });
  });

  describe("as a user without rights", () => {
    let home: string;
    beforeAll(() => {
      // Neither the program nor its runtime need be in a place that everybody may read.
      home = mkdtempSync(join(tmpdir(), "nstop-nobody-"));
      chmodSync(home, 0o755);
      copyFileSync(process.execPath, `${home}/node`);
      cpSync(dirname(NSTOP), `${home}/dist`, { recursive: true });
    });
    afterAll(() => rmSync(home, { recursive: true }));

    const identity = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups"];
    const enterAsNobody = (pid: number, ...args: readonly string[]) => {
      const nstop = [`${home}/node`, `${home}/dist/nstop.js`, "enter", `${pid}`, "--yes", "--no-engine"];
      const { status, stdout, stderr } = spawnSync("setpriv", [...identity, ...nstop, ...args], {
        encoding: "utf8",
        cwd: "/",
      });
      return { status, stdout, stderr };
    };

    test("enters namespaces of their own, with this host's tools and without", async () => {
      const namespaces = ["--user", "--map-root-user", "--net", "--uts"];
      const script = "hostname nobodys; echo ready; exec sleep 2147483647";
      const unshare = ["unshare", ...namespaces, "sh", "-c", script];
      const { pid } = await inhabitants.start("setpriv", [...identity, ...unshare]);
      const { net, user } = namespaceInodes(pid);
      const links = ["--", "readlink", "/proc/self/ns/net", "/proc/self/ns/user"];
      const wanted = { status: 0, stdout: `net:[${net}]\nuser:[${user}]\n`, stderr: "" };
      expect(enterAsNobody(pid, ...links)).toEqual(wanted);
      expect(enterAsNobody(pid, "--all", ...links)).toEqual(wanted);
      expect(enterAsNobody(pid, "--all", "--", "hostname").stdout).toBe("nobodys\n");
    });

    test("is told of others' in plain words that they may not", () => {
      expect(enterAsNobody(web.State.Pid, "--", "true")).toEqual({
        status: 1,
        stdout: "",
        stderr: `nstop: this user may not enter sleep (pid ${web.State.Pid}); run nstop as root\n`,
      });
    });
  });
});
