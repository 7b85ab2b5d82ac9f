import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { vi } from "vitest";
import { SLEEP } from "./lab.ts";
import { isV2 } from "./lab-cgroups.ts";

const PROGRAM = fileURLToPath(new URL("hostile-names.pl", import.meta.url));

const CGROUPS = "/sys/fs/cgroup";

/** How long the kernel may take to empty a cgroup, before the test fails. */
const PATIENCE = { timeout: 20_000 };

/**
 * A name that blinks, hides, writes the clipboard, links, asks the terminal, turns the text around, says nothing, has a
 * control character of 8 bits, ends the line, looks escaped, and heaps marks on a letter.
 */
export const HOSTILE = `\x1b[5m\x1b]52;c;ZXZpbA==\x07\x1b]8;;x\x07\x1b[8m\x1b[6n\u202e\u200b\x9b7m\t\r\n\\040 (deleted)e${"\u0301".repeat(9)}`;

/** Who she is, whose name in the file of users is hostile. */
export const HOSTILE_UID = 4242;

/** What the kernel takes as a name of a cgroup. */
const CGROUP_NAME = HOSTILE.replaceAll("\n", "").slice(0, 60);

/** Processes, namespaces, cgroups and files with the worst names that the kernel takes, as in a container and in a service. */
export class HostileHost {
  readonly containerId: string;
  readonly directory = mkdtempSync(`${tmpdir()}/nstop-names-`);
  readonly #children: ReturnType<typeof spawn>[] = [];
  #pid = 0;

  constructor(containerId: string) {
    this.containerId = containerId;
    chmodSync(this.directory, 0o755);
    writeFileSync(
      this.passwd,
      `root:x:0:0::/:/bin/sh\n${HOSTILE.replaceAll(/[\n:]/g, "")}:x:${HOSTILE_UID}:0::/:/bin/sh\n`,
    );
  }

  /** Pid of the first process of what passes for a container. */
  get pid(): number {
    return this.#pid;
  }

  /** A file of users. */
  get passwd(): string {
    return `${this.directory}/passwd`;
  }

  /** Program and arguments that run a command where the host itself has a hostile name, and such users. */
  get shell(): string {
    return `unshare --mount --uts perl -e 'require "${this.directory}/host.pl"; exec @ARGV' --`;
  }

  async start(): Promise<void> {
    writeFileSync(`${this.directory}/host.pl`, HOST.replace("PASSWD", this.passwd));
    const inside = this.#makeCgroups(`docker/${this.containerId}/${CGROUP_NAME}`);
    const unshare = ["--uts", "--ipc", "--net", "--mount", "perl", PROGRAM];
    this.#pid = await this.#spawn("unshare", [...unshare, this.directory, String(HOSTILE_UID), ...inside]);
    const service = this.#makeCgroups(`system.slice/${CGROUP_NAME}.service`);
    const join = 'for procs; do echo $$ > "$procs"; done; echo ready; exec "$0" 2147483647';
    await this.#spawn("sh", ["-c", join, SLEEP[0] ?? "", ...service]);
  }

  async end(): Promise<void> {
    for (const child of this.#children) {
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    }
    for (const path of [
      `docker/${this.containerId}/${CGROUP_NAME}`,
      `docker/${this.containerId}`,
      `system.slice/${CGROUP_NAME}.service`,
    ]) {
      for (const hierarchy of hierarchies()) {
        await vi.waitFor(() => remove(`${hierarchy}/${path}`), PATIENCE);
      }
    }
    rmSync(this.directory, { recursive: true });
  }

  async #spawn(program: string, args: readonly string[]): Promise<number> {
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
    this.#children.push(child);
    await once(child.stdout, "data");
    return child.pid ?? 0;
  }

  /** @returns Their `cgroup.procs`. */
  #makeCgroups(path: string): readonly string[] {
    return hierarchies().map((hierarchy) => {
      mkdirSync(`${hierarchy}/${path}`, { recursive: true });
      return `${hierarchy}/${path}/cgroup.procs`;
    });
  }
}

function remove(directory: string): void {
  if (existsSync(directory)) rmdirSync(directory);
}

/** Gives the host another name, and other users. */
const HOST = `
my $name = ") \\e[5m\\e]2;x\\a\\xff\\x9b7m";
syscall(170, $name, length $name) == 0 or die "sethostname: $!";
my ($none, $root, $passwd, $there) = ("none", "/", "PASSWD", "/etc/passwd");
syscall(165, $none, $root, $none, 1 << 18 | 1 << 14, 0) == 0 or die "mount: $!";
syscall(165, $passwd, $there, $none, 4096, 0) == 0 or die "bind: $!";
1;
`;

/** All but cpuset's in v1, whose new cgroups take nobody in. */
function hierarchies(): readonly string[] {
  if (isV2) return [CGROUPS];
  return globSync(`${CGROUPS}/*/cgroup.procs`)
    .map((file) => file.replace(/\/cgroup\.procs$/, ""))
    .filter((directory) => !directory.endsWith("/cpuset"));
}
