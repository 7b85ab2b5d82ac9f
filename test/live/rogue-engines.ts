import { Buffer } from "node:buffer";
import { mkdtempSync, rmSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What listens where an engine should, and how nstop is to call that. */
export interface RogueKind {
  /** The row of what can go wrong. */
  readonly row: string;
  readonly says: RegExp;
  /** Does what it likes with a request. */
  readonly answer: (socket: net.Socket, path: string) => void;
}

const MEBIBYTE = 1024 * 1024;

/** It answers as an engine does until somebody follows its events. */
function withEvents(follow: (socket: net.Socket) => void): RogueKind["answer"] {
  return (socket, path) => {
    if (!path.startsWith("/events")) return answerSoundly(socket, path);
    socket.write("HTTP/1.1 200 OK\r\n\r\n");
    follow(socket);
  };
}

/** Of two bounds either may come first: a busy host takes long to receive so much. */
function orNotInTime(says: RegExp): RegExp {
  return new RegExp(`${says.source}|begins to answer but does not finish within`);
}

/** Every way in which an engine has been seen to be broken, or can be. */
export const ROGUE_KINDS: readonly RogueKind[] = [
  {
    row: "accepts and never answers",
    says: /accepts connections but does not answer within/,
    answer: () => undefined,
  },
  {
    row: "trickles a byte a second",
    says: /begins to answer but does not finish within/,
    answer: (socket) => {
      socket.write("HTTP/1.1 200 OK\r\nX: ");
      const timer = setInterval(() => socket.write("x"), 1000);
      socket.once("close", () => clearInterval(timer));
    },
  },
  {
    row: "sends gigabytes",
    says: orNotInTime(/sends more than 16 MiB as one answer/),
    answer: (socket) => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      writeForEver(socket, Buffer.alloc(MEBIBYTE, " "));
    },
  },
  {
    row: "sends garbage instead of HTTP",
    says: /not as a Docker engine does: not HTTP/,
    answer: (socket) => socket.end("\x00\x01\x02 SSH-2.0-OpenSSH\r\n\r\n"),
  },
  {
    row: "sends JSON of wrong types",
    says: /not as a Docker engine does: version.Version is a list, not text/,
    answer: (socket) => sendJson(socket, { Version: ["28"], Components: null }),
  },
  {
    row: "sends millions of values",
    says: orNotInTime(/sends more than 1000000 values as one answer/),
    answer: (socket) => sendText(socket, `[${"{},".repeat(5_000_000)}{}]`),
  },
  {
    row: "closes in the middle",
    says: /closes the connection in the middle of an answer/,
    answer: (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"Version":'),
  },
  {
    row: "answers 500",
    says: /answers with an error, HTTP 500 \(database is locked\)/,
    answer: (socket) => sendJson(socket, { message: "database is locked" }, "500 Internal Server Error"),
  },
  {
    row: "redirects elsewhere",
    says: /answers with an error, HTTP 302/,
    answer: (socket) =>
      socket.end("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"),
  },
  {
    row: "sends events without end",
    says: /sends more than 16 MiB of events a minute/,
    answer: withEvents((socket) => writeForEver(socket, Buffer.from(`${" ".repeat(65_535)}\n`))),
  },
  {
    row: "sends an event of one huge line",
    says: /sends more than 1 MiB as one event/,
    answer: withEvents((socket) => writeForEver(socket, Buffer.alloc(65_536, "x"))),
  },
];

/** Not one of its answers is too large, and what is kept of all of them is. */
export const LARGE_RECORDS: RogueKind = {
  row: "says 64 KiB about each of a thousand containers",
  says: /sends more than 32 MiB about its containers/,
  answer: (socket, path) => {
    const ids = Array.from({ length: 1000 }, (_, index) => index.toString(16).padStart(64, "a"));
    const id = /^\/containers\/([0-9a-f]{64})\/json/.exec(path)?.[1];
    if (path.startsWith("/events")) socket.write("HTTP/1.1 200 OK\r\n\r\n");
    else if (path.startsWith("/containers/json")) {
      sendJson(
        socket,
        ids.map((Id) => ({ Id, State: "running" })),
      );
    } else if (id === undefined) answerSoundly(socket, path);
    else sendJson(socket, { Id: id, State: { Status: "running" }, Config: { Image: "x".repeat(70_000) } });
  },
};

/** Engines that are none, each at a real socket. To be closed by whoever made them. */
export class RogueEngines {
  readonly #directory = mkdtempSync(join(tmpdir(), "nstop-rogue-"));
  readonly #servers: net.Server[] = [];
  readonly #sockets = new Set<net.Socket>();
  readonly #asked = new Map<string, number[]>();

  /** What nstop is told to ask: one engine of each kind, whether it listens already or not. */
  get options(): readonly string[] {
    return ROGUE_KINDS.flatMap((kind) => ["--engine", this.endpointOf(kind)]);
  }

  endpointOf({ row }: Pick<RogueKind, "row">): string {
    return `unix://${this.#directory}/${row.replaceAll(" ", "-")}.sock`;
  }

  /** When it was asked who it is, in milliseconds: once for each attempt. */
  attemptsAt({ row }: RogueKind): readonly number[] {
    return this.#asked.get(row) ?? [];
  }

  /** Has all of them listen. */
  async listen(kinds: readonly RogueKind[] = ROGUE_KINDS): Promise<void> {
    for (const kind of kinds) {
      const server = net.createServer((socket) => this.#accept(socket, kind));
      this.#servers.push(server);
      const path = this.endpointOf(kind).slice("unix://".length);
      await new Promise<void>((resolve) => server.listen(path, resolve));
    }
  }

  close(): void {
    for (const server of this.#servers.splice(0)) server.close();
    for (const socket of this.#sockets) socket.destroy();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #accept(socket: net.Socket, kind: RogueKind): void {
    this.#sockets.add(socket);
    socket.once("close", () => this.#sockets.delete(socket));
    // The client may hang up at any time; that is its right.
    socket.on("error", () => socket.destroy());
    socket.once("data", (request: Buffer) => {
      const path = /^\S+ (\S+)/.exec(request.toString("latin1"))?.[1] ?? "";
      if (path === "/_ping") {
        const times = this.#asked.get(kind.row) ?? [];
        this.#asked.set(kind.row, [...times, performance.now()]);
      }
      kind.answer(socket, path);
    });
  }
}

/** Answers as an engine without containers does. */
export function answerSoundly(socket: net.Socket, path: string): void {
  if (path.startsWith("/version")) sendJson(socket, { Version: "28.2.2", Components: [{ Name: "Engine" }] });
  else if (path.startsWith("/info")) sendJson(socket, { DockerRootDir: "/nowhere" });
  else if (path.startsWith("/containers/json")) sendJson(socket, []);
  else sendJson(socket, { message: "page not found" }, "404 Not Found");
}

export function sendJson(socket: net.Socket, value: unknown, status = "200 OK"): void {
  sendText(socket, JSON.stringify(value), status);
}

export function sendText(socket: net.Socket, text: string, status = "200 OK"): void {
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
  );
}

/** Writes for as long as somebody reads. */
export function writeForEver(socket: net.Socket, chunk: Uint8Array): void {
  const write = () => {
    while (!socket.destroyed && socket.write(chunk));
  };
  socket.on("drain", write);
  write();
}
