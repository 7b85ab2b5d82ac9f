import { posix } from "node:path";
import type { Answer } from "./answer.ts";
import type { SeenContainer } from "./engine.ts";
import { type Minder, parseMinder } from "./parse-minder.ts";
import { PodLogs } from "./pod-logs.ts";
import { type DiskReader, readFileStart, readJson, unlessUnreadable } from "./read-json.ts";

/** What minds a container says all that matters in its first arguments. */
const ARGUMENT_BYTES = 4096;

/** The host's files for one round of searches: what several containers share is read once. */
export class SearchRound {
  readonly podLogs: PodLogs;
  readonly #reader: DiskReader;
  readonly #lists = new Map<string, Promise<Answer | null>>();

  constructor(reader: DiskReader) {
    this.#reader = reader;
    this.podLogs = new PodLogs(reader);
  }

  /** What minds a container; `null` where its first process has no such parent. */
  async minder({ id, parentPid }: SeenContainer): Promise<Minder | null> {
    if (parentPid <= 1) return null;
    const text = await readFileStart(`/proc/${parentPid}/cmdline`, this.#reader, ARGUMENT_BYTES);
    return text === null ? null : parseMinder(text, id);
  }

  /** The directory that the parent's working directory lies in: of containerd's shim, that of all bundles. */
  async bundles({ parentPid }: SeenContainer): Promise<string | null> {
    const directory = await unlessUnreadable(() => this.#reader.readLink(`/proc/${parentPid}/cwd`));
    return directory === null ? null : posix.dirname(directory);
  }

  /** A file of one container. */
  json(path: string): Promise<Answer | null> {
    return readJson(path, this.#reader);
  }

  /** A file about many containers. */
  list(path: string): Promise<Answer | null> {
    const reading = this.#lists.get(path) ?? readJson(path, this.#reader);
    this.#lists.set(path, reading);
    return reading;
  }

  text(path: string): Promise<string | null> {
    return readFileStart(path, this.#reader);
  }
}
