import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";

const ROOT = "/sys/fs/cgroup";

/** Begins the ids of its containers: what a run that was killed left is known by it. */
const ID_PREFIX = "50a4";

/** As many containers are there at a time. */
const WORKERS = 8;

const LOOK_MILLISECONDS = 50;
const MAX_LOOKS = 200;

/**
 * Makes containers as an engine would, cgroups and namespaces, one after the other: arguments are how many, how many
 * processes in each, and the directories of the engine in each hierarchy. A tenth of the processes stay for long enough to be
 * seen. Prints a line for each that has gone.
 */
const WORKER = `
  count=$1 each=$2
  shift 2
  while [ "$count" -gt 0 ]; do
    id=${ID_PREFIX}$(busybox od -An -v -N30 -tx1 /dev/urandom | busybox tr -d ' \\n')
    for parent; do busybox mkdir "$parent/$id"; done
    busybox sh -c '
      id=$1 each=$2
      shift 2
      for parent; do echo 0 >"$parent/$id/cgroup.procs"; done
      exec unshare --mount --uts --ipc --net --pid --fork busybox sh -c "
        i=0
        while [ \\$i -lt $each ]; do
          [ \\$((i % 10)) = 0 ] && busybox sleep 0.5 & [ \\$((i % 10)) = 0 ] || busybox true
          i=\\$((i + 1))
        done
        wait"
    ' sh "$id" "$each" "$@"
    for parent; do until busybox rmdir "$parent/$id" 2>/dev/null; do busybox sleep 0.01; done; done
    count=$((count - 1))
    echo gone
  done`;

/** Containers and their processes that come and go as fast as they can. */
export class Churn {
  readonly #parents = engineDirectories();
  readonly #workers: readonly ChildProcessByStdio<null, Readable, null>[];
  readonly #each: number;
  #containers = 0;
  #working: number;

  constructor(processes: number, containers: number) {
    this.#each = Math.ceil(processes / containers);
    for (const parent of this.#parents) mkdirSync(parent, { recursive: true });
    const workers = Math.min(WORKERS, containers);
    this.#working = workers;
    this.#workers = Array.from({ length: workers }, (_, worker) => {
      const share = Math.floor((containers + worker) / workers);
      return this.#start(share);
    });
  }

  /** How many processes have come and gone. */
  get processes(): number {
    return this.#containers * this.#each;
  }

  get containers(): number {
    return this.#containers;
  }

  get isOver(): boolean {
    return this.#working === 0;
  }

  /** Ends what is there, and takes the cgroups away. */
  async end(): Promise<void> {
    for (const worker of this.#workers) {
      if (worker.pid === undefined || worker.exitCode !== null || worker.signalCode !== null) continue;
      const gone = once(worker, "exit");
      process.kill(-worker.pid, "SIGKILL");
      await gone;
    }
    for (let looks = 0; looks < MAX_LOOKS && !this.#removeCgroups(); looks += 1) {
      await sleep(LOOK_MILLISECONDS);
    }
  }

  #start(containers: number): ChildProcessByStdio<null, Readable, null> {
    const args = ["sh", "-c", WORKER, "soak", String(containers), String(this.#each), ...this.#parents];
    // A process group of its own, to be ended as one.
    const worker = spawn("busybox", args, { detached: true, stdio: ["ignore", "pipe", "inherit"] });
    worker.stdout.on("data", (text: Buffer) => {
      this.#containers += text.toString().split("\n").length - 1;
    });
    worker.once("close", () => {
      this.#working -= 1;
    });
    return worker;
  }

  /** @returns Whether none is left. */
  #removeCgroups(): boolean {
    return this.#parents.every((parent) => {
      const own = readdirSync(parent).filter((name) => name.startsWith(ID_PREFIX));
      return own.every((name) => removed(join(parent, name))) && (removed(parent) || existsSync(parent));
    });
  }
}

/** Where Docker has its cgroups: in each hierarchy of v1 that takes a process as it is, or in that of v2. */
function engineDirectories(): readonly string[] {
  if (existsSync(`${ROOT}/cgroup.controllers`)) return [`${ROOT}/docker`];
  return readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !["cpuset", "unified"].includes(entry.name))
    .map(({ name }) => `${ROOT}/${name}/docker`);
}

/** What still has somebody in it stays. */
function removed(directory: string): boolean {
  try {
    rmdirSync(directory);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "EBUSY" || error.code === "ENOTEMPTY")) {
      return false;
    }
    throw error;
  }
}
