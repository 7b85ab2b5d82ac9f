import type { DockerClient } from "./docker-client.ts";
import { EngineFailure } from "./engine-failure.ts";

/** An engine says that it runs something a moment before it does. */
const PAUSES_MILLISECONDS = [0, 50, 100, 200, 400, 800];

/** Few, so that an engine under load is not loaded further. */
const ASKED_AT_ONCE = 4;

/** Asks an engine which process an `exec` that has just begun runs. */
export class ExecStarts {
  readonly #client: Pick<DockerClient, "execPid">;
  #asked = 0;

  constructor(client: Pick<DockerClient, "execPid">) {
    this.#client = client;
  }

  /** @returns The host pid; `null` when it has ended already, or the engine does not say. */
  async pidOf(execId: string | null): Promise<number | null> {
    if (execId === null || this.#asked >= ASKED_AT_ONCE) return null;
    this.#asked += 1;
    try {
      return await this.#ask(execId);
    } catch (error) {
      // That the engine is lost is told by whoever follows it.
      if (error instanceof EngineFailure) return null;
      throw error;
    } finally {
      this.#asked -= 1;
    }
  }

  async #ask(execId: string): Promise<number | null> {
    for (const milliseconds of PAUSES_MILLISECONDS) {
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      const pid = await this.#client.execPid(execId);
      if (pid !== null) return pid;
    }
    return null;
  }
}
