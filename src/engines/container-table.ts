import type { ContainerEvent } from "./container-event.ts";
import { isLive } from "./container-state.ts";
import type { EngineContainer } from "./engine.ts";
import { EngineFailure } from "./engine-failure.ts";
import { sizeText } from "./engine-limits.ts";

/** What an engine may say of all of its containers together, as JSON in characters: ten thousand of them with long names. */
const MAX_LENGTH = 32 * 1024 * 1024;

/**
 * The live containers of one engine, as its lists, inspections and events told them. Says which containers have to
 * be inspected: those never inspected before, and those to which something happened.
 */
export class ContainerTable {
  readonly #containers = new Map<string, EngineContainer>();
  readonly #lengths = new Map<string, number>();
  #length = 0;
  readonly #pending = new Set<string>();
  readonly #neverInspected = new Set<string>();
  /** Ran out of memory at some time: an inspection says so only until the container is started again. */
  readonly #outOfMemory = new Set<string>();

  get containers(): ReadonlyMap<string, EngineContainer> {
    return this.#containers;
  }

  /** The ids to inspect now; each is given once. */
  takePending(): string[] {
    const ids = [...this.#pending];
    this.#pending.clear();
    return ids;
  }

  /**
   * Takes a list of all live containers, and forgets every other.
   *
   * @throws {EngineFailure} If that is more than any engine has.
   */
  listed(summaries: readonly EngineContainer[]): void {
    const ids = new Set(summaries.map(({ id }) => id));
    for (const id of this.#containers.keys()) if (!ids.has(id)) this.#forget(id);
    for (const id of this.#outOfMemory) if (!ids.has(id)) this.#outOfMemory.delete(id);
    for (const summary of summaries) this.#summarised(summary);
  }

  /**
   * Takes what an inspection said; `null` when the container was gone.
   *
   * @throws {EngineFailure} If there is more to keep than any engine has.
   */
  inspected(id: string, container: EngineContainer | null): void {
    this.#neverInspected.delete(id);
    if (container === null || !isLive(container)) {
      this.#forget(id);
      return;
    }
    const oomKilled = this.#outOfMemory.has(id) || container.oomKilled;
    this.#keep(id, { ...container, oomKilled });
  }

  /**
   * Takes an event. Whatever it was, an inspection tells what came of it; even of a container that is gone, since
   * an inspection from before that may still be on its way.
   */
  happened({ action, containerId }: ContainerEvent): void {
    this.#pending.add(containerId);
    if (action === "oom") this.#outOfMemory.add(containerId);
    if (action !== "destroy" && action !== "remove") return;
    this.#forget(containerId);
    this.#outOfMemory.delete(containerId);
  }

  #summarised(summary: EngineContainer): void {
    const { id, name, state } = summary;
    const known = this.#containers.get(id);
    if (known === undefined) this.#neverInspected.add(id);
    const changed = known?.name !== name || known.state !== state;
    if (changed) this.#keep(id, known === undefined ? summary : { ...known, name, state });
    if (changed || this.#neverInspected.has(id)) this.#pending.add(id);
  }

  #keep(id: string, container: EngineContainer): void {
    this.#forgetLength(id);
    const { length } = JSON.stringify(container);
    this.#lengths.set(id, length);
    this.#length += length;
    if (this.#length > MAX_LENGTH) {
      throw new EngineFailure("oversized", `${sizeText(MAX_LENGTH)} about its containers`);
    }
    this.#containers.set(id, container);
  }

  #forgetLength(id: string): void {
    this.#length -= this.#lengths.get(id) ?? 0;
    this.#lengths.delete(id);
  }

  #forget(id: string): void {
    this.#forgetLength(id);
    this.#containers.delete(id);
    this.#neverInspected.delete(id);
  }
}
