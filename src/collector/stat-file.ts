import { beginsWith } from "../host/begins-with.ts";
import type { HostReader } from "../host/host-reader.ts";
import type { KeptFile } from "../host/kept-file.ts";
import { ReadFailure } from "../host/read-failure.ts";
import { decodeText } from "../host/text.ts";
import { type PidStat, parsePidStatBytes } from "../procfs/pid-stat.ts";

/** Longer than any stat line: 51 numbers of at most 20 digits, and a name of at most 63 bytes. */
const STAT_BYTES = 2048;

/** After so many reads that said the same, a process is taken for a sleeper. */
const SAME_READS = 3;

/** … and after so many for one that sleeps deeply: it would be a surprise if it ran before the next look. */
const DEEP_SLEEP_READS = 10;

/** A sleeper's pages can be taken from it, which it does not notice: so often its line is read all the same. */
const SLEEPING_READS = 15;

/** One for all: there are as many lines as processes, and an array costs more than what is in it. */
const NOTHING = new Uint8Array(0);

/**
 * The stat line of one process. Most processes sleep, and the line of one that sleeps stays the same. That it has
 * slept is told by its run time, which the kernel prints at half the cost of the stat line; of a process with
 * several threads only by the line itself.
 *
 * @see https://docs.kernel.org/scheduler/sched-stats.html#proc-pid-schedstat
 */
export class StatFile {
  readonly #reader: HostReader;
  readonly path: string;
  /** `null` before the second read: many a process has ended by then, and a first sample has no time to lose. */
  #file: KeptFile | null = null;
  /** What was read last, and what it says. */
  #line: Uint8Array = NOTHING;
  #stat: PidStat | null = null;
  #sameReads = 0;
  #changes = 0;
  /** `null` before it is needed, and where the kernel does not count run time. */
  #runTimeFile: KeptFile | null = null;
  #runTime: Uint8Array = NOTHING;

  constructor(reader: HostReader, pid: number) {
    this.#reader = reader;
    this.path = `/proc/${pid}/stat`;
  }

  /**
   * Goes up whenever the process is found to have run, or to have been touched; while it stays the same the process has
   * done nothing. `null` where that cannot be told.
   */
  get changes(): number | null {
    return this.#runTimeFile === null || this.#stat?.threads !== 1 ? null : this.#changes;
  }

  /** Whether it has done nothing for many a read. */
  get sleeps(): boolean {
    return this.#sameReads >= DEEP_SLEEP_READS;
  }

  /** What the line said when it was last read; `null` before. */
  get last(): PidStat | null {
    return this.#stat;
  }

  /** Makes a buffer that the files of many processes are read into, one after the other. */
  static buffer(): Uint8Array {
    return new Uint8Array(STAT_BYTES);
  }

  /**
   * Reads the line.
   *
   * @returns The same object as before when the line is the same.
   * @throws {import("../host/read-failure.ts").ReadFailure | SyntaxError}
   */
  read(buffer: Uint8Array): PidStat {
    if (this.#stat !== null && this.#hasSlept(this.#stat, buffer)) return this.#stat;
    const length = this.#readLine(buffer);
    if (this.#stat !== null && beginsWith(buffer, this.#line, length)) {
      this.#sameReads += 1;
      return this.#stat;
    }
    this.#sameReads = 0;
    this.#changes += 1;
    this.#stat = parsePidStatBytes(buffer, length, decodeText);
    this.#line = buffer.slice(0, length);
    return this.#stat;
  }

  /** The next read reads the line itself: something may have been done to the process while it slept. */
  distrust(): void {
    this.#sameReads = 0;
  }

  /** Gives the descriptors back. */
  close(): void {
    this.#file?.close();
    this.#runTimeFile?.close();
  }

  #readLine(buffer: Uint8Array): number {
    if (this.#stat === null) return this.#reader.readStart(this.path, buffer);
    this.#file ??= this.#reader.keep(this.path);
    return this.#file.read(buffer);
  }

  /** Whether it has not run since the line was last read. The run time is read first: what runs in between shows next time. */
  #hasSlept({ pid, threads }: PidStat, buffer: Uint8Array): boolean {
    if (this.#sameReads < SAME_READS || threads !== 1) return false;
    if (this.#sameReads === SAME_READS) this.#runTimeFile ??= this.#openRunTime(pid);
    if (this.#runTimeFile === null) return false;
    const length = this.#runTimeFile.read(buffer);
    const same = beginsWith(buffer, this.#runTime, length);
    if (!same) {
      this.#runTime = buffer.slice(0, length);
      this.#changes += 1;
    }
    const trusted = this.#sameReads % SLEEPING_READS !== 0;
    if (same && trusted) this.#sameReads += 1;
    return same && trusted;
  }

  /** Without a descriptor to keep for it, it costs more than it saves. */
  #openRunTime(pid: number): KeptFile | null {
    try {
      const file = this.#reader.keep(`/proc/${pid}/schedstat`);
      if (file.hasDescriptor) return file;
      file.close();
    } catch (error) {
      if (!(error instanceof ReadFailure)) throw error;
    }
    return null;
  }
}
