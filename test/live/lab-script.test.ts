import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { describeLive, run } from "./lab.ts";

const script = fileURLToPath(new URL("../../scripts/lab", import.meta.url));

/** Engines come and go one after the other: on a busy machine that takes its time. */
const LONG_MILLISECONDS = 300_000;

describeLive("scripts/lab", () => {
  // In the lab that is up, and so gone with it when a run is cut short.
  const directory = `${process.env["NSTOP_LAB_DIR"]}/script-test-${process.pid}`;
  const environment = { ...process.env, NSTOP_LAB_DIR: directory };
  const lab = (...args: readonly string[]) =>
    execFileSync(script, args, { encoding: "utf8", env: environment, stdio: "pipe" });
  const enginePid = () => Number(readFileSync(`${directory}/dockerd.pid`, "utf8"));

  afterAll(() => {
    lab("down");
  });

  test("comes up once, however often it is asked to", () => {
    lab("up");
    const pid = enginePid();
    lab("up");
    expect(enginePid()).toBe(pid);
    expect(lab("env")).toBe(`NSTOP_LAB_DIR=${directory}\nNSTOP_LAB_SOCKET=${directory}/docker.sock\n`);
  });

  test("makes a crowd in as many namespace sets as it is told to, and removes it", () => {
    lab("crowd", "30", "4");
    const sleepers = ownProcesses();
    const networks = new Set(sleepers.map((pid) => run("readlink", `/proc/${pid}/ns/net`)));
    expect(sleepers).toHaveLength(30);
    expect(networks.size).toBe(4);
    lab("crowd", "0");
    expect(ownProcesses()).toEqual([]);
  });

  test(
    "makes a container of every engine once, and removes them without a trace",
    () => {
      lab("engines");
      const made = readFileSync(`${directory}/engines`, "utf8");
      expect(traces(made)).not.toEqual([]);
      lab("engines");
      expect(sortedLines(readFileSync(`${directory}/engines`, "utf8"))).toEqual(sortedLines(made));

      lab("engines", "0");
      expect(traces(made)).toEqual([]);
      expect(run("cat", "/proc/self/mountinfo")).not.toContain(`${directory}/podman`);
      expect(readdirSync(directory)).not.toContainEqual(expect.stringMatching(/podman|lxc|nspawn|pod-/));
      expect(run("docker", "-H", `unix://${directory}/docker.sock`, "ps", "-aq")).toBe("");
    },
    LONG_MILLISECONDS,
  );

  test("comes up again after its engine was killed, and leaves nothing when it goes", () => {
    const socket = `unix://${directory}/docker.sock`;
    const id = run("docker", "-H", socket, "run", "-d", "busybox:lab", "sleep", "2147483647").trim();
    process.kill(enginePid(), "SIGKILL");
    lab("up");
    expect(run("docker", "-H", socket, "ps", "-aq")).toBe("");

    lab("crowd", "5", "1");
    lab("down");
    expect(existsSync(directory)).toBe(false);
    expect(ownProcesses()).toEqual([]);
    expect(run("cat", "/proc/self/mountinfo")).not.toContain(directory);
    expect(run("find", "/sys/fs/cgroup", "-name", `*${id}*`)).toBe("");
    expect(spawnSync(script, ["status"], { env: environment }).status).toBe(1);
  });

  test(
    "goes with all that every engine made, and with a lab inside it",
    () => {
      lab("engines");
      const made = readFileSync(`${directory}/engines`, "utf8");
      const inner = `${directory}/inner`;
      execFileSync(script, ["crowd", "3", "1"], {
        env: { ...environment, NSTOP_LAB_DIR: inner },
        stdio: "pipe",
      });
      expect(ownProcesses(inner)).toHaveLength(3);
      lab("down");
      expect(existsSync(directory)).toBe(false);
      expect(ownProcesses(inner)).toEqual([]);
      expect(traces(made)).toEqual([]);
      expect(run("cat", "/proc/self/mountinfo")).not.toContain(directory);
    },
    LONG_MILLISECONDS,
  );

  /** Pids of the sleeping processes of this lab's crowd. */
  function ownProcesses(home = directory): string[] {
    const found = spawnSync("sh", ["-c", `grep -lszxF 'NSTOP_LAB_CROWD=${home}' /proc/[0-9]*/environ`], {
      encoding: "utf8",
    });
    return Array.from(found.stdout.matchAll(/\/proc\/(\d+)\//g), ([, pid = ""]) => pid);
  }

  /** Where the containers of other engines have left something outside of the lab's directory, by their ids and the lab's number. */
  function traces(made: string): string[] {
    const number = /lab-(\d+)\.service/.exec(made)?.[1];
    const ids = Array.from(made.matchAll(/\b[0-9a-f]{64}\b/g), ([id]) => id);
    const name = new RegExp(`lab(-|-lxc-|-nspawn-|.x2dnspawn.x2d)?${number}(?!\\d)|${ids.join("|")}`);
    const places = [
      "/sys/fs/cgroup",
      "/var/log",
      "/run/lxc",
      "/run/runc",
      "/run/containerd",
      "/run/systemd/nspawn",
    ];
    // Some of them are not there, and others come and go meanwhile.
    const found = spawnSync("find", places, { encoding: "utf8", maxBuffer: 2 ** 28 }).stdout;
    return found.split("\n").filter((path) => name.test(path));
  }
});

function sortedLines(text: string): string[] {
  return text.split("\n").toSorted();
}
