import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Show } from "../../src/model/detail.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { type Inspected, NSTOP, run } from "./lab.ts";

const SCRIPT = fileURLToPath(new URL("../../scripts/lab", import.meta.url));

const NOBODY = 65534;

/** What `scripts/lab engines` makes, one of each. */
export const MEMBERS = [
  "docker",
  "parented",
  "podman",
  "sandbox",
  "web",
  "helper",
  "lxc",
  "nspawn",
  "service",
  "outer",
  "nested",
] as const;

export type Member = (typeof MEMBERS)[number];

/** As `scripts/lab engines` names it; the id is `-` where there is none. */
export interface Made {
  readonly name: string;
  readonly id: string;
}

/**
 * A lab of its own with containers of every engine side by side, whose daemons a test may stop. It lies in the directory
 * of the lab that is up, and goes with that if a test run is cut short.
 */
export class EnginesLab {
  readonly directory = join(process.env["NSTOP_LAB_DIR"] ?? "/run/nstop-lab", `engines-${process.pid}`);
  readonly dockerUrl = `unix://${this.directory}/docker.sock`;
  readonly podmanUrl = `unix://${this.directory}/podman.sock`;
  #made: ReadonlyMap<string, Made> = new Map();

  up(): void {
    this.script("engines");
    const lines = readFileSync(`${this.directory}/engines`, "utf8").trim().split("\n");
    this.#made = new Map(
      lines.map((line) => {
        const [member = "", name = "", id = ""] = line.split(" ");
        return [member, { name, id }];
      }),
    );
  }

  down(): void {
    this.script("down");
  }

  /**
   * @returns `null` where this machine has not got that engine.
   * @throws {Error} Instead, where the lab is required (`NSTOP_LAB=require`).
   */
  find(member: Member): Made | null {
    const made = this.#made.get(member) ?? null;
    if (made === null && process.env["NSTOP_LAB"] === "require") {
      throw new Error(`${member}: scripts/lab could not make it, see above`);
    }
    return made;
  }

  /** One that everybody has, or that was looked for before. */
  member(member: Member): Made {
    const made = this.find(member);
    if (made === null) throw new Error(`${member} was not made`);
    return made;
  }

  /** Runs `scripts/lab` on it. */
  script(...args: readonly string[]): string {
    return execFileSync(SCRIPT, args, {
      encoding: "utf8",
      env: { ...process.env, NSTOP_LAB_DIR: this.directory },
      stdio: ["ignore", "pipe", "inherit"],
    }).trim();
  }

  docker(...args: readonly string[]): string {
    return run("docker", "-H", this.dockerUrl, ...args).trim();
  }

  inspect(id: string): Inspected {
    const [container] = JSON.parse(this.docker("inspect", id)) as Inspected[];
    if (container === undefined) throw new Error(`no container ${id}`);
    return container;
  }

  /** Pid of one of its daemons. */
  daemon(name: "dockerd" | "containerd" | "podman" | "nspawn" | "service"): number {
    return Number(readFileSync(`${this.directory}/${name}.pid`, "utf8"));
  }

  /** What `nstop list --json` says when it is told of the engines that have a socket. */
  list(...args: readonly string[]): Snapshot {
    return this.#json("list", ...args, ...this.#engines) as Snapshot;
  }

  /** The same of a user without rights or groups. */
  listAsNobody(): Snapshot {
    // Neither the program nor its runtime need be in a place that everybody may read.
    const home = mkdtempSync(join(tmpdir(), "nstop-nobody-"));
    try {
      chmodSync(home, 0o755);
      copyFileSync(process.execPath, `${home}/node`);
      cpSync(dirname(NSTOP), `${home}/dist`, { recursive: true });
      const nstop = [`${home}/node`, `${home}/dist/nstop.js`, "list", "--json"];
      const identity = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups"];
      return parsed("setpriv", [...identity, ...nstop, ...this.#engines]) as Snapshot;
    } finally {
      rmSync(home, { recursive: true });
    }
  }

  /** What it says when it is told of no engine at all, and only finds those in their usual places. */
  listUntold(): Snapshot {
    return this.#json("list") as Snapshot;
  }

  show(target: string): Show {
    return this.#json("show", target, "--delay", "0.2", ...this.#engines) as Show;
  }

  get #engines(): readonly string[] {
    const urls = this.#made.has("podman") ? [this.dockerUrl, this.podmanUrl] : [this.dockerUrl];
    return urls.flatMap((url) => ["--engine", url]);
  }

  #json(...args: readonly string[]): unknown {
    return parsed(process.execPath, [NSTOP, ...args, "--json"]);
  }
}

function parsed(program: string, args: readonly string[]): unknown {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8", maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${status}: ${stderr}`);
  return JSON.parse(stdout);
}
