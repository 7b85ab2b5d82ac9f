import type { HostReader } from "../host/host-reader.ts";
import { ReadFailure, UNSPEAKABLE } from "../host/read-failure.ts";
import { lines } from "../procfs/lines.ts";
import { parseMountinfo } from "../procfs/mountinfo.ts";
import type { NamespaceType } from "../procfs/namespace-link.ts";
import { parsePidStatus } from "../procfs/pid-status.ts";
import type { IssueLog } from "./issue-log.ts";
import { type PinnedNamespace, PinTable } from "./pin-table.ts";
import type { TrackedProcess } from "./tracked-process.ts";

const MISSING = "Namespaces that no process lives in may be missing";

const MISSING_LEVELS = "The nesting of some pid namespaces is unknown";

/** What most descriptors are: files, sockets, pipes, what has no name. */
const NO_NAMESPACE = /^(\/|socket:|pipe:|anon_inode:)/;

/** In which a thread may be without the others of its process; the kernel allows it for no other type. */
const THREAD_TYPES = ["mnt", "uts", "ipc", "net", "cgroup"] as const satisfies readonly NamespaceType[];

/** Into which the next child of a process is born. */
const CHILD_TYPES = ["pid", "time"] as const satisfies readonly NamespaceType[];

/** What a {@link DeepLook} has found. */
export interface FoundNamespaces {
  readonly pinned: readonly PinnedNamespace[];
  /** Of pid namespaces, by inode: see `NamespaceFacts.pidLevels`. */
  readonly pidLevels: ReadonlyMap<number, number>;
}

/** What has to be known of a process beforehand. */
export type LookedAtProcess = Pick<TrackedProcess, "pid" | "stat" | "namespaces">;

/**
 * Looks for what keeps namespaces alive beside the processes that live in them: bind mounts in every mount namespace,
 * threads, namespaces that a process has made for its children, and open descriptors. It takes long, so it goes on in
 * steps.
 *
 * @see https://man7.org/linux/man-pages/man7/namespaces.7.html "Namespace lifetime"
 */
export class DeepLook {
  readonly #reader: HostReader;
  readonly #issues: IssueLog;
  readonly #descriptors: boolean;
  readonly #pins = new PinTable();
  readonly #pidLevels = new Map<number, number>();
  readonly #steps: readonly (() => void)[];
  #done = 0;

  /** @param descriptors - Look at what every process has open or has made for its children: most of the work. */
  constructor(
    reader: HostReader,
    issues: IssueLog,
    processes: readonly LookedAtProcess[],
    descriptors = true,
  ) {
    this.#reader = reader;
    this.#issues = issues;
    this.#descriptors = descriptors;
    const programs = processes.filter(({ stat }) => !stat.kernelThread);
    const byMount = Map.groupBy(programs, ({ namespaces }) => namespaces.mnt);
    const byPid = Map.groupBy(programs, ({ namespaces }) => namespaces.pid);
    this.#steps = [
      ...Array.from(byMount.values(), (sharers) => () => this.#lookAtMounts(sharers)),
      ...Array.from(
        byPid,
        ([inode, sharers]) =>
          () =>
            this.#countLevels(inode, sharers),
      ),
      ...programs.map((process) => () => this.#lookAtProcess(process)),
    ];
  }

  /** From 0 to 1. */
  get progress(): number {
    return this.#steps.length === 0 ? 1 : this.#done / this.#steps.length;
  }

  /** Goes on until all is done, or `isTime` says so. */
  goOn(isTime: () => boolean): void {
    while (this.#done < this.#steps.length && !isTime()) {
      this.#steps[this.#done]?.();
      this.#done += 1;
    }
  }

  /** What has been found so far. */
  found(): FoundNamespaces {
    return { pinned: this.#pins.list(), pidLevels: new Map(this.#pidLevels) };
  }

  /** Any of those in a mount namespace can tell of its mounts; the first may have ended meanwhile. */
  #lookAtMounts(sharers: readonly LookedAtProcess[]): void {
    for (const { pid } of sharers) {
      const path = `/proc/${pid}/mountinfo`;
      const text = this.#issues.attempt(path, MISSING, () => this.#reader.readText(path));
      if (text === null) continue;
      // There may be thousands of other mounts.
      const ofNamespaces = lines(text).filter((line) => line.includes(" - nsfs "));
      const mounts = this.#issues.attempt(path, MISSING, () => parseMountinfo(ofNamespaces.join("\n")));
      for (const { root, mountPoint } of mounts ?? []) this.#pins.add(root, "mount", pid, mountPoint);
      return;
    }
  }

  #countLevels(inode: number | null, sharers: readonly LookedAtProcess[]): void {
    if (inode === null) return;
    for (const { pid } of sharers) {
      const path = `/proc/${pid}/status`;
      const status = this.#issues.attempt(path, MISSING_LEVELS, () =>
        parsePidStatus(this.#reader.readText(path)),
      );
      if (status === null) continue;
      if (status.namespacePids !== null) this.#pidLevels.set(inode, status.namespacePids.length);
      return;
    }
  }

  #lookAtProcess(process: LookedAtProcess): void {
    if (process.stat.threads > 1) this.#lookAtThreads(process);
    if (!this.#descriptors) return;
    this.#lookForChildren(process);
    this.#lookAtDescriptors(process.pid);
  }

  #lookAtThreads({ pid, namespaces }: LookedAtProcess): void {
    const directory = `/proc/${pid}/task`;
    this.#attempt(directory, () => {
      for (const name of this.#reader.list(directory)) {
        if (Number(name) === pid) continue;
        for (const type of THREAD_TYPES) {
          const path = `${directory}/${name}/ns/${type}`;
          const link = this.#linkUnlessGone(path);
          if (link === null) break;
          if (link !== `${type}:[${namespaces[type]}]`) this.#pins.add(link, "thread", Number(name), path);
        }
      }
    });
  }

  #lookForChildren({ pid, namespaces }: LookedAtProcess): void {
    this.#attempt(`/proc/${pid}/ns`, () => {
      for (const type of CHILD_TYPES) {
        const path = `/proc/${pid}/ns/${type}_for_children`;
        const link = this.#linkUnlessGone(path);
        if (link === null || link === `${type}:[${namespaces[type]}]`) continue;
        this.#pins.add(link, "process", pid, path);
      }
    });
  }

  #lookAtDescriptors(pid: number): void {
    const directory = `/proc/${pid}/fd`;
    this.#attempt(directory, () => {
      for (const name of this.#reader.list(directory)) {
        const path = `${directory}/${name}`;
        const link = this.#linkUnlessGone(path);
        if (link !== null && !NO_NAMESPACE.test(link)) this.#pins.add(link, "fd", pid, path);
      }
    });
  }

  /** Who may list a directory may still not read what is in it: that is noted once, not for each. */
  #attempt(path: string, look: () => void): void {
    this.#issues.attempt(path, MISSING, look);
  }

  /** @returns `null` when it has ended, or was closed, meanwhile; and for a name that no namespace has. */
  #linkUnlessGone(path: string): string | null {
    try {
      return this.#reader.readLink(path);
    } catch (error) {
      if (error instanceof ReadFailure && (error.kind === "gone" || error.code === UNSPEAKABLE)) return null;
      throw error;
    }
  }
}
