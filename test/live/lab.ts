import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe } from "vitest";
import type { Namespaces, Show } from "../../src/model/detail.ts";
import type { Group, Snapshot } from "../../src/model/snapshot.ts";

/** Socket of the lab's engine; `null` where there is no lab. `npm test` brings one up and sets it. */
export const labSocket: string | null = process.env["NSTOP_LAB_SOCKET"] ?? null;

/** Tests that need the lab's engine: without it `npm test` says loudly that they did not run. */
export const describeLive = describe.skipIf(labSocket === null);

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The built program, which is what users run. */
export const NSTOP = `${root}dist/nstop.js`;

/** What a program printed, and how it ended. */
export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built nstop, as it is. */
export function nstop(...args: readonly string[]): Ran {
  return spawnSync(process.execPath, [NSTOP, ...args], { encoding: "utf8", maxBuffer: 2 ** 28 });
}

/** Runs nstop on the lab's engine, and reads the JSON that it prints. */
function nstopJson(...args: readonly string[]): unknown {
  const { status, stdout, stderr } = nstop(...args, "--json", "--engine", `unix://${labSocket}`);
  if (status !== 0) throw new Error(`nstop ${args.join(" ")} ended with ${status}: ${stderr}`);
  return JSON.parse(stdout);
}

/** What `nstop list --json` says. */
export function list(...args: readonly string[]): Snapshot {
  return nstopJson("list", ...args) as Snapshot;
}

/** What `nstop show TARGET --json` says, with rates over `delaySeconds`. */
export function show(target: string, delaySeconds = 0.2): Show {
  return nstopJson("show", target, "--delay", String(delaySeconds)) as Show;
}

/** What `nstop namespaces --json` says. */
export function namespaces(...args: readonly string[]): Namespaces {
  return nstopJson("namespaces", ...args) as Namespaces;
}

/** The group of a container in a snapshot. */
export function groupOf({ groups }: Snapshot, containerId: string): Group {
  const group = groups.find((candidate) => candidate.containerId === containerId);
  if (group === undefined) throw new Error(`container ${containerId} is not listed`);
  return group;
}

/** Runs a program to its end and returns what it printed. */
export function run(program: string, ...args: readonly string[]): string {
  return execFileSync(program, args, {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** Runs the Docker client on the lab's engine. */
export function docker(...args: readonly string[]): string {
  return execFileSync("docker", args, {
    encoding: "utf8",
    env: { ...process.env, DOCKER_HOST: `unix://${labSocket}` },
    stdio: ["ignore", "pipe", "pipe"],
  }).trim();
}

/** What `docker inspect` says of a container, the parts that are compared. */
export interface Inspected {
  readonly Id: string;
  readonly Name: string;
  readonly RestartCount: number;
  readonly State: { readonly Status: string; readonly Pid: number; readonly StartedAt: string };
  readonly Config: {
    readonly Image: string;
    readonly Hostname: string;
    readonly Domainname: string;
    readonly Labels: Readonly<Record<string, string>>;
  };
  readonly HostConfig: {
    readonly Memory: number;
    readonly NanoCpus: number;
    readonly PidsLimit: number | null;
    readonly MemoryReservation: number;
    readonly CpusetCpus: string;
    readonly NetworkMode: string;
  };
}

export function inspect(id: string): Inspected {
  const [container] = JSON.parse(docker("inspect", id)) as Inspected[];
  if (container === undefined) throw new Error(`no container ${id}`);
  return container;
}

/** Sleeps for as long as any test takes. */
export const SLEEP: readonly string[] = ["sleep", "2147483647"];

/** Containers and bare namespace sets that one test file makes, and takes away again. */
export class Inhabitants {
  readonly #ids: string[] = [];
  readonly #processes: ChildProcess[] = [];
  readonly #prefix: string;

  /** @param prefix - Begins the names of its containers: no two files share one. */
  constructor(prefix: string) {
    this.#prefix = `${prefix}-${process.pid}`;
  }

  /** A name that nothing else on this machine has. */
  name(name: string): string {
    return `${this.#prefix}-${name}`;
  }

  /** Starts a container. */
  container(name: string, options: readonly string[] = [], command: readonly string[] = SLEEP): Inspected {
    const id = docker("run", "-d", "--name", this.name(name), ...options, "busybox:lab", ...command);
    this.#ids.push(id);
    return inspect(id);
  }

  /** Starts a shell script in namespaces of its own, and returns once it has printed a line. */
  async bareSet(options: readonly string[], script: string): Promise<number> {
    const lines = `${script}; echo ready; exec sleep 2147483647`;
    return (await this.start("unshare", [...options, "sh", "-c", lines])).pid;
  }

  /** Starts a program, and returns once it has printed a line. */
  async start(
    program: string,
    args: readonly string[],
  ): Promise<{ readonly pid: number; readonly line: string }> {
    const started = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
    this.#processes.push(started);
    const [output]: unknown[] = await once(started.stdout, "data");
    if (started.pid === undefined) throw new Error(`${program} did not start`);
    return { pid: started.pid, line: String(output).trimEnd() };
  }

  /** Removes all of them. */
  async removeAll(): Promise<void> {
    const ids = new Set(this.#ids.splice(0));
    // An engine whose shim has not yet reaped a killed first process refuses to remove its container.
    await eventually(() => {
      if (ids.size === 0) return;
      const left = docker("ps", "--all", "--quiet", "--no-trunc")
        .split("\n")
        .filter((id) => ids.has(id));
      if (left.length > 0) docker("rm", "-f", ...left);
    });
    for (const process of this.#processes.splice(0)) {
      const gone = once(process, "exit");
      process.kill("SIGKILL");
      await gone;
    }
  }
}

/**
 * Compares two views of what moves: looks again until they agree, and fails with the last difference.
 *
 * @param compare - Throws when they differ.
 */
export async function eventually<Result>(
  compare: () => Result | Promise<Result>,
  looks = 8,
): Promise<Result> {
  for (let look = 1; ; look += 1) {
    try {
      return await compare();
    } catch (difference) {
      if (look === looks) throw difference;
    }
  }
}

/** The eight links of a process, as the kernel says them now. */
export function namespaceInodes(pid: number): Record<string, number> {
  const types = ["mnt", "uts", "pid", "ipc", "net", "user", "cgroup", "time"];
  return Object.fromEntries(
    types.map((type) => [type, Number(/\d+/.exec(run("readlink", `/proc/${pid}/ns/${type}`))?.[0])]),
  );
}

/** Pid of the lab's own engine. */
export function enginePid(): number {
  return Number(readFileSync(`${process.env["NSTOP_LAB_DIR"]}/dockerd.pid`, "utf8"));
}

/** The middle one of some numbers. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
