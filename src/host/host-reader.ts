import fs from "node:fs";
import { descriptorBudget } from "./descriptor-budget.ts";
import { type DirectoryListing, type DirectoryWanted, listDirectory } from "./directory-listing.ts";
import { KeptFile } from "./kept-file.ts";
import { PatientReads } from "./patient-reads.ts";
import { ReadBuffer } from "./read-buffer.ts";
import { errorCode, ReadFailure, readFailure } from "./read-failure.ts";
import { readHead } from "./read-head.ts";
import { RecordLog } from "./record-log.ts";
import { openRegularFile } from "./regular-file.ts";
import { decodeText, encodeText } from "./text.ts";

/** The system calls a {@link HostReader} makes; a test puts its own in their place. */
export type FileCalls = Pick<
  typeof fs,
  "openSync" | "readSync" | "closeSync" | "readdirSync" | "readlinkSync" | "promises"
>;

/** How a {@link HostReader} is set up, other than by its root. */
export interface HostReaderOptions {
  readonly files?: FileCalls;
  /** How many descriptors may be kept open; by default what the process's own limit leaves room for. */
  readonly keptFiles?: number;
}

/** How many kept descriptors are given up when the process has run out of them. */
const RELEASED_AT_ONCE = 16;

/**
 * The only reader of the host's files. Paths are absolute and below a root, so that a captured directory can serve
 * as a host. Reads are synchronous, which is five times cheaper on kernel files than waiting for each.
 */
export class HostReader {
  /** Without a slash at the end: empty for this machine. */
  readonly root: string;
  readonly #files: FileCalls;
  readonly #kept = new Set<KeptFile>();
  readonly #patience = new PatientReads();
  #keptLimit: number;
  /** For {@link KeptFile}: what is in it the next read overwrites. @internal */
  readonly buffer = new ReadBuffer();

  constructor(root = "/", options: HostReaderOptions = {}) {
    this.root = root.replace(/\/+$/, "");
    this.#files = options.files ?? fs;
    this.#keptLimit = options.keptFiles ?? descriptorBudget();
  }

  /** Whether it reads the machine it runs on, rather than a captured one. */
  get isThisMachine(): boolean {
    return this.root === "";
  }

  /** How many descriptors are open between reads. */
  get keptFiles(): number {
    return this.#kept.size;
  }

  /** How many reads have been given up but have not come back: each holds a thread until its file answers. */
  get hangingReads(): number {
    return this.#patience.hanging;
  }

  /**
   * Reads a whole file as text.
   *
   * @throws {ReadFailure}
   */
  readText(path: string): string {
    return decodeText(this.readBytes(path));
  }

  /**
   * Reads a whole file.
   *
   * @returns A view of a buffer that the next read overwrites.
   * @throws {ReadFailure}
   */
  readBytes(path: string): Uint8Array {
    this.buffer.shrink();
    const descriptor = this.#open(path);
    try {
      return this.#readToEnd(descriptor, path);
    } catch (error) {
      throw error instanceof ReadFailure ? error : readFailure(error, path);
    } finally {
      this.#files.closeSync(descriptor);
    }
  }

  /**
   * Reads the start of a file that may never answer, such as the command line of a stuck process. A file that did
   * not answer in time is not read again until it has.
   *
   * @throws {ReadFailure} Of kind `hangs` when it did not answer in time.
   */
  readPatiently(path: string, maxBytes: number, deadlineMilliseconds: number): Promise<Uint8Array> {
    const open = () => this.#files.promises.open(this.#place(path));
    return this.#patience.read(path, () => readHead(open, maxBytes), deadlineMilliseconds);
  }

  /**
   * The same of a file whose path somebody else may have chosen: what is no regular file is not opened.
   *
   * @throws {ReadFailure} Of kind `hangs` when it did not answer in time.
   */
  readFilePatiently(path: string, maxBytes: number, deadlineMilliseconds: number): Promise<Uint8Array> {
    const open = () => openRegularFile(this.#place(path), path);
    return this.#patience.read(path, () => readHead(open, maxBytes), deadlineMilliseconds);
  }

  /**
   * Looks at the files of a directory that may never answer and that others may replace, such as one below
   * `/proc/[pid]/root`. As with {@link readPatiently}, one that did not answer is left alone until it has.
   *
   * @throws {ReadFailure} Of kind `hangs` when it did not answer in time.
   */
  listPatiently(
    path: string,
    wanted: DirectoryWanted,
    deadlineMilliseconds: number,
  ): Promise<DirectoryListing> {
    return this.#patience.read(path, () => listDirectory(this.#place(path), wanted), deadlineMilliseconds);
  }

  /**
   * Names of what is in a directory.
   *
   * @throws {ReadFailure}
   */
  list(path: string): string[] {
    const place = this.#place(path);
    try {
      const names = this.#files.readdirSync(place);
      if (!names.some((name) => name.includes("\ufffd"))) return names;
      return this.#files.readdirSync(place, { encoding: "buffer" }).map(decodeText);
    } catch (error) {
      throw readFailure(error, path);
    }
  }

  /**
   * What a symbolic link says.
   *
   * @throws {ReadFailure}
   */
  readLink(path: string): string {
    const place = this.#place(path);
    try {
      const target = this.#files.readlinkSync(place);
      if (!target.includes("\ufffd")) return target;
      return decodeText(this.#files.readlinkSync(place, { encoding: "buffer" }));
    } catch (error) {
      throw readFailure(error, path);
    }
  }

  /**
   * Opens a file that will be read often; see {@link KeptFile} for which files may be kept.
   *
   * @throws {ReadFailure} When it cannot be opened now.
   */
  keep(path: string): KeptFile {
    const descriptor = this.#open(path);
    if (this.#kept.size >= this.#keptLimit) {
      this.#files.closeSync(descriptor);
      return new KeptFile(this, path, null);
    }
    const file = new KeptFile(this, path, descriptor);
    this.#kept.add(file);
    return file;
  }

  /**
   * Opens a log of which every read gives one record. Whoever opens it closes it.
   *
   * @throws {ReadFailure} When it cannot be opened.
   */
  openLog(path: string): RecordLog {
    try {
      return new RecordLog(this.#files, this.#place(path), path);
    } catch (error) {
      throw readFailure(error, path);
    }
  }

  /** Never reads `path` again: it hung. Until {@link allow}. */
  skip(path: string): void {
    this.#patience.skip(path);
  }

  /** Takes {@link skip} back: it is another file now, or it has answered. */
  allow(path: string): void {
    this.#patience.allow(path);
  }

  /**
   * Reads the start of a file.
   *
   * @param into - What is beyond it is cut off.
   * @returns How many bytes were read.
   * @throws {ReadFailure}
   */
  readStart(path: string, into: Uint8Array): number {
    const descriptor = this.#open(path);
    try {
      return this.readAt(descriptor, path, into);
    } finally {
      this.#files.closeSync(descriptor);
    }
  }

  /** For {@link KeptFile}: reads the start of an open file. @internal */
  readAt(descriptor: number, path: string, into: Uint8Array): number {
    try {
      return this.#files.readSync(descriptor, into, 0, into.length, 0);
    } catch (error) {
      throw readFailure(error, path);
    }
  }

  /** For {@link KeptFile}: gives its descriptor back. @internal */
  closeKept(file: KeptFile, descriptor: number): void {
    if (this.#kept.delete(file)) this.#files.closeSync(descriptor);
  }

  #readToEnd(descriptor: number, path: string): Uint8Array {
    let length = 0;
    while (true) {
      if (length === this.buffer.bytes.length) this.buffer.grow(path);
      const { bytes } = this.buffer;
      const read = this.#files.readSync(descriptor, bytes, length, bytes.length - length, null);
      if (read === 0) return bytes.subarray(0, length);
      length += read;
    }
  }

  #open(path: string): number {
    this.#patience.refuseSkipped(path);
    const place = this.#place(path);
    try {
      return this.#files.openSync(place, "r");
    } catch (error) {
      if (!isOutOfDescriptors(error) || this.#kept.size === 0) throw readFailure(error, path);
    }
    this.#releaseSome();
    try {
      return this.#files.openSync(place, "r");
    } catch (error) {
      throw readFailure(error, path);
    }
  }

  /** Makes room when the process has no descriptors left: some files are opened for every read from now on. */
  #releaseSome(): void {
    for (const file of [...this.#kept].slice(0, RELEASED_AT_ONCE)) file.release();
    this.#keptLimit = this.#kept.size;
  }

  #place(path: string): string | Buffer {
    const place = this.root + path;
    return place.isWellFormed() ? place : encodeText(place);
  }
}

function isOutOfDescriptors(error: unknown): boolean {
  const code = errorCode(error);
  return code === "EMFILE" || code === "ENFILE";
}
