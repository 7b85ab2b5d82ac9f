import type { HostReader } from "../host/host-reader.ts";
import { CgroupFiles } from "./cgroup-files.ts";
import { type CgroupMounts, cgroupDirectory, readCgroupMounts } from "./cgroup-mounts.ts";
import type { IssueLog } from "./issue-log.ts";
import type { TrackedProcess } from "./process-table.ts";
import { readCgroupSample } from "./read-cgroup-sample.ts";
import type { ProcessCgroup } from "./read-process-cgroup.ts";
import type { CgroupSample, HostSample } from "./sample.ts";

/** File systems of control groups are hardly ever mounted while a host runs. */
const MOUNTS_SECONDS = 60;

/** The control groups of every container and service that has a process. */
export class CgroupTable {
  readonly #reader: HostReader;
  readonly #issues: IssueLog;
  readonly #files = new Map<string, CgroupFiles>();
  #mounts: CgroupMounts = { version: "v2", hierarchies: new Map() };
  #mountsReadAtSeconds = Number.NEGATIVE_INFINITY;

  constructor(reader: HostReader, issues: IssueLog) {
    this.#reader = reader;
    this.#issues = issues;
  }

  /** Which versions of control groups this host has; known after the first {@link read}. */
  get version(): HostSample["cgroupVersion"] {
    return this.#mounts.version;
  }

  /** Reads the counters of each. */
  read(processes: readonly TrackedProcess[], nowSeconds: number): ReadonlyMap<string, CgroupSample> {
    this.#readMounts(nowSeconds);
    const owned = cgroupsByOwner(processes);
    for (const [path, files] of this.#files) if (!owned.has(path)) this.#drop(path, files);
    const samples = new Map<string, CgroupSample>();
    for (const [path, cgroup] of owned) samples.set(path, this.#readOne(path, cgroup, nowSeconds));
    return samples;
  }

  /** Gives all descriptors back. */
  close(): void {
    for (const [path, files] of this.#files) this.#drop(path, files);
  }

  #readOne(path: string, { ownPaths }: ProcessCgroup, nowSeconds: number): CgroupSample {
    let files = this.#files.get(path);
    if (files === undefined) {
      files = new CgroupFiles(this.#reader, this.#issues);
      this.#files.set(path, files);
    }
    const directoryOf = (controller: string) => {
      const own = ownPaths.get(controller);
      return own === undefined ? null : cgroupDirectory(this.#mounts, controller, own);
    };
    return readCgroupSample(files, path, directoryOf, nowSeconds);
  }

  #readMounts(nowSeconds: number): void {
    if (nowSeconds - this.#mountsReadAtSeconds < MOUNTS_SECONDS) return;
    this.#mounts = readCgroupMounts(this.#reader, this.#issues);
    this.#mountsReadAtSeconds = nowSeconds;
  }

  #drop(path: string, files: CgroupFiles): void {
    files.close();
    this.#files.delete(path);
  }
}

/** One process's cgroups for each owner: those of the process with the lowest pid. */
function cgroupsByOwner(processes: readonly TrackedProcess[]): ReadonlyMap<string, ProcessCgroup> {
  const owned = new Map<string, ProcessCgroup>();
  for (const { cgroup } of processes) {
    const path = cgroup?.membership.owner?.path;
    if (cgroup !== null && path !== undefined && !owned.has(path)) owned.set(path, cgroup);
  }
  return owned;
}
