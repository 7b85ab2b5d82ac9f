/**
 * Captures what nstop reads of this host into a directory that a test can read in its place:
 *
 *   node scripts/capture-fixture.ts test/fixtures/HOST [--replace TEXT=TEXT]… [PID…]
 *
 * Without PIDs it takes init, a kernel thread, and one process of each container, service and set of
 * namespaces, a dozen at most. Command lines and environments are not captured. The hostname, public
 * addresses, and hardware addresses are replaced, mounts and sockets outside of the system's directories
 * left out. `--replace` is for other names that should not leave the machine. Run it as root.
 */
import fs from "node:fs";
import path from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { cgroupMembership } from "../src/cgroupfs/cgroup-owner.ts";
import { NAMESPACE_TYPES } from "../src/procfs/namespace-link.ts";
import { parsePidCgroup } from "../src/procfs/pid-cgroup.ts";
import { cleanerOf } from "./fixture-cleaners.ts";

const MOST_PROCESSES = 12;

const HOST_FILES = [
  "loadavg",
  "meminfo",
  "pressure/cpu",
  "pressure/io",
  "pressure/memory",
  "stat",
  "sys/kernel/hostname",
  "sys/kernel/osrelease",
  "uptime",
];

const PROCESS_FILES = [
  "cgroup",
  "gid_map",
  "io",
  "limits",
  "mountinfo",
  "net/dev",
  "oom_score",
  "setgroups",
  "stat",
  "status",
  "timens_offsets",
  "uid_map",
];

/** Captured from one process of each network namespace. */
const NETWORK_FILES = [
  "net/fib_trie",
  "net/if_inet6",
  "net/ipv6_route",
  "net/route",
  "net/tcp",
  "net/tcp6",
  "net/udp",
  "net/udp6",
  "net/unix",
];

const CGROUP_FILE =
  /^(cgroup\.(controllers|events|freeze)|cpu\.(idle|max|stat|weight|shares|cfs_(quota|period)_us)|cpuacct\.(stat|usage(_user|_sys)?)|cpuset\.(cpus|mems|effective_(cpus|mems)|(cpus|mems)\.effective)|memory\.(current|events|high|low|max|min|peak|stat|failcnt|oom_control|swap\.(current|max)|memsw\.(failcnt|limit_in_bytes)|kmem\.usage_in_bytes|(usage|limit|soft_limit|max_usage)_in_bytes)|pids\.(current|events|max|peak)|io\.(max|stat|(bfq\.)?weight)|blkio\.((bfq\.)?weight(_device)?|throttle\.(io_service(d|_bytes)(_recursive)?|(read|write)_(bps|iops)_device))|freezer\.(state|self_freezing)|net_cls\.classid|net_prio\.ifpriomap|(cpu|io|memory)\.pressure)$/;

const CGROUP_ROOT = "/sys/fs/cgroup";

/** What a read answers for a file that is not there, is not for us, or has nothing to say of this process. */
const UNREADABLE = new Set([
  "ENOENT",
  "ESRCH",
  "ENODEV",
  "EACCES",
  "EPERM",
  "EINVAL",
  "EOPNOTSUPP",
  "ENOTDIR",
]);

function unlessUnreadable<Value>(read: () => Value): Value | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error && "code" in error && UNREADABLE.has(String(error.code))) return null;
    throw error;
  }
}

/** A byte is a character, so that nothing is lost between reading and writing. */
function read(file: string): string | null {
  return unlessUnreadable(() => fs.readFileSync(file, "latin1"));
}

function list(directory: string): readonly string[] {
  return unlessUnreadable(() => fs.readdirSync(directory)) ?? [];
}

/** Writes into the fixture, with every replacement made in names and in texts. */
class Fixture {
  readonly #directory: string;
  readonly #replacements: readonly (readonly [string, string])[];
  bytes = 0;

  constructor(directory: string, replacements: readonly (readonly [string, string])[]) {
    this.#directory = directory;
    this.#replacements = replacements;
  }

  #replaced(text: string): string {
    return this.#replacements.reduce((result, [from, to]) => result.replaceAll(from, to), text);
  }

  #place(file: string): string {
    const place = path.join(this.#directory, this.#replaced(file));
    fs.mkdirSync(path.dirname(place), { recursive: true });
    return place;
  }

  file(from: string, to = from, clean = cleanerOf("")): void {
    const text = read(from);
    if (text === null) return;
    const captured = this.#replaced(clean(text));
    this.bytes += captured.length;
    fs.writeFileSync(this.#place(to), captured, "latin1");
  }

  link(target: string, at: string): void {
    fs.symlinkSync(this.#replaced(target), this.#place(at));
  }
}

function processNumbers(): readonly number[] {
  return list("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** What tells processes apart for a fixture: whose they are, and their namespaces. */
function kindOf(pid: number): { readonly rank: number; readonly key: string } {
  const owners = parsePidCgroup(read(`/proc/${pid}/cgroup`) ?? "").map(
    ({ path }) => cgroupMembership(path).owner,
  );
  const owner = owners.find((found) => found !== null) ?? null;
  const namespaces = NAMESPACE_TYPES.map((type) =>
    unlessUnreadable(() => fs.readlinkSync(`/proc/${pid}/ns/${type}`)),
  );
  const rank = owner === null ? 1 : owner.kind === "container" ? 0 : 2;
  return { rank, key: JSON.stringify([owner?.path, namespaces]) };
}

function choosePids(): readonly number[] {
  const first = new Map<string, { readonly pid: number; readonly rank: number }>();
  for (const pid of processNumbers()) {
    const { rank, key } = kindOf(pid);
    if (pid !== process.pid && !first.has(key)) first.set(key, { pid, rank });
  }
  const chosen = [...first.values()].sort((left, right) => left.rank - right.rank || left.pid - right.pid);
  return [...new Set([1, 2, ...chosen.map(({ pid }) => pid)])].slice(0, MOST_PROCESSES);
}

function captureProcess(pid: number, fixture: Fixture, networks: Set<string | null>): void {
  const network = unlessUnreadable(() => fs.readlinkSync(`/proc/${pid}/ns/net`));
  const files = networks.has(network) ? PROCESS_FILES : [...PROCESS_FILES, ...NETWORK_FILES];
  networks.add(network);
  for (const file of files) fixture.file(`/proc/${pid}/${file}`, `proc/${pid}/${file}`, cleanerOf(file));
  for (const type of NAMESPACE_TYPES) {
    const target = unlessUnreadable(() => fs.readlinkSync(`/proc/${pid}/ns/${type}`));
    if (target !== null) fixture.link(target, `proc/${pid}/ns/${type}`);
  }
}

/** Directories that hierarchies are mounted at: one for v2, one for each controller for v1. */
function hierarchies(): readonly string[] {
  const names = list(CGROUP_ROOT);
  if (names.includes("cgroup.controllers")) return [CGROUP_ROOT];
  return names.map((name) => path.join(CGROUP_ROOT, name));
}

/** The cgroups of a process and all those above them. */
function cgroupPaths(pids: readonly number[]): readonly string[] {
  const paths = new Set<string>(["/"]);
  for (const pid of pids) {
    for (const cgroup of parsePidCgroup(read(`/proc/${pid}/cgroup`) ?? "")) {
      for (let at = cgroup.path; !paths.has(at); at = path.dirname(at)) paths.add(at);
    }
  }
  return [...paths];
}

function captureCgroups(pids: readonly number[], fixture: Fixture): void {
  for (const hierarchy of hierarchies()) {
    for (const cgroup of cgroupPaths(pids)) {
      const directory = path.join(hierarchy, cgroup);
      for (const name of list(directory).filter((file) => CGROUP_FILE.test(file))) {
        fixture.file(path.join(directory, name), path.join(directory, name).slice(1));
      }
    }
  }
}

function replacement(text: string): readonly [string, string] {
  const at = text.indexOf("=");
  if (at < 1) throw new RangeError(`--replace wants TEXT=TEXT, not ${text}`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function main(): void {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { replace: { type: "string", multiple: true, default: [] } },
  });
  const [directory, ...named] = positionals;
  if (directory === undefined || fs.existsSync(directory)) {
    throw new RangeError("usage: capture-fixture.ts NEW-DIRECTORY [--replace TEXT=TEXT]… [PID…]");
  }
  const fixture = new Fixture(directory, values.replace.map(replacement));
  const pids = named.length > 0 ? named.map(Number) : choosePids();
  for (const file of HOST_FILES) fixture.file(`/proc/${file}`, `proc/${file}`, cleanerOf(file));
  const networks = new Set<string | null>();
  for (const pid of pids) captureProcess(pid, fixture, networks);
  fixture.link(String(pids[0]), "proc/self");
  captureCgroups(pids, fixture);
  process.stdout.write(`${directory}: ${pids.length} processes, ${Math.ceil(fixture.bytes / 1024)} KiB\n`);
}

main();
