import type { HostReader } from "../host/host-reader.ts";
import { isSameValue } from "../host/same-value.ts";
import { BlockDevices } from "./block-devices.ts";
import { CgroupFiles } from "./cgroup-files.ts";
import { areSameMounts, type CgroupMounts, readCgroupMounts } from "./cgroup-mounts.ts";
import { type CgroupPlace, cgroupPlace } from "./cgroup-place.ts";
import { CpuAround } from "./cpu-around.ts";
import type { IssueLog } from "./issue-log.ts";
import type { Moment } from "./moment.ts";
import { ProcessWaits } from "./process-waits.ts";
import {
  type CgroupSurroundings,
  cpuDirectory,
  readCgroupAround,
  readCgroupSample,
  readCpuTime,
  readFrozen,
} from "./read-cgroup-sample.ts";
import type { ProcessCgroup } from "./read-process-cgroup.ts";
import type { CgroupSample, HostSample, Sample } from "./sample.ts";
import type { TrackedProcess } from "./tracked-process.ts";

/** File systems of control groups are hardly ever mounted while a host runs. */
const MOUNTS_SECONDS = 60;

/** Off the screen everything but the CPU time is read once in so many samples. */
const OFF_SCREEN_SAMPLES = 10;

/** … and once in so many where nothing has run since it was last read. */
const OFF_SCREEN_ASLEEP_SAMPLES = 60;

/** Where nothing has run, only the kernel can take something away, or somebody outside change a limit: so often that is read. */
const ASLEEP_SAMPLES = 5;

/** How much of a cgroup is read: all; all if something has run in it (it is seen, or its turn has come); its CPU time. */
type Care = "whole" | "seen" | "turn" | "unseen";

/** A control group that is some container's or service's own. */
interface OwnedCgroup {
  readonly path: string;
  readonly cgroup: ProcessCgroup;
}

/** What is read beside processes. */
export interface CgroupOccasion {
  /** Paths of owners that somebody sees; `null`: all. */
  readonly onScreen: ReadonlySet<string> | null;
  /** Another object whenever a process is in another cgroup than before; see {@link import("./process-samples.ts").ProcessSamples.places}. */
  readonly inhabited: object;
  readonly host: Pick<HostSample, "cpuTicks" | "blocked">;
  readonly now: Moment;
}

/** The control groups of every container and service that has a process, and those around them. */
export class CgroupTable {
  readonly #reader: HostReader;
  readonly #issues: IssueLog;
  readonly #devices: BlockDevices;
  readonly #waits: ProcessWaits;
  readonly #files = new Map<string, CgroupFiles>();
  readonly #filesAround = new Map<string, CgroupFiles>();
  #mounts: CgroupMounts = { version: "v2", hierarchies: new Map() };
  #mountsReadAtSeconds = Number.NEGATIVE_INFINITY;
  #places = new WeakMap<ProcessCgroup, CgroupPlace>();
  #samples = 0;
  #countersCameOrWent = false;
  #inhabited: object | null = null;
  #owned: readonly OwnedCgroup[] = [];
  readonly #cpuAround: CpuAround;
  #now: Moment = { seconds: Number.NEGATIVE_INFINITY };

  constructor(reader: HostReader, issues: IssueLog) {
    this.#reader = reader;
    this.#issues = issues;
    this.#devices = new BlockDevices(reader);
    this.#waits = new ProcessWaits(reader, issues);
    this.#cpuAround = new CpuAround((place) => this.#readyFiles(this.#filesAround, place.key));
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
    return path === undefined ? null : this.#filesOf(this.#files, path);
  }

  /**
   * Reads the CPU time of each, and everything else of those on screen; of the others everything else in turn. Those around
   * them are read once, however many they are around.
   */
  read(
    processes: readonly TrackedProcess[],
    { onScreen, inhabited, host, now }: CgroupOccasion,
  ): Pick<Sample, "cgroups" | "cgroupsAround"> {
    this.#now = now;
    this.#readMounts();
    this.#cpuAround.begin();
    this.#samples += 1;
    this.#countersCameOrWent = false;
    this.#waits.begin(host, processes);
    const cgroups = new Map<string, CgroupSample>();
    const cgroupsAround = new Map<string, CgroupSample>();
    if (inhabited !== this.#inhabited) this.#owned = ownedCgroups(processes);
    this.#inhabited = inhabited;
    for (const { path, cgroup } of this.#owned) {
      const care = onScreen === null ? "whole" : this.#careFor(onScreen.has(path), cgroups.size);
      const place = this.#placeOf(cgroup, path);
      cgroups.set(path, this.#readOne(place, care));
      this.#readAround(place.above, cgroupsAround);
    }
    dropOthers(this.#files, cgroups);
    dropOthers(this.#filesAround, cgroupsAround);
    return { cgroups, cgroupsAround };
  }

  /** Gives all descriptors back. */
  close(): void {
    dropOthers(this.#files, new Map());
    dropOthers(this.#filesAround, new Map());
  }

  #careFor(isSeen: boolean, place: number): Care {
    const isTurn = (samples: number) => (place + this.#samples) % samples === 0;
    if (isTurn(isSeen ? ASLEEP_SAMPLES : OFF_SCREEN_ASLEEP_SAMPLES)) return "whole";
    if (isSeen) return "seen";
    return isTurn(OFF_SCREEN_SAMPLES) ? "turn" : "unseen";
  }

  #placeOf(cgroup: ProcessCgroup, path: string): CgroupPlace {
    let place = this.#places.get(cgroup);
    if (place === undefined) {
      place = cgroupPlace(this.#mounts, path, cgroup.ownPaths);
      this.#places.set(cgroup, place);
    }
    return place;
  }

  #readOne(place: CgroupPlace, care: Care): CgroupSample {
    const files = this.#readyFiles(this.#files, place.key);
    const { last, countsCpu } = files;
    const { directories } = place;
    files.directory = cpuDirectory(directories);
    // Asked of all, before they are read: what runs meanwhile must not seem to have been read already.
    const mayHaveRun = this.#cpuAround.mayHaveRun(place);
    const cpuMicroseconds =
      care === "whole" || last === null
        ? null
        : mayHaveRun
          ? readCpuTime(files, directories)
          : last.cpuMicroseconds;
    const sleeps = cpuMicroseconds !== null && cpuMicroseconds === last?.cpuMicroseconds;
    if (last !== null && (care === "unseen" || (care !== "whole" && sleeps && files.isSettled))) {
      const frozen = care === "seen" ? readFrozen(files, directories) : last.frozen;
      files.last = withChanges(last, cpuMicroseconds, frozen);
      files.isSettled &&= sleeps;
    } else {
      files.last = readCgroupSample(files, place, this.#surroundings(place));
      files.isSettled = files.last.cpuMicroseconds === last?.cpuMicroseconds;
    }
    this.#countersCameOrWent ||= countsCpu !== files.countsCpu;
    return files.last;
  }

  /** From the inside out, up to one that has been read already, and with it those around it. */
  #readAround(innermost: CgroupPlace | null, read: Map<string, CgroupSample>): void {
    for (let place = innermost; place !== null && !read.has(place.key); place = place.above) {
      const files = this.#readyFiles(this.#filesAround, place.key);
      const { last } = files;
      const now = readCgroupAround(files, place, this.#surroundings(place));
      files.last = last !== null && isSameReading(last, now) ? last : now;
      read.set(place.key, files.last);
    }
  }

  #surroundings({ path }: CgroupPlace): CgroupSurroundings {
    return {
      nowSeconds: this.#now.seconds,
      deviceName: (device) => this.#devices.nameOf(device),
      waits: (hasRun) => this.#waits.of(path, hasRun),
    };
  }

  /** Files that are about to be read in this sample. */
  #readyFiles(all: Map<string, CgroupFiles>, key: string): CgroupFiles {
    const files = this.#filesOf(all, key);
    files.begin(this.#now);
    return files;
  }

  #filesOf(all: Map<string, CgroupFiles>, key: string): CgroupFiles {
    let files = all.get(key);
    if (files === undefined) {
      files = new CgroupFiles(this.#reader, this.#issues);
      all.set(key, files);
    }
    return files;
  }

  #readMounts(): void {
    if (this.#now.seconds - this.#mountsReadAtSeconds < MOUNTS_SECONDS) return;
    const mounts = readCgroupMounts(this.#reader, this.#issues);
    this.#mountsReadAtSeconds = this.#now.seconds;
    if (areSameMounts(mounts, this.#mounts)) return;
    this.#mounts = mounts;
    this.#places = new WeakMap();
  }
}

function ownedCgroups(processes: readonly TrackedProcess[]): readonly OwnedCgroup[] {
  const owned = new Map<string, ProcessCgroup>();
  for (const { cgroup } of processes) {
    const path = cgroup?.membership.owner?.path;
    if (cgroup !== null && path !== undefined && !owned.has(path)) owned.set(path, cgroup);
  }
  return Array.from(owned, ([path, cgroup]) => ({ path, cgroup }));
}

/** @param kept - Each of these has files. */
function dropOthers(files: Map<string, CgroupFiles>, kept: ReadonlyMap<string, unknown>): void {
  if (files.size === kept.size) return;
  for (const [key, each] of files) {
    if (kept.has(key)) continue;
    each.close();
    files.delete(key);
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

/** Whether two readings differ in nothing but their time. Of those around there are few, with little in them. */
function isSameReading(a: CgroupSample, b: CgroupSample): boolean {
  return isSameValue({ ...a, readAtSeconds: 0 }, { ...b, readAtSeconds: 0 });
}
