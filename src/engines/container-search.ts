import { containerKey, type EngineContainer, type SeenContainer } from "./engine.ts";
import { findContainer } from "./find-container.ts";
import type { DiskReader } from "./read-json.ts";
import { SearchRound } from "./search-round.ts";

/** Pauses before the second, third, … look for a container that was not found: an engine writes after it has started it. */
const PAUSES_MILLISECONDS = [1000, 4000, 15_000, 60_000];

interface Entry {
  seen: SeenContainer;
  container: EngineContainer | null;
  attempts: number;
  /** Infinite once it is found or given up. */
  dueAt: number;
}

/**
 * Containers that no engine answers for, looked for on disk: each once, and a few times more when it is not found. Those that are
 * gone are forgotten.
 */
export class ContainerSearch {
  readonly #reader: DiskReader;
  readonly #changed: () => void;
  readonly #now: () => number;
  #wanted: readonly SeenContainer[] = [];
  readonly #entries = new Map<string, Entry>();
  #dueAt = Number.POSITIVE_INFINITY;
  #searching: Promise<void> | null = null;

  /**
   * @param changed - Called when something was found or forgotten.
   * @param now - Milliseconds of a clock that never goes back.
   */
  constructor(reader: DiskReader, changed: () => void, now: () => number = () => performance.now()) {
    this.#reader = reader;
    this.#changed = changed;
    this.#now = now;
  }

  /** What was found, by {@link containerKey}. */
  get containers(): ReadonlyMap<string, EngineContainer> {
    return new Map(
      [...this.#entries].flatMap(([key, { container }]) => (container === null ? [] : [[key, container]])),
    );
  }

  /** Looks for these containers and for no others. Never waits; the same list again costs nothing unless one is due. */
  want(containers: readonly SeenContainer[]): void {
    if (containers !== this.#wanted) this.#take(containers);
    if (this.#searching === null && this.#now() >= this.#dueAt) this.#searching = this.#search();
  }

  /** Resolves when nothing is being looked for. */
  async idle(): Promise<void> {
    await this.#searching;
  }

  #take(containers: readonly SeenContainer[]): void {
    this.#wanted = containers;
    const byKey = new Map(containers.filter(isNameless).map((seen) => [containerKey(seen), seen]));
    let forgotten = false;
    for (const [key, { container }] of this.#entries) {
      if (byKey.has(key)) continue;
      this.#entries.delete(key);
      forgotten ||= container !== null;
    }
    for (const [key, seen] of byKey) {
      const entry = this.#entries.get(key);
      if (entry === undefined) {
        this.#entries.set(key, { seen, container: null, attempts: 0, dueAt: 0 });
        this.#dueAt = 0;
      } else entry.seen = seen;
    }
    if (forgotten) this.#changed();
  }

  /** One after the other: a host may have hundreds, and something else to do. */
  async #search(): Promise<void> {
    const round = new SearchRound(this.#reader);
    let found = false;
    for (const entry of [...this.#entries.values()].filter(({ dueAt }) => dueAt <= this.#now())) {
      entry.container = await findContainer(entry.seen, round);
      const pause = entry.container === null ? PAUSES_MILLISECONDS[entry.attempts] : undefined;
      entry.attempts += 1;
      entry.dueAt = pause === undefined ? Number.POSITIVE_INFINITY : this.#now() + pause;
      found ||= entry.container !== null;
    }
    this.#dueAt = Math.min(...[...this.#entries.values()].map(({ dueAt }) => dueAt));
    this.#searching = null;
    if (found) this.#changed();
  }
}

/** LXC and nspawn call their control groups as their containers. */
function isNameless({ engine }: SeenContainer): boolean {
  return engine !== "lxc" && engine !== "nspawn";
}
