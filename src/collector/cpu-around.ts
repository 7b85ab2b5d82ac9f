import type { CgroupFiles } from "./cgroup-files.ts";
import type { CgroupPlace } from "./cgroup-place.ts";
import { cpuDirectory, readCpuTime } from "./read-cgroup-sample.ts";

/** What a cgroup around others was found to have run until now. */
interface Reading {
  /** `null` where it is not counted, or not to be read. */
  readonly microseconds: number | null;
  readonly hasGrown: boolean;
}

/**
 * The CPU time of cgroups around others. A cgroup's counter counts all that runs below it, so that one which has not
 * grown tells of a thousand containers that all have slept.
 *
 * @see https://docs.kernel.org/admin-guide/cgroup-v1/cpuacct.html
 * @see https://docs.kernel.org/admin-guide/cgroup-v2.html#cpu-interface-files
 */
export class CpuAround {
  readonly #filesOf: (place: CgroupPlace) => CgroupFiles;
  /** By key of the place: in the sample before, and in this one. */
  #before: ReadonlyMap<string, Reading> = new Map();
  #now = new Map<string, Reading>();

  /** @param filesOf - The files of a cgroup around others, ready to be read in this sample. */
  constructor(filesOf: (place: CgroupPlace) => CgroupFiles) {
    this.#filesOf = filesOf;
  }

  /** Begins a new sample. */
  begin(): void {
    this.#before = this.#now;
    this.#now = new Map();
  }

  /**
   * Whether anything in a cgroup may have run since it was looked at in the sample before. To be asked before it is
   * read: what runs between the two shows in the next sample.
   */
  mayHaveRun({ directories, above }: CgroupPlace): boolean {
    if (above === null) return true;
    const own = cpuDirectory(directories);
    const around = cpuDirectory(above.directories);
    // v1 may keep another controller deeper than this one.
    if (own === null || around === null || !own.startsWith(`${around}/`)) return true;
    return this.#reading(above).hasGrown;
  }

  #reading(place: CgroupPlace): Reading {
    let reading = this.#now.get(place.key);
    if (reading === undefined) {
      reading = this.#newReading(place, this.#before.get(place.key));
      this.#now.set(place.key, reading);
    }
    return reading;
  }

  #newReading(place: CgroupPlace, before: Reading | undefined): Reading {
    if (before !== undefined && !this.mayHaveRun(place)) return { ...before, hasGrown: false };
    const microseconds = readCpuTime(this.#filesOf(place), place.directories);
    return { microseconds, hasGrown: microseconds === null || microseconds !== before?.microseconds };
  }
}
