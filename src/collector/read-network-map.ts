import { type NetDev, parseNetDev } from "../procfs/net-dev.ts";
import type { DetailContext } from "./detail-context.ts";
import { interfacesFromProc } from "./interfaces-from-proc.ts";
import type { IpLink } from "./ip-link.ts";
import { type KnownNetwork, KnownNetworks, type SeenNetwork } from "./known-networks.ts";
import { LinkedNetworks, type NetnsIds, type PlacedLinks } from "./linked-networks.ts";
import type { MapInterfaceFacts, NetworkMapSample } from "./network-map-sample.ts";
import { networkPlaces } from "./network-places.ts";
import { withCounters } from "./read-interfaces.ts";
import { linkBehind, peerOf } from "./veth-peers.ts";

/** A network namespace with what its interfaces but loopback have counted. */
interface CountedNetwork extends SeenNetwork {
  readonly counters: readonly NetDev[];
}

const LOOPBACK = "lo";

/** Reads the interfaces of every network namespace. What they have counted is read in every sample. */
export class NetworkMapReader {
  readonly #known = new KnownNetworks();
  readonly #linked = new LinkedNetworks();

  /** @returns `null` when no network namespace can be looked at. */
  async read(context: DetailContext): Promise<NetworkMapSample | null> {
    const networks = countedNetworks(context);
    if (networks.length === 0) return null;
    const connected = networks.filter(({ names }) => names.length > 0);
    const known = await this.#known.refresh(context, connected);
    const placed = placedLinks(connected, known);
    const ids = await this.#linked.find(context, placed, known.size === connected.length);
    return {
      monotonicSeconds: context.nowSeconds,
      namespaces: networks.map((network) => ({
        inode: network.place.inode,
        pid: network.place.pid,
        interfaces: interfacesOf(context, network, known.get(network.place.inode), placed, ids),
      })),
    };
  }
}

function placedLinks(
  networks: readonly SeenNetwork[],
  known: ReadonlyMap<number, KnownNetwork>,
): ReadonlyMap<number, PlacedLinks> {
  return new Map(
    networks.flatMap(({ place }) => {
      const links = known.get(place.inode)?.links;
      return links == null ? [] : [[place.inode, { place, links }] as const];
    }),
  );
}

function interfacesOf(
  context: DetailContext,
  { place, counters }: CountedNetwork,
  known: KnownNetwork | undefined,
  placed: ReadonlyMap<number, PlacedLinks>,
  ids: NetnsIds,
): readonly MapInterfaceFacts[] | null {
  if (counters.length === 0) return [];
  if (known === undefined) return null;
  if (known.links === null) return interfacesWithoutIp({ ...context, pid: place.pid }, counters);
  const byName = new Map(counters.map((counter) => [counter.name, counter]));
  return known.links
    .filter(({ name }) => name !== LOOPBACK)
    .map((link) => {
      const { linkNetnsId } = link;
      const netns = linkNetnsId === null ? place.inode : (ids.get(place.inode)?.get(linkNetnsId) ?? null);
      const there = placed.get(netns ?? Number.NaN)?.links ?? [];
      return withCounters(mapInterface(link, netns, there), byName.get(link.name));
    });
}

/** @param there - The interfaces of the namespace `netns` that it leads to, as far as they are known. */
function mapInterface(link: IpLink, netns: number | null, there: readonly IpLink[]): MapInterfaceFacts {
  const { linkIndex, linkName, linkNetnsId, ...facts } = link;
  if (link.kind === "veth") return { ...facts, peer: peerOf(link, netns, there), lower: null };
  const standsOnOther = linkIndex !== null || linkName !== null;
  const lower = standsOnOther ? { netns, name: linkBehind(link, there)?.name ?? null } : null;
  return { ...facts, peer: null, lower };
}

/** All that can be looked at, the host's first. */
function countedNetworks(context: DetailContext): readonly CountedNetwork[] {
  const { reader, issues, hostNamespaces, processes } = context;
  const isHosts = ({ place }: CountedNetwork) => place.inode === hostNamespaces.net;
  return Array.from(networkPlaces(processes).values(), (place) => {
    const path = `/proc/${place.pid}/net/dev`;
    const read = () => parseNetDev(reader.readText(path)).filter(({ name }) => name !== LOOPBACK);
    const counters = issues.attempt(path, "The interfaces of a network namespace are not known", read);
    return counters === null ? null : { place, counters, names: counters.map(({ name }) => name) };
  })
    .filter((network) => network !== null)
    .sort((a, b) => Number(isHosts(b)) - Number(isHosts(a)));
}

/** The kernel's files do not tell what an interface hangs on. */
function interfacesWithoutIp(
  context: DetailContext,
  counters: readonly NetDev[],
): readonly MapInterfaceFacts[] {
  return interfacesFromProc(context, counters).map((facts) => ({ ...facts, master: null, lower: null }));
}
