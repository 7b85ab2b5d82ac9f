import type { HostReader } from "../host/host-reader.ts";
import { CgroupFiles } from "./cgroup-files.ts";
import { type CgroupMounts, cgroupDirectory, readCgroupMounts } from "./cgroup-mounts.ts";
import type { IssueLog } from "./issue-log.ts";
import type { TrackedProcess } from "./process-table.ts";
import { readCgroupSample, readCpuTime, readFrozen } from "./read-cgroup-sample.ts";
import type { ProcessCgroup } from "./read-process-cgroup.ts";
import type { CgroupSample, HostSample } from "./sample.ts";

/** File systems of control groups are hardly ever mounted while a host runs. */
const MOUNTS_SECONDS = 60;

/** Off the screen everything but the CPU time is read once in so many samples. */
const OFF_SCREEN_SAMPLES = 10;

/** Where nothing has run, only the kernel can take something away, or somebody outside change a limit: so often that is read. */
const ASLEEP_SAMPLES = 5;

/** How much of a cgroup is read: all; all if something has run in it; its CPU time. */
type Care = "whole" | "seen" | "unseen";

/** The control groups of every container and service that has a process. */
export class CgroupTable {
  readonly #reader: HostReader;
  readonly #issues: IssueLog;
  readonly #files = new Map<string, CgroupFiles>();
  #mounts: CgroupMounts = { version: "v2", hierarchies: new Map() };
  #mountsReadAtSeconds = Number.NEGATIVE_INFINITY;
  #samples = 0;
  #countersCameOrWent = false;

  constructor(reader: HostReader, issues: IssueLog) {
    this.#reader = reader;
    this.#issues = issues;
  }

  /** Which versions of control groups this host has; known after the first {@link read}. */
  get version(): HostSample["cgroupVersion"] {
    return this.#mounts.version;
  }

  /** Whether some control group has begun or ceased to count CPU time in the last {@link read}. */
  get countersCameOrWent(): boolean {
    return this.#countersCameOrWent;
  }

  /** The files that count for a process in these cgroups; `null` when they are nobody's own. */
  accountOf(cgroup: ProcessCgroup | null): CgroupFiles | null {
    const path = cgroup?.membership.owner?.path;
    return path === undefined ? null : this.#filesOf(path);
  }

  /**
   * Reads the CPU time of each, and everything else of those on screen; of the others everything else in turn.
   *
   * @param onScreen - Paths of their owners; `null`: all.
   */
  read(
    processes: readonly TrackedProcess[],
    onScreen: ReadonlySet<string> | null,
    nowSeconds: number,
  ): ReadonlyMap<string, CgroupSample> {
    this.#readMounts(nowSeconds);
    this.#samples += 1;
    this.#countersCameOrWent = false;
    const samples = new Map<string, CgroupSample>();
    let neighbour: ProcessCgroup | null = null;
    for (const { cgroup } of processes) {
      const path = cgroup === neighbour ? undefined : cgroup?.membership.owner?.path;
      neighbour = cgroup;
      if (cgroup === null || path === undefined || samples.has(path)) continue;
      const care = onScreen === null ? "whole" : this.#careFor(onScreen.has(path), samples.size);
      samples.set(path, this.#readOne(path, cgroup, care, nowSeconds));
    }
    for (const [path, files] of this.#files) if (!samples.has(path)) this.#drop(path, files);
    return samples;
  }

  /** Gives all descriptors back. */
  close(): void {
    for (const [path, files] of this.#files) this.#drop(path, files);
  }

  #careFor(isSeen: boolean, place: number): Care {
    const samples = isSeen ? ASLEEP_SAMPLES : OFF_SCREEN_SAMPLES;
    if ((place + this.#samples) % samples === 0) return "whole";
    return isSeen ? "seen" : "unseen";
  }

  #readOne(path: string, cgroup: ProcessCgroup, care: Care, nowSeconds: number): CgroupSample {
    const files = this.#filesOf(path);
    const directoryOf = (controller: string) => {
      const own = cgroup.ownPaths.get(controller);
      return own === undefined ? null : cgroupDirectory(this.#mounts, controller, own);
    };
    files.begin(nowSeconds);
    const { last, countsCpu } = files;
    const cpuMicroseconds = care === "whole" || last === null ? null : readCpuTime(files, directoryOf);
    const sleeps = cpuMicroseconds !== null && cpuMicroseconds === last?.cpuMicroseconds;
    if (last !== null && (care === "unseen" || (care === "seen" && sleeps && files.isSettled))) {
      const frozen = care === "seen" ? readFrozen(files, directoryOf) : last.frozen;
      files.last = withChanges(last, cpuMicroseconds, frozen);
      files.isSettled &&= sleeps;
    } else {
      files.last = readCgroupSample(files, path, directoryOf, nowSeconds);
      files.isSettled = files.last.cpuMicroseconds === last?.cpuMicroseconds;
    }
    this.#countersCameOrWent ||= countsCpu !== files.countsCpu;
    return files.last;
  }

  #filesOf(path: string): CgroupFiles {
    let files = this.#files.get(path);
    if (files === undefined) {
      files = new CgroupFiles(this.#reader, this.#issues);
      this.#files.set(path, files);
    }
    return files;
  }

  #readMounts(nowSeconds: number): void {
    if (nowSeconds - this.#mountsReadAtSeconds < MOUNTS_SECONDS) return;
    this.#mounts = readCgroupMounts(this.#reader, this.#issues);
    this.#mountsReadAtSeconds = nowSeconds;
  }

  #drop(path: string, files: CgroupFiles): void {
    this.#countersCameOrWent ||= files.countsCpu;
    files.close();
    this.#files.delete(path);
  }
}

/** @returns The same object when nothing has changed. */
function withChanges(
  last: CgroupSample,
  cpuMicroseconds: number | null,
  frozen: boolean | null,
): CgroupSample {
  const isSame = last.cpuMicroseconds === cpuMicroseconds && last.frozen === frozen;
  return isSame ? last : { ...last, cpuMicroseconds, frozen };
}
