import type { HostReader } from "./host-reader.ts";
import type { KeptFile } from "./kept-file.ts";
import { ReadFailure } from "./read-failure.ts";

/** A handful of files of the host that are read as text in every sample, each through a descriptor that stays open; see {@link KeptFile} for which may. */
export class KeptTexts {
  readonly #reader: HostReader;
  readonly #files = new Map<string, KeptFile>();
  /** Longer than what is read at once. */
  readonly #long = new Set<string>();

  constructor(reader: HostReader) {
    this.#reader = reader;
  }

  /**
   * Reads a whole file.
   *
   * @returns As {@link KeptFile.readText}.
   * @throws {ReadFailure}
   */
  readText(path: string): string {
    if (this.#long.has(path)) return this.#reader.readText(path);
    const file = this.#files.get(path) ?? this.#keep(path);
    try {
      return file.readText();
    } catch (error) {
      this.#drop(path);
      if (!(error instanceof ReadFailure) || error.code !== "EFBIG") throw error;
      this.#long.add(path);
      return this.#reader.readText(path);
    }
  }

  /** Gives all descriptors back. */
  close(): void {
    for (const path of [...this.#files.keys()]) this.#drop(path);
  }

  #keep(path: string): KeptFile {
    const file = this.#reader.keep(path);
    this.#files.set(path, file);
    return file;
  }

  #drop(path: string): void {
    this.#files.get(path)?.close();
    this.#files.delete(path);
  }
}
