import type { HostReader } from "./host-reader.ts";
import type { KeptFile } from "./kept-file.ts";

/** A handful of files of the host that are read as text in every sample, each through a descriptor that stays open; see {@link KeptFile} for which may. */
export class KeptTexts {
  readonly #reader: HostReader;
  readonly #files = new Map<string, KeptFile>();

  constructor(reader: HostReader) {
    this.#reader = reader;
  }

  /**
   * Reads a whole file. After a failure it is opened anew: a file system in user space may have been started again (lxcfs).
   *
   * @returns As {@link KeptFile.readText}.
   * @throws {import("./read-failure.ts").ReadFailure}
   */
  readText(path: string): string {
    const file = this.#files.get(path) ?? this.#reader.keep(path);
    this.#files.set(path, file);
    try {
      return file.readText();
    } catch (error) {
      file.close();
      this.#files.delete(path);
      throw error;
    }
  }

  /** Gives all descriptors back. */
  close(): void {
    for (const file of this.#files.values()) file.close();
    this.#files.clear();
  }
}
