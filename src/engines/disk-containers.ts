import { ReadFailure } from "../host/read-failure.ts";
import { containerOfDisk } from "./container-answers.ts";
import type { EngineContainer } from "./engine.ts";
import { type DiskReader, readJson, unlessDamaged } from "./read-json.ts";

/** Where Docker keeps its files unless told otherwise. */
const DEFAULT_DATA_ROOT = "/var/lib/docker";

/** Where Docker is told otherwise. */
const DAEMON_CONFIG = "/etc/docker/daemon.json";

const CONTAINER_ID = /^[0-9a-f]{64}$/;

/**
 * What Docker's own files say of the containers that ran when it last wrote them, for while it does not answer.
 * A container whose files cannot be read, or are damaged, is left out.
 */
export class DiskContainers {
  readonly #reader: DiskReader;
  /** A container's files are read once: an engine that does not answer does not write either. */
  readonly #read = new Map<string, EngineContainer | null>();

  constructor(reader: DiskReader) {
    this.#reader = reader;
  }

  /**
   * Reads the containers below the first of the data roots that has any.
   *
   * @returns By full id; `null` when none of the data roots may be listed or is there.
   */
  async read(dataRoots: readonly string[]): Promise<ReadonlyMap<string, EngineContainer> | null> {
    for (const dataRoot of dataRoots) {
      const directory = `${dataRoot}/containers`;
      const ids = this.#list(directory);
      if (ids !== null) return this.#readAll(directory, ids);
    }
    return null;
  }

  /** Forgets what was read, as the engine answers again and so may write. */
  forget(): void {
    this.#read.clear();
  }

  #list(directory: string): readonly string[] | null {
    try {
      return this.#reader.list(directory).filter((name) => CONTAINER_ID.test(name));
    } catch (error) {
      if (error instanceof ReadFailure) return null;
      throw error;
    }
  }

  async #readAll(directory: string, ids: readonly string[]): Promise<ReadonlyMap<string, EngineContainer>> {
    const containers = new Map<string, EngineContainer>();
    for (const id of ids) {
      const known = this.#read.get(id);
      const container = known === undefined ? await this.#readContainer(`${directory}/${id}`) : known;
      this.#read.set(id, container);
      if (container?.id === id) containers.set(id, container);
    }
    return containers;
  }

  async #readContainer(directory: string): Promise<EngineContainer | null> {
    const config = await readJson(`${directory}/config.v2.json`, this.#reader);
    if (config === null) return null;
    const hostConfig = await readJson(`${directory}/hostconfig.json`, this.#reader);
    return unlessDamaged(() => containerOfDisk(config, hostConfig));
  }
}

/** The data root that the daemon's own configuration names, else Docker's default. */
export async function configuredDataRoot(reader: DiskReader): Promise<string> {
  const config = await readJson(DAEMON_CONFIG, reader);
  const configured = config === null ? null : unlessDamaged(() => config.field("data-root").textOrNull());
  return configured ?? DEFAULT_DATA_ROOT;
}
