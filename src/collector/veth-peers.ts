import type { DetailContext } from "./detail-context.ts";
import type { InterfaceFacts } from "./detail-sample.ts";
import { FreshCache } from "./fresh-cache.ts";
import type { IpLink } from "./ip-link.ts";
import type { IpLinks } from "./ip-links.ts";
import { readNetnsIds } from "./netns-ids.ts";
import { networkPlaces } from "./network-places.ts";

type Peer = NonNullable<InterfaceFacts["peer"]>;

/** Which namespace a number stands for does not change while both live, but numbers are given out again. */
const IDS_SECONDS = 60;

/** A number that is not known, or stands for a namespace that nobody lives in, may have been given out just now. */
const NEW_IDS_SECONDS = 10;

/** The name and bridge of the other end seldom change. */
const PEER_SECONDS = 15;

/** How many namespaces are entered for the names of other ends. */
const MAX_PEER_NAMESPACES = 64;

/**
 * Finds the other ends of `veth` pairs. The number of the other end alone says nothing, since every namespace
 * counts its interfaces anew: what counts is the namespace that it is in.
 */
export class VethPeers {
  readonly #links: IpLinks;
  readonly #hostIds = new FreshCache<number, ReadonlyMap<number, number>>();
  readonly #allIds = new FreshCache<number, ReadonlyMap<number, number>>();

  constructor(links: IpLinks) {
    this.#links = links;
  }

  /**
   * @param inode - The network namespace that `links` are in.
   * @returns By the number of the end that is there.
   */
  async find(
    context: DetailContext,
    inode: number,
    links: readonly IpLink[],
  ): Promise<ReadonlyMap<number, Peer>> {
    const veths = links.filter(({ kind }) => kind === "veth");
    const wanted = new Set(veths.flatMap(({ linkNetnsId }) => linkNetnsId ?? []));
    const ids = await this.#idsOf(context, inode, wanted);
    const linksByInode = await this.#linksOf(context, new Set(ids.values()));
    const peers = new Map<number, Peer>();
    for (const veth of veths) {
      const netns = veth.linkNetnsId === null ? inode : (ids.get(veth.linkNetnsId) ?? null);
      const there = netns === inode ? links : netns === null ? [] : (linksByInode.get(netns) ?? []);
      const peer = peerOf(veth, netns, there);
      if (peer !== null) peers.set(veth.index, peer);
    }
    return peers;
  }

  /** Inodes of the namespaces that the other ends are in, by the number this namespace has for them. */
  async #idsOf(
    context: DetailContext,
    inode: number,
    wanted: ReadonlySet<number>,
  ): Promise<ReadonlyMap<number, number>> {
    if (wanted.size === 0) return new Map();
    const ids = await context.issues.attemptLater("lsns", "Where veth pairs lead is not known", async () => {
      const host = await this.#idsOfHost(context, inode);
      const isHostAlone = [...wanted].every((id) => host.has(id));
      return isHostAlone ? host : this.#idsOfAll(context, inode, wanted);
    });
    return new Map([...(ids ?? [])].filter(([id]) => wanted.has(id)));
  }

  /** Most pairs lead to the host, and what number it has is told quickly. */
  async #idsOfHost(context: DetailContext, inode: number): Promise<ReadonlyMap<number, number>> {
    const { hostNamespaces, programs, nowSeconds } = context;
    const task = pidIn(context, hostNamespaces.net);
    if (task === null || inode === hostNamespaces.net) return new Map();
    return this.#hostIds.get(inode, nowSeconds, IDS_SECONDS, () =>
      readNetnsIds(programs, placeOf(context, inode), task),
    );
  }

  async #idsOfAll(
    context: DetailContext,
    inode: number,
    wanted: ReadonlySet<number>,
  ): Promise<ReadonlyMap<number, number>> {
    const read = () => readNetnsIds(context.programs, placeOf(context, inode), null);
    const known = await this.#allIds.get(inode, context.nowSeconds, IDS_SECONDS, read);
    const places = networkPlaces(context.processes);
    if ([...wanted].every((id) => places.has(known.get(id) ?? Number.NaN))) return known;
    return this.#allIds.get(inode, context.nowSeconds, NEW_IDS_SECONDS, read);
  }

  /** Interfaces of other namespaces; those that nobody lives in, or that cannot be entered, are left out. */
  async #linksOf(
    context: DetailContext,
    inodes: ReadonlySet<number>,
  ): Promise<ReadonlyMap<number, readonly IpLink[]>> {
    const found = new Map<number, readonly IpLink[]>();
    for (const inode of [...inodes].slice(0, MAX_PEER_NAMESPACES)) {
      const links = await this.#linksOfOne(context, inode);
      if (links !== null) found.set(inode, links);
    }
    return found;
  }

  async #linksOfOne(context: DetailContext, inode: number): Promise<readonly IpLink[] | null> {
    const pid = pidIn(context, inode);
    if (pid === null) return null;
    return context.issues.attemptLater(
      `/proc/${pid}/ns/net`,
      "The other end of a veth pair is not known",
      () => this.#links.get(context, { inode, pid }, PEER_SECONDS),
    );
  }
}

/**
 * The other end of a `veth`.
 *
 * @param there - The interfaces of the namespace that it is in, as far as they are known.
 * @returns `null` when the kernel does not say which interface it is.
 */
export function peerOf(veth: IpLink, netns: number | null, there: readonly IpLink[]): Peer | null {
  const other = linkBehind(veth, there);
  const index = other?.index ?? veth.linkIndex;
  if (index === null) return null;
  return { netns, index, name: other?.name ?? null, bridge: other?.master ?? null };
}

/** The interface that another one belongs to: its other end, or the device below it. */
export function linkBehind(link: IpLink, there: readonly IpLink[]): IpLink | undefined {
  return there.find(({ index, name }) =>
    link.linkIndex === null ? name === link.linkName : index === link.linkIndex,
  );
}

function placeOf({ pid, ownNamespaces }: DetailContext, inode: number) {
  return { type: "net", pid, here: inode === ownNamespaces.net } as const;
}

function pidIn({ processes }: DetailContext, inode: number | null): number | null {
  return networkPlaces(processes).get(inode ?? Number.NaN)?.pid ?? null;
}
