import type Docker from "dockerode";
import { Answer } from "./answer.ts";
import { type ControlledContainer, controlledContainer } from "./controlled-container.ts";
import { EngineFailure, engineFailure } from "./engine-failure.ts";
import { type OpenedDocker, openDocker } from "./open-docker.ts";

/** Longer than any inspection of one container. */
const ANSWER_BYTES = 16 * 1024 * 1024;

/** For what an engine answers without doing anything. */
const LOOK_MILLISECONDS = 5_000;

/** What an engine is told to do to a container. */
export type ContainerOrder = "pause" | "unpause" | "stop" | "restart" | "kill" | "remove";

/** Limits as `POST /containers/ID/update` takes them; absent is unchanged. */
export interface LimitsUpdate {
  readonly NanoCpus?: number;
  readonly CpuQuota?: number;
  readonly CpuPeriod?: number;
  readonly Memory?: number;
  readonly MemorySwap?: number;
}

/** Limits as Podman takes them, which are those of the OCI runtime specification: -1 is none, absent is unchanged. */
export interface PodmanResources {
  /** In microseconds. */
  readonly cpu?: { readonly quota: number; readonly period: number };
  /** In bytes; `swap` is memory and swap together. */
  readonly memory?: { readonly limit: number; readonly swap: number };
}

/**
 * Tells the engine at one socket what to do. Every request has a connection of its own and its own time.
 * Every error that its methods throw for the engine's sake is an {@link EngineFailure}.
 */
export class ContainerOrders {
  readonly #socketPath: string;
  readonly #lookMilliseconds: number;

  /** @param lookMilliseconds - For what an engine answers without doing anything. */
  constructor(socketPath: string, lookMilliseconds: number = LOOK_MILLISECONDS) {
    this.#socketPath = socketPath;
    this.#lookMilliseconds = lookMilliseconds;
  }

  /** What the engine says of the container now; `null` when it has none of that id. */
  async inspect(id: string): Promise<ControlledContainer | null> {
    return this.#with(this.#lookMilliseconds, async ({ docker }) => {
      try {
        return controlledContainer(new Answer(await docker.getContainer(id).inspect(), "container"));
      } catch (error) {
        if (isStatus(error, 404)) return null;
        throw error;
      }
    });
  }

  /** How many CPUs the engine has to give; `null` where it does not say. */
  async cpus(): Promise<number | null> {
    return this.#with(this.#lookMilliseconds, async ({ docker }) =>
      new Answer(await docker.info(), "info").field("NCPU").countOrNull(),
    );
  }

  /**
   * Has the engine do it, and waits until it says that it is done.
   *
   * @param milliseconds - How long that may take it.
   * @returns `already` when it had nothing to do.
   * @throws {EngineFailure} Also with status 404 when the container is gone.
   */
  async tell(id: string, order: ContainerOrder, milliseconds: number): Promise<"done" | "already"> {
    return this.#with(milliseconds, async ({ docker }) => {
      try {
        await CALLS[order](docker.getContainer(id));
        return "done";
      } catch (error) {
        // What is stopped already is answered with "not modified".
        if (isStatus(error, 304)) return "already";
        throw error;
      }
    });
  }

  /** Changes limits as Docker does. @throws {EngineFailure} */
  async update(id: string, limits: LimitsUpdate, milliseconds: number): Promise<void> {
    await this.#with(milliseconds, async ({ docker }) => {
      await docker.getContainer(id).update(limits);
    });
  }

  /**
   * Changes limits as Podman does, whose answers to Docker's clients have no such thing before its version 5.
   *
   * @throws {EngineFailure}
   * @see https://docs.podman.io/en/latest/_static/api.html#tag/containers/operation/ContainerUpdateLibpod
   */
  async updatePodman(id: string, resources: PodmanResources, milliseconds: number): Promise<void> {
    await this.#with(milliseconds, async ({ modem }) => {
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      modem.dial(
        {
          path: `/v4.0.0/libpod/containers/${id}/update`,
          method: "POST",
          options: { ...resources },
          statusCodes: { 200: true, 201: true },
        },
        (error, answer) => (error === null ? resolve(answer) : reject(error)),
      );
      await promise;
    });
  }

  async #with<Value>(milliseconds: number, ask: (opened: OpenedDocker) => Promise<Value>): Promise<Value> {
    const limits = { requestMilliseconds: milliseconds, answerBytes: ANSWER_BYTES };
    const opened = await openDocker(this.#socketPath, limits);
    try {
      return await ask(opened);
    } catch (error) {
      throw engineFailure(error);
    } finally {
      opened.modem.close();
    }
  }
}

/** Volumes without a name stay, as with `docker rm -f`: what is in them may be wanted. */
const CALLS: Readonly<Record<ContainerOrder, (container: Docker.Container) => Promise<unknown>>> = {
  pause: (container) => container.pause(),
  unpause: (container) => container.unpause(),
  stop: (container) => container.stop(),
  restart: (container) => container.restart(),
  kill: (container) => container.kill(),
  remove: (container) => container.remove({ force: true }),
};

function isStatus(error: unknown, statusCode: number): boolean {
  return error instanceof EngineFailure && error.statusCode === statusCode;
}
