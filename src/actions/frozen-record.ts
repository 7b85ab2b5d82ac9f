import type { HostReader } from "../host/host-reader.ts";
import { ReadFailure } from "../host/read-failure.ts";
import { visible } from "../host/text.ts";
import type { FrozenGroup } from "./actor.ts";
import { asksToFreeze, directoryInode, type FreezerCgroup } from "./freezer-file.ts";
import { cgroupAt } from "./group-cgroup.ts";
import { lookAgain, lookAtProcess, ownPid } from "./process-look.ts";
import { StateDirectory } from "./state-directory.ts";

/** Begins the names of its files. */
const PREFIX = "frozen-";

/** What is kept of a group that nstop froze, as JSON in a file of its own. */
interface Entry extends FrozenGroup {
  readonly inode: number;
  readonly bootId: string;
  /** The nstop that froze it. */
  readonly pid: number;
  readonly startTicks: number;
}

/**
 * What nstop froze and has not thawed, kept where a later nstop finds it, should this one end before. Every group has a file of its
 * own, so that several nstops do not get into each other's way, and nothing in one is believed before the kernel says the same.
 */
export class FrozenRecord {
  readonly #reader: HostReader;
  readonly #state: StateDirectory;

  constructor(reader: HostReader, directory: string) {
    this.#reader = reader;
    this.#state = new StateDirectory(directory);
  }

  /** What is wrong with what an earlier nstop left, for a person; `null` when nothing is. */
  complaint(): string | null {
    return this.#state.list(PREFIX, isEntry).complaint;
  }

  /**
   * Keeps a cgroup that is about to be frozen.
   *
   * @returns Why it could not be kept, for a person; `null` when it was.
   */
  add(name: string, cgroup: FreezerCgroup): string | null {
    const self = lookAtProcess(this.#reader, ownPid(this.#reader));
    const inode = directoryInode(this.#reader, cgroup.directory);
    if (self === null || inode === null) return `${visible(cgroup.directory)} is gone`;
    const entry: Entry = {
      name,
      directory: cgroup.directory,
      since: new Date().toISOString(),
      inode,
      bootId: this.#bootId(),
      pid: self.pid,
      startTicks: self.startTicks,
    };
    return this.#state.write(fileName(cgroup.version, inode), entry);
  }

  /** Forgets a cgroup that was thawed. */
  remove(cgroup: FreezerCgroup): void {
    const inode = directoryInode(this.#reader, cgroup.directory);
    if (inode !== null) this.#state.remove(fileName(cgroup.version, inode));
  }

  /**
   * Those that are still frozen, by this nstop or by one that is no more. What is thawed, gone or of another boot is forgotten.
   */
  list(): readonly (FrozenGroup & { readonly cgroup: FreezerCgroup })[] {
    const { entries } = this.#state.list(PREFIX, isEntry);
    return entries.flatMap(({ file, value }) => {
      const cgroup = this.#stillFrozen(value);
      if (cgroup === null) {
        this.#state.remove(file);
        return [];
      }
      const { name, directory, since } = value;
      return this.#isAnothers(value) ? [] : [{ name: visible(name), directory, since, cgroup }];
    });
  }

  /** `null` where the kernel does not say that just this cgroup is there and asks to be frozen. */
  #stillFrozen({ directory, inode, bootId }: Entry): FreezerCgroup | null {
    if (bootId !== this.#bootId()) return null;
    const cgroup = cgroupAt(this.#reader, directory);
    if (cgroup === null || directoryInode(this.#reader, directory) !== inode) return null;
    try {
      return asksToFreeze(this.#reader, cgroup) ? cgroup : null;
    } catch (error) {
      if (error instanceof ReadFailure) return null;
      throw error;
    }
  }

  /** Whether another nstop that still runs froze it: that one offers to thaw it. */
  #isAnothers(entry: Entry): boolean {
    return entry.pid !== ownPid(this.#reader) && typeof lookAgain(this.#reader, entry) !== "string";
  }

  #bootId(): string {
    return this.#reader.readText("/proc/sys/kernel/random/boot_id").trim();
  }
}

/** A cgroup's number is another one's in the other version. */
function fileName(version: FreezerCgroup["version"], inode: number): string {
  return `${PREFIX}${version}-${inode}.json`;
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== "object" || value === null) return false;
  const fields = new Map(Object.entries(value));
  return (
    ["name", "directory", "since", "bootId"].every((name) => typeof fields.get(name) === "string") &&
    ["inode", "pid", "startTicks"].every((name) => Number.isSafeInteger(fields.get(name)))
  );
}
