import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { describeLive, run } from "./lab.ts";

const script = fileURLToPath(new URL("../../scripts/lab", import.meta.url));

describeLive("scripts/lab", () => {
  const directory = `/run/nstop-lab-test-${process.pid}`;
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

  /** Pids of the sleeping processes of this lab's crowd. */
  function ownProcesses(): string[] {
    const found = spawnSync("sh", ["-c", `grep -lszxF 'NSTOP_LAB_CROWD=${directory}' /proc/[0-9]*/environ`], {
      encoding: "utf8",
    });
    return Array.from(found.stdout.matchAll(/\/proc\/(\d+)\//g), ([, pid = ""]) => pid);
  }
});
