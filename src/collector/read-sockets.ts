import { type NetSocket, parseNetSockets } from "../procfs/net-sockets.ts";
import { parseNetUnix, type UnixSocket } from "../procfs/net-unix.ts";
import type { DetailContext } from "./detail-context.ts";
import type { SocketFacts } from "./detail-sample.ts";
import { IssueLog } from "./issue-log.ts";
import { findSocketOwners } from "./socket-owners.ts";

const INTERNET_PROTOCOLS = ["tcp", "tcp6", "udp", "udp6"] as const;

/** Looking through all open files is slow: sockets whose owner is not known yet wait for it. */
const SEARCH_SECONDS = 3;

interface Search {
  readonly owners: ReadonlyMap<number, number>;
  /** Internet sockets that no process on this host was found to have open: the kernel itself has some. */
  readonly ownerless: ReadonlySet<number>;
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
    const search = findOwners(context, groupPids, inodes, internetInodes(sockets), last);
    this.#last = { netns, search };
    return search.owners;
  }
}

/** Looks for internet sockets in all other processes as well, once: one that is found there is in the wrong place. */
function findOwners(
  context: DetailContext,
  groupPids: readonly number[],
  inodes: ReadonlySet<number>,
  internet: ReadonlySet<number>,
  last: Search | null,
): Search {
  const likely = likelyOwners(context, groupPids);
  const found = findSocketOwners(context, likely, inodes);
  const open = new Set([...internet].filter((inode) => !found.has(inode) && !last?.ownerless.has(inode)));
  const others = context.processes.filter(({ pid, stat }) => !stat.kernelThread && !likely.has(pid));
  // That the files of others may not be read says nothing of this group.
  const strangers = findSocketOwners(
    { ...context, issues: new IssueLog() },
    others.map(({ pid }) => pid),
    open,
  );
  const owners = new Map([...found, ...strangers]);
  const ownerless = new Set([...internet].filter((inode) => !owners.has(inode)));
  return { owners, ownerless, atSeconds: context.nowSeconds };
}

function internetInodes(sockets: readonly Unowned[]): ReadonlySet<number> {
  return new Set(
    sockets.flatMap(({ protocol, inode }) => (protocol === "unix" || inode === 0 ? [] : [inode])),
  );
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
