import { type NetSocket, parseNetSockets } from "../procfs/net-sockets.ts";
import { parseNetUnix, type UnixSocket } from "../procfs/net-unix.ts";
import type { DetailContext } from "./detail-context.ts";
import type { SocketFacts } from "./detail-sample.ts";
import { findSocketOwners } from "./socket-owners.ts";

const INTERNET_PROTOCOLS = ["tcp", "tcp6", "udp", "udp6"] as const;

/** Looking through all open files is slow: sockets whose owner is not known yet wait for it. */
const SEARCH_SECONDS = 3;

interface Search {
  readonly owners: ReadonlyMap<number, number>;
  readonly atSeconds: number;
}

/** Reads the sockets of network namespaces, with a process that has each open. */
export class SocketReader {
  /** What was found last, and in which namespace. */
  #last: { readonly netns: number | null; readonly search: Search } | null = null;

  /**
   * @param groupPids - Processes that are asked first.
   * @returns `null` when no sockets may be read.
   */
  read(context: DetailContext, groupPids: readonly number[]): readonly SocketFacts[] | null {
    const tables = [
      ...INTERNET_PROTOCOLS.map((protocol) => internetSockets(context, protocol)),
      unixSockets(context),
    ];
    if (tables.every((table) => table === null)) return null;
    const sockets = tables.flatMap((table) => table ?? []);
    const owners = this.#ownersOf(context, groupPids, sockets);
    return sockets.map((socket) => ({ ...socket, pid: owners.get(socket.inode) ?? null }));
  }

  #ownersOf(
    context: DetailContext,
    groupPids: readonly number[],
    sockets: readonly Unowned[],
  ): ReadonlyMap<number, number> {
    const netns = context.namespaces.net;
    const last = netns !== null && this.#last?.netns === netns ? this.#last.search : null;
    const inodes = new Set(sockets.map(({ inode }) => inode).filter((inode) => inode !== 0));
    const isKnown = last !== null && [...inodes].every((inode) => last.owners.has(inode));
    const isRecent = last !== null && context.nowSeconds - last.atSeconds < SEARCH_SECONDS;
    if (isKnown || isRecent) return last.owners;
    const owners = findSocketOwners(context, likelyOwners(context, groupPids), inodes);
    this.#last = { netns, search: { owners, atSeconds: context.nowSeconds } };
    return owners;
  }
}

type Unowned = Omit<SocketFacts, "pid">;

function internetSockets(
  { reader, issues, pid }: DetailContext,
  protocol: (typeof INTERNET_PROTOCOLS)[number],
): readonly Unowned[] | null {
  const path = `/proc/${pid}/net/${protocol}`;
  return issues.attempt(path, MISSING, () =>
    parseNetSockets(reader.readText(path)).map((socket) => ({ protocol, ...internetSocket(socket) })),
  );
}

function internetSocket(socket: NetSocket): Omit<Unowned, "protocol"> {
  const connected = socket.remotePort !== 0;
  return {
    localAddress: socket.localAddress,
    localPort: socket.localPort,
    remoteAddress: connected ? socket.remoteAddress : null,
    remotePort: connected ? socket.remotePort : null,
    state: socket.state,
    inode: socket.inode,
  };
}

function unixSockets({ reader, issues, pid }: DetailContext): readonly Unowned[] | null {
  const path = `/proc/${pid}/net/unix`;
  return issues.attempt(path, MISSING, () => parseNetUnix(reader.readText(path)).map(unixSocket));
}

function unixSocket({ path, state, inode }: UnixSocket): Unowned {
  return {
    protocol: "unix",
    localAddress: path,
    localPort: null,
    remoteAddress: null,
    remotePort: null,
    state,
    inode,
  };
}

/** A socket mostly is a process's that is in the same network namespace. */
function likelyOwners(
  { processes, namespaces, pid }: DetailContext,
  groupPids: readonly number[],
): ReadonlySet<number> {
  const neighbours = processes.filter(
    (process) =>
      namespaces.net !== null && process.namespaces.net === namespaces.net && !process.stat.kernelThread,
  );
  return new Set([pid, ...groupPids, ...neighbours.map((process) => process.pid)]);
}

const MISSING = "Sockets are not known";
