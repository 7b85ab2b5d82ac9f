import { Buffer } from "node:buffer";
import { Answer } from "./answer.ts";
import { ContainerLogFrames } from "./container-logs-frames.ts";
import { ContainerLogLines } from "./container-logs-lines.ts";
import { type EngineFailure, engineFailure } from "./engine-failure.ts";
import { ENGINE_LIMITS, type EngineLimits } from "./engine-limits.ts";
import type { LogEntry, LogPiece, LogSource } from "./log-entry.ts";
import { LogFailure } from "./log-failure.ts";
import { openDocker } from "./open-docker.ts";

/** Podman's answer to who follows a log begins with the first line that there is, and that may be never. */
const FOR_EVER = 2 ** 31 - 1;

/** Which container of which engine. */
export interface LoggedContainer {
  readonly engine: string;
  readonly socketPath: string;
  readonly id: string;
}

/** What an engine keeps of what a container writes, asked for through Docker's API. */
export class ContainerLogs implements LogSource {
  readonly #container: LoggedContainer;
  readonly #limits: EngineLimits;

  constructor(container: LoggedContainer, limits: EngineLimits = ENGINE_LIMITS) {
    this.#container = container;
    this.#limits = limits;
  }

  async *open(tail: number, signal: AbortSignal): AsyncGenerator<LogPiece, void, void> {
    const { socketPath, id } = this.#container;
    const asked = await openDocker(socketPath, this.#limits);
    const followed = await openDocker(socketPath, { ...this.#limits, requestMilliseconds: FOR_EVER });
    const close = () => {
      for (const { modem } of [asked, followed]) modem.close();
    };
    signal.addEventListener("abort", close);
    try {
      const { isTerminal, isRunning } = this.#settings(await asked.docker.getContainer(id).inspect());
      yield { bytes: 0, entries: [] };
      const stream = await followed.docker.getContainer(id).logs({
        follow: true,
        stdout: true,
        stderr: true,
        timestamps: true,
        tail,
      });
      yield* isTerminal ? terminalPieces(stream) : framedPieces(stream);
      throw new LogFailure(
        isRunning
          ? "the container has ended, or its engine ended the log"
          : "the container does not run: this is what it wrote last",
      );
    } catch (error) {
      throw error instanceof LogFailure ? error : this.#failure(engineFailure(error));
    } finally {
      signal.removeEventListener("abort", close);
      close();
    }
  }

  #settings(inspection: unknown): { readonly isTerminal: boolean; readonly isRunning: boolean } {
    const answer = new Answer(inspection, "container");
    const driver = answer.field("HostConfig").field("LogConfig").field("Type").textOrNull();
    if (driver === "none") {
      const why = `${this.#container.engine} keeps no log of this container: its log driver is none`;
      throw new LogFailure(`${why}; make it anew with another, such as --log-driver local`, true);
    }
    return {
      isTerminal: answer.field("Config").field("Tty").flagOrNull() ?? false,
      isRunning: answer.field("State").field("Running").flagOrNull() ?? false,
    };
  }

  #failure({ message, statusCode }: EngineFailure): LogFailure {
    const { engine } = this.#container;
    return statusCode === 404
      ? new LogFailure(`the container was removed: ${engine} has no log of it any more`, true)
      : new LogFailure(`${engine} ${message}`);
  }
}

/** Docker gives what a container with a terminal writes as it is: there is one stream. */
async function* terminalPieces(stream: NodeJS.ReadableStream): AsyncGenerator<LogPiece, void, void> {
  const lines = new ContainerLogLines("stdout", true);
  for await (const chunk of stream) {
    const bytes = bytesOf(chunk);
    yield { bytes: bytes.length, entries: lines.push(bytes, false) };
  }
  yield { bytes: 0, entries: lines.end() };
}

async function* framedPieces(stream: NodeJS.ReadableStream): AsyncGenerator<LogPiece, void, void> {
  const frames = new ContainerLogFrames();
  const lines = {
    stdout: new ContainerLogLines("stdout", false),
    stderr: new ContainerLogLines("stderr", false),
  };
  for await (const chunk of stream) {
    const bytes = bytesOf(chunk);
    const entries: LogEntry[] = [];
    for (const piece of frames.push(bytes)) {
      entries.push(...lines[piece.origin].push(piece.bytes, piece.isStart));
    }
    yield { bytes: bytes.length, entries };
  }
  yield { bytes: 0, entries: [...lines.stdout.end(), ...lines.stderr.end()] };
}

function bytesOf(chunk: string | Uint8Array): Uint8Array {
  return typeof chunk === "string" ? Buffer.from(chunk) : chunk;
}
