import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import http from "node:http";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** A directory that is removed when the test is over. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "nstop-engines-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Listens at a Unix socket until the test is over, and does with each connection what it is told. */
export async function listen(
  handle: (socket: net.Socket) => void,
  socketPath = join(temporaryDirectory(), "engine.sock"),
): Promise<string> {
  const server = net.createServer((socket) => {
    // The client may hang up at any time; that is its right.
    socket.on("error", () => socket.destroy());
    onTestFinished(() => {
      socket.destroy();
    });
    handle(socket);
  });
  onTestFinished(() => {
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  return `unix://${socketPath}`;
}

/** A listening socket that nobody but root may open. */
export async function listenWithoutPermission(): Promise<string> {
  const endpoint = await listen(() => undefined);
  chmodSync(endpoint.slice("unix://".length), 0);
  return endpoint;
}

/** A container as the fake engine keeps it. */
export interface FakeContainer {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly pid?: number;
  readonly health?: string;
  readonly oomKilled?: boolean;
}

/** The answers of an engine that works; a test changes them. */
export class FakeEngine {
  readonly socketPath: string;
  readonly containers = new Map<string, FakeContainer>();
  /** Answers that replace the usual ones, by path. A function may do anything with the response. */
  readonly answers = new Map<string, unknown>();
  /** Paths asked for, without their query. */
  readonly requests: string[] = [];
  version: unknown = { Version: "28.2.2", Components: [{ Name: "Engine" }] };
  dataRoot = "/nowhere/docker";
  #streams = new Set<http.ServerResponse>();
  #server: http.Server | null = null;

  constructor(socketPath = join(temporaryDirectory(), "docker.sock")) {
    this.socketPath = socketPath;
    onTestFinished(() => this.stop());
  }

  get endpoint(): string {
    return `unix://${this.socketPath}`;
  }

  /** How many connections follow its events. */
  get followers(): number {
    return this.#streams.size;
  }

  async start(): Promise<this> {
    rmSync(this.socketPath, { force: true });
    const server = http.createServer((request, response) => this.#answer(request, response));
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(this.socketPath, resolve));
    return this;
  }

  /** Ends it as a killed daemon ends: connections are cut, the socket is gone. */
  stop(): void {
    this.#server?.close();
    this.#server?.closeAllConnections();
    this.#streams.clear();
    this.#server = null;
  }

  /** Keeps a container, and tells what happened to it. */
  happens(action: string, container: FakeContainer): void {
    if (action === "destroy") this.containers.delete(container.id);
    else this.containers.set(container.id, container);
    this.sendEvent(`${JSON.stringify({ Type: "container", Action: action, Actor: { ID: container.id } })}\n`);
  }

  /** Sends anything to whoever follows events. */
  sendEvent(text: string): void {
    for (const stream of this.#streams) stream.write(text);
  }

  #answer(request: http.IncomingMessage, response: http.ServerResponse): void {
    const [path = ""] = (request.url ?? "").split("?");
    this.requests.push(path);
    const replaced = this.answers.get(path);
    if (typeof replaced === "function") replaced(response);
    else if (replaced !== undefined) response.end(JSON.stringify(replaced));
    else if (path === "/events") this.#follow(response);
    else this.#answerJson(path, response);
  }

  #follow(response: http.ServerResponse): void {
    response.flushHeaders();
    this.#streams.add(response);
    response.once("close", () => this.#streams.delete(response));
  }

  #answerJson(path: string, response: http.ServerResponse): void {
    const answer = this.#json(path);
    if (answer === undefined) response.statusCode = 404;
    response.end(JSON.stringify(answer ?? { message: "no such container" }));
  }

  #json(path: string): unknown {
    if (path === "/version") return this.version;
    if (path === "/info") return { DockerRootDir: this.dataRoot };
    if (path === "/containers/json") return [...this.containers.values()].filter(isListed).map(summary);
    const container = this.containers.get(/^\/containers\/([0-9a-f]+)\/json$/.exec(path)?.[1] ?? "");
    return container && inspection(container);
  }
}

/** The full id of a container that is called `digit` everywhere. */
export function idOf(digit: string): string {
  return digit.repeat(64);
}

function isListed({ state }: FakeContainer): boolean {
  return state === "running" || state === "paused" || state === "restarting";
}

function summary({ id, name, state }: FakeContainer): unknown {
  return { Id: id, Names: [`/${name}`], Image: "busybox", State: state, Ports: [], Labels: {} };
}

function inspection({ id, name, state, pid, health, oomKilled }: FakeContainer): unknown {
  return {
    Id: id,
    Name: `/${name}`,
    RestartCount: 0,
    State: {
      Status: state,
      Pid: pid ?? 0,
      OOMKilled: oomKilled ?? false,
      StartedAt: "2026-01-02T03:04:05.678Z",
      ...(health === undefined ? {} : { Health: { Status: health } }),
    },
    Config: { Image: "busybox", Labels: {} },
    HostConfig: { NetworkMode: "default", Privileged: false },
    NetworkSettings: { Ports: {}, Networks: { bridge: {} } },
  };
}
