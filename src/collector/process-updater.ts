import type { HostReader } from "../host/host-reader.ts";
import { NAMESPACE_TYPES, type PerNamespace } from "../procfs/namespace-link.ts";
import type { CgroupTable } from "./cgroup-table.ts";
import type { IssueLog } from "./issue-log.ts";
import type { ProcessTable, Refreshed } from "./process-table.ts";
import { readHostNamespaces } from "./read-host-namespaces.ts";
import { areSameNamespaces, guessNamespaces, readNamespaces, UNKNOWN_NAMESPACES } from "./read-namespaces.ts";
import { readProcessCgroup } from "./read-process-cgroup.ts";
import { readProcessIo } from "./read-process-io.ts";
import { Rotation } from "./rotation.ts";
import type { TrackedProcess } from "./tracked-process.ts";

/** Where the host itself lives hardly ever changes. */
const HOST_NAMESPACES_SECONDS = 10;

/** Keeps up to date what is known of each process beyond its stat line: namespaces, cgroups, I/O. */
export class ProcessUpdater {
  readonly #reader: HostReader;
  readonly #issues: IssueLog;
  readonly #table: ProcessTable;
  readonly #cgroups: CgroupTable;
  readonly #rotation = new Rotation();
  #hostNamespaces: PerNamespace<number | null> = UNKNOWN_NAMESPACES;
  #hostReadAtSeconds = Number.NEGATIVE_INFINITY;

  constructor(reader: HostReader, issues: IssueLog, table: ProcessTable, cgroups: CgroupTable) {
    this.#reader = reader;
    this.#issues = issues;
    this.#table = table;
    this.#cgroups = cgroups;
  }

  /** See `Sample.hostNamespaces`. */
  get hostNamespaces(): PerNamespace<number | null> {
    return this.#hostNamespaces;
  }

  /**
   * Reads what is due.
   *
   * @param watched - Pids of those that are on screen: what is known of them is read in every sample.
   * @returns Those of which something may be new.
   */
  update(
    refreshed: Refreshed,
    watched: ReadonlySet<number>,
    nowSeconds: number,
  ): ReadonlySet<TrackedProcess> {
    this.#readHostNamespaces(nowSeconds);
    const onScreen = [...watched].flatMap((pid) => this.#table.get(pid) ?? []);
    const changed = new Set(refreshed.looked);
    for (const process of this.#rotation.due(refreshed, onScreen, nowSeconds)) {
      if (this.#sleepsOn(process, nowSeconds)) continue;
      this.#updateOne(process, nowSeconds);
      changed.add(process);
    }
    for (const process of changed) {
      if (process.stat.cpuTicks !== process.ioReadAtTicks) this.#updateIo(process, nowSeconds);
    }
    return changed;
  }

  /**
   * As {@link update}, for a first sample that somebody waits for: without what only rates are made of, and with namespaces
   * that are guessed, until each process is looked at in the next sample.
   */
  updateInHaste({ processes }: Refreshed, nowSeconds: number): readonly TrackedProcess[] {
    this.#readHostNamespaces(nowSeconds);
    for (const process of processes) {
      this.#look(process, guessNamespaces);
      if (!process.stat.kernelThread) forgetLook(process);
    }
    this.#rotation.putFirst(processes);
    return processes;
  }

  #updateOne(process: TrackedProcess, nowSeconds: number): void {
    const hasRun = this.#look(process);
    if (hasRun || process.stat.threads > 1) this.#updateIo(process, nowSeconds);
  }

  /** Looks whether nothing can be new of a process, which is so of nearly all: its control group counts for it, has not run, and holds it still. */
  #sleepsOn(process: TrackedProcess, nowSeconds: number): boolean {
    const { resting, account, pid } = process;
    if (!resting || account === null || hasRunSinceLook(process) || !account.holds(pid, nowSeconds))
      return false;
    process.looks += 1;
    return true;
  }

  /** @returns Whether it may have run since the last look. */
  #look(process: TrackedProcess, read: typeof guessNamespaces = readNamespaces): boolean {
    if (!this.#isUpToDate(process)) return false;
    const hasRun = hasRunSinceLook(process);
    process.idleMark = idleMarkOf(process);
    const parent = this.#table.get(process.stat.parentPid);
    if (hasRun) process.namespaces = this.#namespacesOf(process, parent, read);
    // It is likely to be where it was, or where its parent is.
    const likely = [process.cgroup, parent?.cgroup];
    process.cgroup = readProcessCgroup(
      this.#reader,
      this.#issues,
      process.pid,
      (text) => likely.find((cgroup) => cgroup?.text === text) ?? undefined,
    );
    const account = this.#isCountedElsewhere(process) ? this.#cgroups.accountOf(process.cgroup) : null;
    if (account !== process.account) this.#table.reconsider();
    process.account = account;
    process.looks += 1;
    return hasRun;
  }

  /** Has the stat line read of one that the refresh passed over, unless it rests and its control group has not run. */
  #isUpToDate(process: TrackedProcess): boolean {
    const isAsItWas = process.resting && !hasRunSinceLook(process);
    return isAsItWas || this.#table.isUpToDate(process) || this.#table.readAgain(process);
  }

  #readHostNamespaces(nowSeconds: number): void {
    if (nowSeconds - this.#hostReadAtSeconds < HOST_NAMESPACES_SECONDS) return;
    this.#hostReadAtSeconds = nowSeconds;
    this.#hostNamespaces = readHostNamespaces(this.#reader, this.#issues, this.#table, this.#hostNamespaces);
  }

  /** One object stands for all who are in the same namespaces as their parent, as most are. */
  #namespacesOf(
    process: TrackedProcess,
    parent: TrackedProcess | undefined,
    read: typeof guessNamespaces,
  ): PerNamespace<number | null> {
    if (process.stat.kernelThread) return this.#hostNamespaces;
    const namespaces = read(
      this.#reader,
      this.#issues,
      process.pid,
      process.namespaces,
      parent?.namespaces ?? UNKNOWN_NAMESPACES,
    );
    return parent !== undefined && areSameNamespaces(namespaces, parent.namespaces)
      ? parent.namespaces
      : namespaces;
  }

  #updateIo(process: TrackedProcess, nowSeconds: number): void {
    process.ioReadAtTicks = process.stat.cpuTicks;
    process.io = this.#isCountedElsewhere(process)
      ? null
      : readProcessIo(this.#reader, this.#issues, process.pid, nowSeconds);
  }

  /** The cgroup of a container or service counts for all its processes at once. */
  #isCountedElsewhere({ stat, cgroup, namespaces }: TrackedProcess): boolean {
    const kind = cgroup?.membership.owner?.kind;
    if (stat.kernelThread || kind === "container") return true;
    return kind === "service" && areSameNamespaces(namespaces, this.#hostNamespaces);
  }
}

/** What is known of it is a guess: it counts as not looked at. */
function forgetLook(process: TrackedProcess): void {
  process.idleMark = null;
  process.looks = 0;
}

/** Whether it may have done anything since its namespaces were read; `true` when that cannot be told. */
function hasRunSinceLook(process: TrackedProcess): boolean {
  const mark = idleMarkOf(process);
  if (mark === null || mark !== process.idleMark) return true;
  return NAMESPACE_TYPES.some((type) => process.namespaces[type] === null);
}

/** Stays the same while the process does nothing: of one that rests, how long its control group has run. */
function idleMarkOf({ resting, account, file }: TrackedProcess): number | null {
  if (resting) return account?.last?.cpuMicroseconds ?? null;
  return file.changes === null ? null : -file.changes;
}
