import { existsSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Group, Snapshot, Verdict } from "../../src/model/snapshot.ts";
import {
  describeLive,
  docker,
  eventually,
  groupOf,
  Inhabitants,
  type Inspected,
  labSocket,
  list,
  nstop,
  run,
} from "./lab.ts";

/** More than CPUs, so that whoever wants one has to wait for it. */
const BURNERS = 2 + Number(run("nproc"));

const BURN = ["sh", "-c", "while :; do :; done"];

/** Emulated, everything takes its time; the host is busy with that alone. */
const LOOKS = process.env["V2HOST"] === undefined ? 12 : 30;

describeLive("why it is slow", () => {
  const inhabitants = new Inhabitants("verdict");
  const slow = new Map<Verdict["code"], Inspected>();
  const idle: Inspected[] = [];
  const parents: string[] = [];
  let killed: Inspected;
  let inParent: Inspected;
  let parent: string;

  beforeAll(() => {
    for (let count = 0; count < 10; count += 1) idle.push(inhabitants.container(`idle${count}`));
    slow.set("cpu-throttled", inhabitants.container("throttled", ["--cpu-quota", "1000"], BURN));
    // Reads again and again what its limit has no room for.
    const thrash = "head -c 60000000 /dev/zero >/big; while :; do cat /big >/dev/null; done";
    slow.set("memory-pressed", inhabitants.container("pressed", ["--memory", "24m"], ["sh", "-c", thrash]));
    // Reads, and none that the page cache answers: writes that are held back would hold up the engine's own on the same disk.
    const read = "while :; do dd if=/file of=/dev/null bs=64k iflag=direct 2>/dev/null; done";
    const script = `dd if=/dev/zero of=/file bs=64k count=64 conv=fsync 2>/dev/null; ${read}`;
    const limit = ["--device-read-bps", `${dataDevice()}:500kb`];
    slow.set("io-waiting", inhabitants.container("reading", limit, ["sh", "-c", script]));
    const fork = "i=0; while [ $i -lt 19 ]; do sleep 2147483647 & i=$((i+1)); done; wait";
    slow.set("pids-exhausted", inhabitants.container("forking", ["--pids-limit", "20"], ["sh", "-c", fork]));
    const frozen = inhabitants.container("frozen");
    docker("pause", frozen.Id);
    slow.set("frozen", frozen);
    // Nothing beside it asks for memory, or that might be killed before what was killed has given its memory back.
    const hog = "dd if=/dev/zero of=/dev/null bs=60000000 count=1 2>/dev/null";
    const run = `mkfifo /pause; while :; do ${hog}; read -t 2 _ <>/pause; done`;
    const memory = ["--memory", "20m", "--memory-swap", "20m"];
    killed = inhabitants.container("killed", memory, ["sh", "-c", run]);
    const name = inhabitants.name("parent");
    const path = docker("info", "-f", "{{.CgroupDriver}}") === "systemd" ? `${name}.slice` : `/${name}`;
    inParent = inhabitants.container("child", ["--cgroup-parent", path], BURN);
    parent = setQuotaAround(inParent);
    parents.push(parent);
  });
  afterAll(async () => {
    await inhabitants.removeAll();
    for (const path of parents) await eventually(() => removeCgroup(path));
  });

  /** Waits until each of them is said to be slow for its reason, and of the idle ones nothing is said. */
  async function seeReasons(reasons: readonly (readonly [Verdict["code"], Inspected])[]): Promise<void> {
    await eventually(() => {
      const snapshot = list();
      const found = reasons.map(([, { Id }]) => groupOf(snapshot, Id).verdict?.code);
      expect(found).toEqual(reasons.map(([code]) => code));
      expect(idle.map(({ Id }) => groupOf(snapshot, Id).verdict)).toEqual(idle.map(() => null));
    }, LOOKS);
  }

  test("five that are slow for reasons of their own are told apart, and ten that are idle are not spoken of", async () => {
    await seeReasons([...slow]);
  });

  test("those that wait for a host which others keep busy are the sixth, and the idle ones are silent still", async () => {
    const burners = Array.from({ length: BURNERS }, (_, count) =>
      inhabitants.container(`burner${count}`, [], BURN),
    );
    await seeReasons(burners.map((burner) => ["host-pressed", burner] as const));
    docker("rm", "-f", ...burners.map(({ Id }) => Id));
  });

  test("evidence is what the files say at that moment", async () => {
    await eventually(() => {
      const before = readAll(evidencePaths(list(), [...slow.values(), inParent]));
      const snapshot = list();
      const paths = evidencePaths(snapshot, [...slow.values(), inParent]);
      const after = readAll(paths);
      expect(paths.length).toBeGreaterThanOrEqual(8);
      for (const { path, value } of evidenceOf(snapshot, [...slow.values(), inParent])) {
        for (const [counter, said] of numbersIn(value)) {
          const [then, now] = [before, after].map((texts) => numberIn(texts.get(path) ?? "", counter));
          if (then == null || now == null)
            throw new Error(`${counter} is not in ${path}: ${after.get(path)}`);
          expect(said, `${path}: ${value}`).toBeGreaterThanOrEqual(then);
          expect(said, `${path}: ${value}`).toBeLessThanOrEqual(now);
        }
      }
    }, LOOKS);
  });

  test("a quota around it is named by the cgroup that it stands on", async () => {
    await eventually(() => {
      const { verdict } = groupOf(list(), inParent.Id);
      expect(verdict).toMatchObject({ code: "cpu-throttled" });
      expect(verdict?.sentence).toContain(parent);
      const [stat, quota] = verdict?.evidence ?? [];
      expect(dirname(stat?.path ?? "")).toBe(dirname(quota?.path ?? ""));
      expect(stat?.path).toContain(`${parent}/cpu.stat`);
      expect(readFileSync(quota?.path ?? "", "utf8").trim()).toBe(quota?.value);
    }, LOOKS);
  });

  test("a process that ran out of memory is told with when and whom, in a sentence and among the facts", async () => {
    await eventually(() => {
      const { memory, verdict, cgroupPath } = groupOf(list(), killed.Id);
      const { lastOomKill, oomKills } = memory;
      expect(lastOomKill).toMatchObject({ comm: "dd", limitPath: cgroupPath });
      const age = Date.now() - Date.parse(lastOomKill?.at ?? "");
      expect(age).toBeGreaterThanOrEqual(-1000);
      expect(age).toBeLessThan(60_000);
      expect(oomKills).toBeGreaterThan(0);
      expect(run("dmesg")).toMatch(new RegExp(`Killed process ${lastOomKill?.pid} \\(dd\\)`));
      expect(verdict).toMatchObject({ code: "memory-pressed" });
      expect(verdict?.sentence).toContain(`dd (pid ${lastOomKill?.pid})`);
      const counted = verdict?.evidence.find(({ value }) => value.startsWith("oom_kill"));
      expect(readFileSync(counted?.path ?? "", "utf8")).toMatch(/^oom_kill \d+$/m);
    }, LOOKS);
  });

  test("what list and show print for a person says the same", () => {
    const id = slow.get("pids-exhausted")?.Id ?? "";
    const engine = ["--engine", `unix://${labSocket}`];
    const sentence = "At its limit of 20 tasks: it can start no more processes or threads.";
    const { path } = groupOf(list(), id).verdict?.evidence[0] ?? { path: "" };
    for (const { stdout } of [nstop("list", "--filter", id, ...engine), nstop("show", id, ...engine)]) {
      expect(stdout).toContain(sentence);
      expect(stdout).toContain(`${path}: 20`);
    }
  });
});

describeLive("a limit that is soon reached", () => {
  const inhabitants = new Inhabitants("forecast");
  let growing: Inspected;
  let still: Inspected;

  beforeAll(() => {
    const grow = "i=0; while sleep 0.5; do head -c 1000000 /dev/zero >/dev/shm/$i; i=$((i+1)); done";
    const memory = ["--memory", "600m", "--shm-size", "600m"];
    growing = inhabitants.container("growing", memory, ["sh", "-c", grow]);
    still = inhabitants.container("still", memory);
  });
  afterAll(() => inhabitants.removeAll());

  test("is told to who grows steadily, about as far away as it is, and not to who does not", () => {
    const { stdout } = nstop("stream", "--count", "26", "--engine", `unix://${labSocket}`);
    const snapshots = stdout
      .trim()
      .split("\n")
      .map((line): Snapshot => JSON.parse(line));
    const told = snapshots
      .map((snapshot) => groupOf(snapshot, growing.Id))
      .filter(({ memory }) => memory.secondsToLimit !== null);
    expect(told.length).toBeGreaterThan(2);
    const last = told.at(-1)?.memory ?? expect.fail("nothing was told");
    const left = (last.limitBytes ?? 0) - (last.workingSetBytes ?? 0);
    const perSecond = left / (last.secondsToLimit ?? 1);
    expect(perSecond).toBeGreaterThan(300_000);
    expect(perSecond).toBeLessThan(2_500_000);
    const ofStill = snapshots.map((snapshot) => groupOf(snapshot, still.Id).memory.secondsToLimit);
    expect(ofStill).toEqual(ofStill.map(() => null));
  });
});

/** The device that containers write to. */
function dataDevice(): string {
  return run("findmnt", "-n", "-v", "-o", "SOURCE", "-T", docker("info", "-f", "{{.DockerRootDir}}")).trim();
}

/** Gives what is around a container a hundredth of a core. @returns Its path. */
function setQuotaAround({ State }: Inspected): string {
  const lines = readFileSync(`/proc/${State.Pid}/cgroup`, "utf8").split("\n");
  const own = lines.map((line) => /^\d+:(?:cpu|cpu,cpuacct|):(.*)$/.exec(line)?.[1]);
  const path = dirname(own.find((found) => found !== undefined) ?? "");
  const v1 = `/sys/fs/cgroup/cpu${path}/cpu.cfs_quota_us`;
  if (existsSync(v1)) writeFileSync(v1, "2000");
  else writeFileSync(`/sys/fs/cgroup${path}/cpu.max`, "2000 100000");
  return path;
}

/** In every hierarchy that has it. systemd may have removed its own already. */
function removeCgroup(path: string): void {
  const mounts = run("findmnt", "-r", "-n", "-o", "TARGET", "-t", "cgroup,cgroup2").trim().split("\n");
  for (const mount of mounts) if (existsSync(mount + path)) rmdirSync(mount + path);
}

function evidenceOf(snapshot: Snapshot, containers: readonly Inspected[]): Verdict["evidence"] {
  const groups = containers.map(({ Id }): Group => groupOf(snapshot, Id));
  const evidence = groups.flatMap(({ verdict }) => verdict?.evidence ?? []);
  // The averages of pressure move up and down.
  return evidence.filter(({ path }) => path.startsWith("/sys/fs/cgroup/") && !path.endsWith(".pressure"));
}

function evidencePaths(snapshot: Snapshot, containers: readonly Inspected[]): readonly string[] {
  return evidenceOf(snapshot, containers).map(({ path }) => path);
}

function readAll(paths: readonly string[]): ReadonlyMap<string, string> {
  return new Map(paths.map((path) => [path, readFileSync(path, "utf8")]));
}

/** Counters that evidence quotes, such as `nr_throttled 480 (+8)`; a file that holds one number has no name for it. */
function numbersIn(value: string): readonly (readonly [name: string, value: number])[] {
  const parts = value.split(", ").map((part) => /^(?:(\w+) )?(\d+)(?: \(\+\d+\))?$/.exec(part));
  return parts.flatMap((part) => (part === null ? [] : [[part[1] ?? "", Number(part[2])] as const]));
}

function numberIn(text: string, name: string): number | null {
  const line = text.split("\n").find((each) => name === "" || each.startsWith(`${name} `));
  const found = /(\d+)$/.exec(line ?? "")?.[1];
  return found === undefined ? null : Number(found);
}
