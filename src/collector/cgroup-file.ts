import type { HostReader } from "../host/host-reader.ts";
import type { KeptFile } from "../host/kept-file.ts";
import type { Moment } from "./moment.ts";

/** What was made of a file's text. */
interface Parsed {
  readonly text: string;
  readonly parse: (text: string) => unknown;
  readonly value: unknown;
}

/** One file of a control group, kept open while it is read again and again. */
export class CgroupFile {
  readonly path: string;
  readonly #reader: HostReader;
  #kept: KeptFile | null = null;
  #text = "";
  #readAt: Moment | null = null;
  #parsed: Parsed | null = null;
  /** Before this time it is not tried again: it was not there, or not to be read. */
  retryAtSeconds = Number.NEGATIVE_INFINITY;

  constructor(reader: HostReader, path: string) {
    this.#reader = reader;
    this.path = path;
  }

  /**
   * Reads the file, unless that was done in this sample, or what it said is younger than `maxAgeSeconds`.
   *
   * @throws {import("../host/read-failure.ts").ReadFailure} And what `parse` throws.
   */
  read<Value>(parse: (text: string) => Value, now: Moment, maxAgeSeconds: number): Value {
    const before = this.#readAt;
    if (before === null || (before !== now && now.seconds - before.seconds >= maxAgeSeconds)) {
      this.#kept ??= this.#reader.keep(this.path);
      this.#text = this.#kept.readText();
      this.#readAt = now;
    }
    return this.#parse(parse);
  }

  /** Gives the descriptor back, and forgets what was read. */
  close(): void {
    this.#kept?.close();
    this.#kept = null;
    this.#parsed = null;
    this.#readAt = null;
  }

  /** Most sleep, and their files say what they said before: that is not parsed again. */
  #parse<Value>(parse: (text: string) => Value): Value {
    const known = this.#parsed;
    // What the same function made of the same text is of its type.
    if (known?.text === this.#text && known.parse === parse) return known.value as Value;
    const value = parse(this.#text);
    this.#parsed = { text: this.#text, parse, value };
    return value;
  }
}
