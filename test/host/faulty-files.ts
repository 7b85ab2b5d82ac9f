import fs from "node:fs";
import type { FileCalls } from "../../src/host/host-reader.ts";

/** The real system calls, until a test says that one of them fails. */
export class FaultyFiles {
  /** How often each path was opened. */
  readonly opened = new Map<string, number>();
  readonly #reads = new Map<string, number>();
  readonly #root: string;
  readonly #faults = new Map<string, string>();
  readonly #descriptors = new Map<number, string>();
  readonly #ended = new Set<number>();
  /** What happens on the host as soon as a path has been read, by path. */
  readonly afterRead = new Map<string, () => void>();
  /** How many descriptors there can be. */
  #descriptorLimit = Number.POSITIVE_INFINITY;

  constructor(root: string) {
    this.#root = root;
  }

  /** How often a path was read. */
  read(path: string): number {
    return this.#reads.get(path) ?? 0;
  }

  /** How many descriptors are open now. */
  get open(): number {
    return this.#descriptors.size;
  }

  /** Whatever is done with `path` fails with `code`; `null`: no longer. */
  fail(path: string, code: string | null): void {
    if (code === null) this.#faults.delete(path);
    else this.#faults.set(path, code);
  }

  /** Opening fails with `EMFILE` when so many are open. */
  limitDescriptors(limit: number): void {
    this.#descriptorLimit = limit;
  }

  /** The process or cgroup that `path` is of has ended: descriptors on it answer so, even when it has a successor. */
  end(path: string): void {
    for (const [descriptor, opened] of this.#descriptors) {
      if (opened === path) this.#ended.add(descriptor);
    }
  }

  readonly calls: FileCalls = {
    promises: fs.promises,
    openSync: (place, flags) => {
      const path = this.#check("open", place);
      if (this.#descriptors.size >= this.#descriptorLimit) throw systemError("EMFILE", "open");
      const descriptor = fs.openSync(place, flags);
      this.#descriptors.set(descriptor, path);
      this.opened.set(path, (this.opened.get(path) ?? 0) + 1);
      return descriptor;
    },
    closeSync: (descriptor) => {
      this.#descriptors.delete(descriptor);
      this.#ended.delete(descriptor);
      fs.closeSync(descriptor);
    },
    readSync: ((
      descriptor: number,
      buffer: Uint8Array,
      offset: number,
      length: number,
      position: number | null,
    ) => {
      if (this.#ended.has(descriptor)) throw systemError("ESRCH", "read");
      const path = this.#descriptors.get(descriptor) ?? "";
      this.#reads.set(path, this.read(path) + 1);
      this.#check("read", this.#root + path);
      const bytes = fs.readSync(descriptor, buffer, offset, length, position);
      this.afterRead.get(path)?.();
      return bytes;
    }) as typeof fs.readSync,
    readdirSync: ((place: string, options?: { encoding: "buffer" }) => {
      this.#check("scandir", place);
      return options === undefined ? fs.readdirSync(place) : fs.readdirSync(place, options);
    }) as typeof fs.readdirSync,
    readlinkSync: ((place: string, options?: { encoding: "buffer" }) => {
      this.#check("readlink", place);
      return options === undefined ? fs.readlinkSync(place) : fs.readlinkSync(place, options);
    }) as typeof fs.readlinkSync,
  };

  #check(call: string, place: fs.PathLike): string {
    const path = place.toString().slice(this.#root.length);
    const code = this.#faults.get(path);
    if (code !== undefined) throw systemError(code, call);
    return path;
  }
}

function systemError(code: string, syscall: string): Error {
  return Object.assign(new Error(`${code}: ${syscall}`), { code, syscall });
}
