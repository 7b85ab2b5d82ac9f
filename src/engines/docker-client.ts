import { Buffer } from "node:buffer";
import type Docker from "dockerode";
import { Answer } from "./answer.ts";
import type { BoundedModem } from "./bounded-modem.ts";
import { containerOfInspection, containerOfSummary } from "./container-answers.ts";
import {
  type ContainerEvent,
  EXEC_ACTIONS,
  parseContainerEvent,
  WATCHED_ACTIONS,
} from "./container-event.ts";
import { parseContainerId } from "./container-id.ts";
import type { EngineContainer } from "./engine.ts";
import { EngineFailure, engineFailure } from "./engine-failure.ts";
import type { EngineLimits } from "./engine-limits.ts";
import { eventLines } from "./event-lines.ts";
import { openDocker } from "./open-docker.ts";

/** Engines that speak Docker's API. */
export type DockerApiEngine = "docker" | "podman";

/** The processes that an engine started in a container beside its first. */
export interface ExecPids {
  /** On the host. */
  readonly pids: readonly number[];
  /** `false` when there were too many to ask for each. */
  readonly isWhole: boolean;
}

/** How many are asked for one after the other. */
const MAX_EXECS = 64;

/** Who answers. */
export interface EngineVersion {
  readonly engine: DockerApiEngine;
  readonly version: string;
}

/** Docker lists live containers unless told otherwise, Podman leaves out paused ones and knows no restarting ones. */
const LIST_OPTIONS: Readonly<Record<DockerApiEngine, Docker.ContainerListOptions>> = {
  docker: {},
  podman: { filters: { status: ["running", "paused"] } },
};

/**
 * An engine asked through dockerode, every answer bounded and checked.
 * Every error that its methods throw for the engine's sake is an {@link EngineFailure}.
 */
export class DockerClient {
  readonly #docker: Docker;
  readonly #modem: BoundedModem;
  readonly #limits: EngineLimits;
  #engine: DockerApiEngine = "docker";

  /** Use {@link openDockerClient}. */
  constructor(docker: Docker, modem: BoundedModem, limits: EngineLimits) {
    this.#docker = docker;
    this.#modem = modem;
    this.#limits = limits;
  }

  /** Who answers; to be asked first, since the other answers are taken as that engine's. */
  async version(): Promise<EngineVersion> {
    const version = (await this.#podmanVersion()) ?? (await this.#versionAnswer());
    this.#engine = version.engine;
    return version;
  }

  /** Whether it still answers; what that takes the engine next to nothing for. */
  async check(): Promise<void> {
    if (this.#engine === "podman") await this.#podmanVersion();
    else await this.#docker.version();
  }

  /**
   * Podman says its version with every answer. Asked for it, it runs the host's package manager several times, which takes half a
   * second of CPU time.
   *
   * @returns `null` for another engine.
   */
  async #podmanVersion(): Promise<EngineVersion | null> {
    const version = await this.#modem.header("/_ping", "libpod-api-version");
    return version === null || version === "" ? null : { engine: "podman", version };
  }

  async #versionAnswer(): Promise<EngineVersion> {
    return checked(await this.#docker.version(), "version", (answer) => {
      const components = answer.field("Components").itemsOrNone();
      const isPodman = components.some(
        (component) => component.field("Name").textOrNull() === "Podman Engine",
      );
      const engine: DockerApiEngine = isPodman ? "podman" : "docker";
      return { engine, version: answer.field("Version").text() };
    });
  }

  /** Containers that run, are paused or restart, as far as a list tells. */
  async list(): Promise<readonly EngineContainer[]> {
    return checked(await this.#docker.listContainers(LIST_OPTIONS[this.#engine]), "list", (answer) =>
      answer.items().map((summary) => containerOfSummary(summary, this.#engine)),
    );
  }

  /** Everything about one container; `null` when it is gone. */
  async inspect(id: string): Promise<EngineContainer | null> {
    const inspection = await unlessGone(this.#docker.getContainer(id).inspect());
    return (
      inspection && checked(inspection, "container", (answer) => containerOfInspection(answer, this.#engine))
    );
  }

  /** Processes that were started in a container with `docker exec`, or by a health check. */
  async execPids(id: string): Promise<ExecPids> {
    const inspection = await unlessGone(this.#docker.getContainer(id).inspect());
    const execIds = checked(inspection, "container", (answer) =>
      answer
        .field("ExecIDs")
        .itemsOrNone()
        .map((execId) => parseContainerId(execId.text())),
    );
    const pids: number[] = [];
    for (const execId of execIds.slice(0, MAX_EXECS)) {
      const exec = await unlessGone(this.#docker.getExec(execId).inspect());
      // One that has ended is remembered for minutes with its pid, which may be another process's by now.
      const pid = checked(exec, "exec", (answer) =>
        answer.field("Running").flagOrNull() === true ? answer.field("Pid").countOrNull() : null,
      );
      if (pid !== null) pids.push(pid);
    }
    return { pids, isWhole: execIds.length <= MAX_EXECS };
  }

  /** Host pid of what an `exec` runs; `null` when it does not run yet, or no more. */
  async execPid(execId: string): Promise<number | null> {
    return checked(await this.#docker.getExec(execId).inspect(), "exec", (answer) =>
      answer.field("Running").flagOrNull() === true ? answer.field("Pid").countOrNull() || null : null,
    );
  }

  /** The directory in which the engine keeps what it has to remember. Podman's is named by what minds its containers. */
  async dataRoot(): Promise<string | null> {
    if (this.#engine === "podman") return null;
    return checked(await this.#docker.info(), "info", (answer) => answer.field("DockerRootDir").textOrNull());
  }

  /** What happens to containers from now on. */
  async events(): Promise<AsyncIterable<ContainerEvent>> {
    const stream = await this.#docker.getEvents({
      filters: { type: ["container"], event: [...WATCHED_ACTIONS, EXEC_ACTIONS[this.#engine]] },
    });
    return parsedEvents(eventLines(bytesOf(stream), this.#limits));
  }

  /** Ends all requests and streams. */
  close(): void {
    this.#modem.close();
  }
}

/** Opens a client; nobody is asked anything yet. */
export async function openDockerClient(socketPath: string, limits: EngineLimits): Promise<DockerClient> {
  const { docker, modem } = await openDocker(socketPath, limits);
  return new DockerClient(docker, modem, limits);
}

/** `null` for what the engine has no longer. */
async function unlessGone<Value>(answer: Promise<Value>): Promise<Value | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof EngineFailure && error.statusCode === 404) return null;
    throw error;
  }
}

function checked<Value>(value: unknown, name: string, read: (answer: Answer) => Value): Value {
  try {
    return read(new Answer(value, name));
  } catch (error) {
    throw engineFailure(error);
  }
}

/** Ends when the engine ends it: a daemon that is stopped does, one that is killed cuts it off. */
async function* parsedEvents(lines: AsyncIterable<string>): AsyncGenerator<ContainerEvent, void, void> {
  try {
    for await (const line of lines) {
      if (line.trim() !== "") yield parseContainerEvent(line);
    }
  } catch (error) {
    const failure = engineFailure(error);
    if (failure.kind !== "cut off") throw failure;
  }
}

async function* bytesOf(stream: NodeJS.ReadableStream): AsyncGenerator<Uint8Array, void, void> {
  for await (const chunk of stream) yield typeof chunk === "string" ? Buffer.from(chunk) : chunk;
}
