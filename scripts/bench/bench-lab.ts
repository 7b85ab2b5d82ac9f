import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { unlessGoneOrDenied } from "./unless-gone.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A lab (see `scripts/lab`) of the benchmark's own, which makes its loads. */
export class BenchLab {
  readonly directory = process.env["NSTOP_BENCH_DIR"] ?? "/run/nstop-bench";
  readonly socket = `${this.directory}/docker.sock`;

  /** In the environment of every process of the lab: {@link clear} ends all that have it. */
  readonly mark = { NSTOP_LAB_OF: this.directory };

  /** Sleeping processes in bare namespace sets. */
  crowd(processes: number, sets: number): void {
    this.#run("crowd", String(processes), String(sets));
  }

  /** Sleeping processes in cgroups as an engine would make them. */
  cgroups(processes: number, groups: number): void {
    this.#run("cgroups", String(processes), String(groups));
  }

  removeCgroups(): void {
    this.#run("cgroups", "0");
  }

  /** Starts an engine. */
  up(): void {
    this.#run("up");
  }

  /** Takes away all that is there, also what an earlier run that was killed left. */
  clear(): void {
    if (existsSync(this.directory)) this.#run("down");
  }

  /** Ids of the cgroups that {@link cgroups} made. */
  get groupIds(): readonly string[] {
    const list = `${this.directory}/cgroups`;
    return existsSync(list) ? readFileSync(list, "utf8").trim().split("\n") : [];
  }

  /** Pids of the engine, of containerd, and of what watches over each container. */
  get enginePids(): readonly number[] {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .filter((pid) =>
        unlessGoneOrDenied(() => readFileSync(`/proc/${pid}/environ`, "utf8"))
          ?.split("\0")
          .includes(`NSTOP_LAB_OF=${this.directory}`),
      )
      .map(Number);
  }

  /** Runs the Docker client on the lab's engine, and returns what it printed. */
  docker(...args: readonly string[]): string {
    const { status, stdout, stderr } = spawnSync("docker", args, {
      encoding: "utf8",
      env: { ...process.env, ...this.variables },
    });
    if (status !== 0) throw new Error(`docker ${args[0]} failed: ${stderr}`);
    return stdout.trim();
  }

  /** What leads the Docker client to the lab's engine. */
  get variables(): Readonly<Record<string, string>> {
    return { DOCKER_HOST: `unix://${this.socket}`, DOCKER_CONTEXT: "" };
  }

  /** In a session of its own: Ctrl-C ends the benchmark, which then clears what is half made. */
  #run(...args: readonly string[]): void {
    const { status } = spawnSync("setsid", ["--wait", `${root}scripts/lab`, ...args], {
      env: { ...process.env, NSTOP_LAB_DIR: this.directory },
      stdio: ["ignore", "ignore", "inherit"],
    });
    if (status !== 0) throw new Error(`scripts/lab ${args.join(" ")} failed`);
  }
}
