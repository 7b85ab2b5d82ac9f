import { type ChildProcessByStdio, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { globSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import type { Namespaces, Show } from "../../src/model/detail.ts";
import type { Group, Snapshot } from "../../src/model/snapshot.ts";
import { NSTOP, nstop, run } from "./lab.ts";
import { isV2, makeCgroup } from "./lab-cgroups.ts";

/** `nstop stream` on the real host, line by line. */
class Stream {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  readonly #lines: AsyncIterator<string>;
  #errors = "";

  constructor(...args: readonly string[]) {
    const command = [NSTOP, "stream", "--no-engine", "--delay", "0.2", ...args];
    this.child = spawn(process.execPath, command, { stdio: ["ignore", "pipe", "pipe"] });
    this.child.stderr.on("data", (chunk) => {
      this.#errors += chunk;
    });
    this.#lines = createInterface(this.child.stdout)[Symbol.asyncIterator]();
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  async next(): Promise<Snapshot> {
    const { done, value } = await this.#lines.next();
    if (done === true) throw new Error(`the stream has ended: ${this.#errors}`);
    return JSON.parse(value);
  }

  /** The next that is as wanted; a test that waits in vain ends by its time limit. */
  async until(isWanted: (snapshot: Snapshot) => boolean): Promise<Snapshot> {
    for (;;) {
      const snapshot = await this.next();
      if (isWanted(snapshot)) return snapshot;
    }
  }

  /** So many, each of which shows the host and nothing that went wrong but what may not be read. */
  async steady(count: number): Promise<readonly Snapshot[]> {
    const snapshots: Snapshot[] = [];
    while (snapshots.length < count) snapshots.push(await this.next());
    for (const { groups, issues } of snapshots) {
      expect(groupWithId("host", groups)?.processes).toBeGreaterThan(0);
      expect(issues.filter(({ code }) => code !== "denied")).toEqual([]);
    }
    return snapshots;
  }
}

function groupWithId(id: string, groups: readonly Group[]): Group | undefined {
  return groups.find((group) => group.id === id);
}

describe("hostile faults, for real:", () => {
  const ends: (() => unknown)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  const start = (program: string, ...args: readonly string[]) => {
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "ignore"] });
    ends.push(async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGKILL");
      await once(child, "exit");
    });
    return child;
  };
  const stream = (...args: readonly string[]) => {
    const started = new Stream(...args);
    ends.push(() => started.child.kill("SIGKILL"));
    return started;
  };

  /** A cgroup named as Docker names one, which is emptied and removed at the end. */
  const cgroup = (controller: string, path: string) => {
    const directory = makeCgroup(controller, path);
    ends.push(() => removeFilled(directory));
    return directory;
  };

  test.each([22, 24, 28, 32, 40, 64])(
    "EMFILE: with %i descriptors it works, or says why in one line",
    (limit) => {
      const command = [NSTOP, "list", "--json", "--no-engine", "--delay", "0.1"];
      const ran = spawnSync("prlimit", [`--nofile=${limit}:${limit}`, process.execPath, ...command], {
        encoding: "utf8",
      });
      if (ran.status === 0) {
        expect(groupWithId("host", JSON.parse(ran.stdout).groups)?.processes).toBeGreaterThan(0);
        return;
      }
      expect(ran.status).toBe(1);
      expect(ran.stderr).toMatch(/^nstop: .*EMFILE.*\n$/);
    },
  );

  test("EMFILE while it runs: what it knew stays, it is said, and it recovers by itself", async () => {
    const running = stream();
    await running.steady(2);
    run("prlimit", "--pid", String(running.pid), "--nofile=8:");
    const starved = await running.until(({ issues }) =>
      issues.some(({ message }) => /too many|EMFILE/i.test(message)),
    );
    expect(groupWithId("host", starved.groups)?.processes).toBeGreaterThan(0);
    run("prlimit", "--pid", String(running.pid), "--nofile=1024:");
    const id = "f1".repeat(32);
    const directory = cgroup("pids", `/docker/${id}`);
    writeFileSync(`${directory}/cgroup.procs`, String(start("sleep", "2147483641").pid));
    const fed = await running.until(({ groups }) => (groupWithId(id, groups)?.processes ?? 0) === 1);
    expect(groupWithId("host", fed.groups)?.processes).toBeGreaterThan(0);
  });

  test("processes die at every step: rows are dropped, not samples", async () => {
    start("sh", "-c", "while :; do true & true & (true; exec true) & wait; done");
    await stream().steady(25);
  });

  test("a fork storm: snapshots go on, and the storm is seen", async () => {
    const id = "f2".repeat(32);
    const directory = cgroup("pids", `/docker/${id}`);
    writeFileSync(`${directory}/pids.max`, "150");
    const bomb = start(
      "sh",
      "-c",
      `echo $$ > ${directory}/cgroup.procs; bomb() { bomb | bomb & }; bomb; sleep 2147483640`,
    );
    const running = stream();
    const storm = await running.until(({ groups }) => (groupWithId(id, groups)?.pids.current ?? 0) > 100);
    expect(groupWithId(id, storm.groups)?.pids.limit).toBe(150);
    await running.steady(5);
    expect(bomb.exitCode).toBeNull();
  });

  test("a long gap (stopped, as a host that is suspended): a gap is a gap, not a spike", async () => {
    start("sh", "-c", "while :; do :; done");
    const running = stream();
    await running.steady(3);
    process.kill(running.pid, "SIGSTOP");
    await delay(3_000);
    process.kill(running.pid, "SIGCONT");
    const gap = await running.until(({ intervalSeconds }) => (intervalSeconds ?? 0) > 2.5);
    const after = await running.steady(3);
    for (const { groups } of [gap, ...after]) {
      for (const { cpu } of groups) expect(cpu.percent ?? 0).toBeLessThan(110 * availableParallelism());
    }
    expect(groupWithId("host", gap.groups)?.cpu.percent).toBeGreaterThan(0);
  });

  test("cgroups are removed while they are read: the rows go, and nothing else", async () => {
    const running = stream();
    const ids = Array.from({ length: 6 }, (_, at) => `f3${at}`.padEnd(64, "0"));
    for (let round = 0; round < 6; round += 1) {
      const made = ids.map((id) => ({
        directory: makeCgroup("pids", `/docker/${id}`),
        child: start("sleep", "2147483639"),
      }));
      for (const { directory, child } of made) writeFileSync(`${directory}/cgroup.procs`, String(child.pid));
      await running.next();
      for (const { directory } of made) await removeFilled(directory);
    }
    const last = (await running.steady(3)).at(-1);
    expect(last?.groups.filter(({ id }) => ids.includes(id))).toEqual([]);
  });

  test("cgroups nested 100 deep: the process in the last one is the container's", async () => {
    const id = "f4".repeat(32);
    const names = Array.from({ length: 100 }, () => "n");
    const top = cgroup("pids", `/docker/${id}`);
    const deepest = makeCgroup("pids", `/docker/${id}/${names.join("/")}`);
    writeFileSync(`${deepest}/cgroup.procs`, String(start("sleep", "2147483638").pid));
    const found = await stream().until(({ groups }) => groupWithId(id, groups) !== undefined);
    expect(groupWithId(id, found.groups)).toMatchObject({
      kind: "container",
      processes: 1,
      cgroupPath: `/docker/${id}`,
    });
    expect(top.endsWith(id)).toBe(true);
  });

  test("4,000 mounts: all are listed", () => {
    // Each step doubles what there is below one directory.
    const script = `mount --make-rprivate / && mount -t tmpfs m /mnt && mkdir /mnt/a && mount -t tmpfs m /mnt/a && for i in 0 1 2 3 4 5 6 7 8 9 10 11; do
      mkdir /mnt/d /mnt/a/$i && mount --rbind /mnt/a /mnt/d && mount --rbind /mnt/d /mnt/a/$i && umount -l /mnt/d && rmdir /mnt/d; done
      sleep 2147483637 & "$@" $! ; kill $!`;
    const show = [process.execPath, NSTOP, "show", "--json", "--no-engine", "--delay", "0.1"];
    const { status, stdout, stderr } = spawnSync("unshare", ["-m", "sh", "-c", script, "sh", ...show], {
      encoding: "utf8",
      maxBuffer: 2 ** 28,
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect((JSON.parse(stdout) as Show).mounts?.length).toBeGreaterThan(4_000);
  });

  test("user namespaces nested 10 deep: each is under the one that it was made in", async () => {
    const nest =
      'n=$1; [ "$n" = 0 ] && { echo ready; exec sleep 2147483636; }; exec unshare -U -r sh -c "$0" "$0" $((n - 1))';
    const { stdout, pid } = start("sh", "-c", nest, nest, "10");
    await once(stdout, "data");
    const inode = Number(/\d+/.exec(run("readlink", `/proc/${pid}/ns/user`))?.[0]);
    const { stdout: said } = nstop("namespaces", "--type", "user", "--tree", "--json", "--no-engine");
    const byInode = new Map((JSON.parse(said) as Namespaces).namespaces.map((each) => [each.inode, each]));
    let depth = 0;
    for (let at = byInode.get(inode); at?.parentInode != null; at = byInode.get(at.parentInode)) depth += 1;
    expect(depth).toBe(10);
  });
});

/** Kills whoever is in a cgroup or below, however fast they multiply, and removes it. */
async function removeFilled(directory: string): Promise<void> {
  const below = globSync(`${directory}/**/`).map((path) => path.replace(/\/$/, ""));
  const deepestFirst = [...new Set([directory, ...below])].sort((a, b) => b.length - a.length);
  if (!isV2) writeFileSync(`${directory}/pids.max`, "1");
  for (const each of deepestFirst) {
    for (;;) {
      const pids = readFileSync(`${each}/cgroup.procs`, "utf8").split("\n").filter(Boolean).map(Number);
      if (pids.length === 0) break;
      for (const pid of pids) kill(pid);
      await delay(5);
    }
    rmdirSync(each);
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    // It has ended in between.
    expect(error).toMatchObject({ code: "ESRCH" });
  }
}
