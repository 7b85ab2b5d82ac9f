import type { HostReader } from "../host/host-reader.ts";
import { NAMESPACE_TYPES, type PerNamespace } from "../procfs/namespace-link.ts";
import type { IssueLog } from "./issue-log.ts";
import type { ProcessTable, TrackedProcess } from "./process-table.ts";
import { readHostNamespaces } from "./read-host-namespaces.ts";
import { areSameNamespaces, readNamespaces, UNKNOWN_NAMESPACES } from "./read-namespaces.ts";
import { readProcessCgroup } from "./read-process-cgroup.ts";
import { readProcessIo } from "./read-process-io.ts";
import { readRunTime } from "./read-run-time.ts";
import { Rotation } from "./rotation.ts";

/** Keeps up to date what is known of each process beyond its stat line: namespaces, cgroups, I/O. */
export class ProcessUpdater {
  readonly #reader: HostReader;
  readonly #issues: IssueLog;
  readonly #table: ProcessTable;
  readonly #rotation = new Rotation();
  #hostNamespaces: PerNamespace<number | null> = UNKNOWN_NAMESPACES;

  constructor(reader: HostReader, issues: IssueLog, table: ProcessTable) {
    this.#reader = reader;
    this.#issues = issues;
    this.#table = table;
  }

  /** See `Sample.hostNamespaces`. */
  get hostNamespaces(): PerNamespace<number | null> {
    return this.#hostNamespaces;
  }

  /** Processes that are on screen: what is known of them is read in the next sample. */
  watch(pids: Iterable<number>): void {
    this.#rotation.watch(pids);
  }

  /** Reads what is due. */
  update(processes: readonly TrackedProcess[], nowSeconds: number): void {
    this.#hostNamespaces = readHostNamespaces(this.#reader, this.#issues, this.#table, this.#hostNamespaces);
    for (const process of this.#rotation.due(processes, nowSeconds)) this.#updateOne(process, nowSeconds);
    for (const process of processes) {
      if (process.stat.cpuTicks !== process.ioReadAtTicks) this.#updateIo(process, nowSeconds);
    }
  }

  #updateOne(process: TrackedProcess, nowSeconds: number): void {
    const parent = this.#table.get(process.stat.parentPid);
    const hasRun = this.#hasRun(process);
    if (hasRun) process.namespaces = this.#readNamespaces(process, parent);
    process.cgroup = readProcessCgroup(this.#reader, this.#issues, process.pid, [
      process.cgroup,
      parent?.cgroup,
    ]);
    if (hasRun || process.stat.threads > 1) this.#updateIo(process, nowSeconds);
    process.looks += 1;
  }

  /** Whether it may have done anything since this was last asked; `true` when that cannot be told. */
  #hasRun(process: TrackedProcess): boolean {
    const before = process.runNanoseconds;
    process.runNanoseconds = readRunTime(this.#reader, this.#issues, process.pid);
    if (process.runNanoseconds === null || process.runNanoseconds !== before) return true;
    return NAMESPACE_TYPES.some((type) => process.namespaces[type] === null);
  }

  /** One object stands for all who are in the same namespaces as their parent, as most are. */
  #readNamespaces(process: TrackedProcess, parent: TrackedProcess | undefined): PerNamespace<number | null> {
    if (process.stat.kernelThread) return this.#hostNamespaces;
    const namespaces = readNamespaces(this.#reader, this.#issues, process.pid, process.namespaces);
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

  /** The cgroup of a container or service counts the I/O of all its processes at once. */
  #isCountedElsewhere({ stat, cgroup, namespaces }: TrackedProcess): boolean {
    const kind = cgroup?.membership.owner?.kind;
    if (stat.kernelThread || kind === "container") return true;
    return kind === "service" && areSameNamespaces(namespaces, this.#hostNamespaces);
  }
}
