import { type ContainerEvent, isExec } from "./container-event.ts";
import { ContainerTable } from "./container-table.ts";
import type { DockerClient, EngineVersion } from "./docker-client.ts";
import type { EngineContainer } from "./engine.ts";
import { EngineFailure, type EngineFailureKind } from "./engine-failure.ts";
import type { EngineLimits } from "./engine-limits.ts";
import { ExecStarts } from "./exec-starts.ts";

/** What a session tells as it goes. */
export interface SessionListener {
  /** The engine answered, and its containers are known as far as a list tells. */
  connected(version: EngineVersion): void;
  /** Every container has been inspected once. */
  complete(): void;
  /** Where the engine keeps its files; not told when it did not say. */
  dataRoot(path: string): void;
  /** Some container is not as it was. */
  changed(containers: ReadonlyMap<string, EngineContainer>): void;
  /** Something happened that is worth telling; what an `exec` runs has this pid. */
  happened(event: ContainerEvent, execPid: number | null): void;
}

/** Few, so that an engine under load is not loaded further. */
const INSPECTIONS_AT_ONCE = 4;

/** An engine can hang over one container and still answer for the others; over this many it hangs itself. */
const MAX_FAILED_INSPECTIONS = 4;

/** Failures that may be one answer's alone. */
const PASSING: readonly EngineFailureKind[] = ["silent", "slow", "status"];

/** One connection to an engine, from its first answer until it fails. */
export class EngineSession {
  readonly #client: DockerClient;
  readonly #listener: SessionListener;
  readonly #limits: Pick<EngineLimits, "checkMilliseconds" | "relistMilliseconds">;
  readonly #table = new ContainerTable();
  readonly #execs: ExecStarts;
  #wake = Promise.withResolvers<void>();
  #listIsDue = false;

  constructor(
    client: DockerClient,
    listener: SessionListener,
    limits: Pick<EngineLimits, "checkMilliseconds" | "relistMilliseconds">,
  ) {
    this.#client = client;
    this.#execs = new ExecStarts(client);
    this.#listener = listener;
    this.#limits = limits;
  }

  /**
   * Follows the engine; call it once.
   *
   * @throws {EngineFailure} When the engine is lost or the client closed: it ends in no other way.
   */
  async run(): Promise<never> {
    const version = await this.#client.version();
    // Before the list, so that nothing happens unseen between the two.
    const events = await this.#client.events();
    await this.#list();
    this.#listener.connected(version);
    const lost = Promise.withResolvers<never>();
    const check = setInterval(() => this.#client.check().catch(lost.reject), this.#limits.checkMilliseconds);
    const relist = setInterval(() => this.#wakeToList(), this.#limits.relistMilliseconds);
    try {
      const [never] = await Promise.all([
        lost.promise,
        this.#follow(events),
        this.#refresh(),
        this.#learnDataRoot(),
      ]);
      return never;
    } finally {
      clearInterval(check);
      clearInterval(relist);
    }
  }

  async #follow(events: AsyncIterable<ContainerEvent>): Promise<never> {
    for await (const event of events) {
      if (isExec(event)) void this.#tellExec(event);
      else this.#tell(event);
    }
    throw new EngineFailure("ended");
  }

  #tell(event: ContainerEvent): void {
    this.#table.happened(event);
    this.#wake.resolve();
    this.#listener.happened(event, null);
  }

  /** A health check is run like any other command, but over and over. */
  async #tellExec(event: ContainerEvent): Promise<void> {
    const healthCheck = this.#table.containers.get(event.containerId)?.healthCheck ?? null;
    if (healthCheck !== null && event.detail === healthCheck) return;
    this.#listener.happened(event, await this.#execs.pidOf(event.execId));
  }

  /** One thing after the other, so that a list never undoes what a later inspection said. */
  async #refresh(): Promise<never> {
    await this.#inspectPending();
    this.#listener.complete();
    while (true) {
      await this.#wake.promise;
      this.#wake = Promise.withResolvers();
      if (this.#listIsDue) await this.#list();
      await this.#inspectPending();
    }
  }

  #wakeToList(): void {
    this.#listIsDue = true;
    this.#wake.resolve();
  }

  async #list(): Promise<void> {
    this.#listIsDue = false;
    this.#table.listed(await this.#client.list());
    this.#listener.changed(this.#table.containers);
  }

  async #inspectPending(): Promise<void> {
    const ids = this.#table.takePending();
    let failures = 0;
    const inspectSome = async () => {
      for (let id = ids.pop(); id !== undefined; id = ids.pop()) {
        try {
          this.#table.inspected(id, await this.#client.inspect(id));
        } catch (error) {
          failures += 1;
          if (!isPassing(error) || failures > MAX_FAILED_INSPECTIONS) throw error;
        }
        this.#listener.changed(this.#table.containers);
      }
    };
    await Promise.all(Array.from({ length: INSPECTIONS_AT_ONCE }, inspectSome));
  }

  /** An engine that is slow to describe itself is not given up for it: its containers are what matters. */
  async #learnDataRoot(): Promise<void> {
    try {
      const dataRoot = await this.#client.dataRoot();
      if (dataRoot !== null) this.#listener.dataRoot(dataRoot);
    } catch (error) {
      if (!isPassing(error)) throw error;
    }
  }
}

function isPassing(error: unknown): boolean {
  return error instanceof EngineFailure && PASSING.includes(error.kind);
}
