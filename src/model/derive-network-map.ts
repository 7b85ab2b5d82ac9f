import type { NetworkMapSample } from "../collector/network-map-sample.ts";
import type { MapInterface, NetworkLink, NetworkMap } from "./detail.ts";
import { HOST_GROUP_ID } from "./group-id.ts";
import { growth, perSecond, secondsBetween } from "./rates.ts";
import type { Group, Snapshot } from "./snapshot.ts";
import { unlinkedGroups } from "./unlinked-groups.ts";

/** What the kernel makes in every new network namespace once a tunnel module is loaded; down, it leads nowhere. */
const FALLBACK_TUNNELS: ReadonlySet<string> = new Set([
  ...["tunl0", "gre0", "gretap0", "erspan0", "sit0", "ip_vti0"],
  ...["ip6tnl0", "ip6gre0", "ip6_vti0"],
]);

/**
 * Connects the interfaces of all network namespaces: bridges with their ports, both ends of each cable, and what
 * stands on another interface with what it stands on.
 *
 * @param previous The reading before; without one there are no rates.
 */
export function deriveNetworkMap(
  sample: NetworkMapSample,
  previous: NetworkMapSample | null,
  snapshot: Snapshot,
): NetworkMap {
  const host = hostInode(snapshot);
  const interfaces = mapInterfaces(sample, previous).filter((each) => isShown(each, host));
  const connected = new Set(interfaces.map(({ netns }) => netns));
  const read = sample.namespaces.filter((namespace) => namespace.interfaces !== null);
  const unconnected = read.map(({ inode }) => inode).filter((inode) => !connected.has(inode));
  return {
    links: linksOf(interfaces, sample, snapshot).sort((a, b) => compareLinks(a, b, host)),
    unlinked: unlinkedGroups(new Set(unconnected), snapshot),
    unread: sample.namespaces.length - read.length,
  };
}

function isShown({ netns, name, state }: MapInterface, host: number | null): boolean {
  return netns === host || state !== "down" || !FALLBACK_TUNNELS.has(name);
}

/** A cable is one link, unless its other end is a port of a bridge as well, or something stands on it. */
function linksOf(
  interfaces: readonly MapInterface[],
  sample: NetworkMapSample,
  snapshot: Snapshot,
): NetworkLink[] {
  const host = hostInode(snapshot);
  const otherEnds = otherEndsOf(interfaces);
  const parentKeys = new Set(interfaces.map(parentKeyOf));
  const owners = networkOwners(snapshot);
  const pids = new Map(sample.namespaces.map(({ inode, pid }) => [inode, pid]));
  return interfaces.flatMap((end) => {
    const otherEnd = otherEnds.get(end) ?? null;
    const isShownThere = otherEnd !== null && isNearer(otherEnd, end, host);
    if (isShownThere && end.master === null && !parentKeys.has(keyOf(end))) return [];
    const netns = otherEnd?.netns ?? (end.peer === null ? end.netns : end.peer.netns);
    const owner = owners.get(netns ?? Number.NaN);
    return {
      key: keyOf(end),
      parentKey: parentKeyOf(end),
      end,
      otherEnd,
      netns,
      pid: pids.get(netns ?? Number.NaN) ?? null,
      groupId: owner?.id ?? null,
      groupName: owner?.name ?? null,
    };
  });
}

function mapInterfaces(sample: NetworkMapSample, previous: NetworkMapSample | null): readonly MapInterface[] {
  const seconds = secondsBetween(sample.monotonicSeconds, previous?.monotonicSeconds);
  const earlier = new Map(
    previous?.namespaces.flatMap(({ inode, interfaces }) =>
      (interfaces ?? []).map((facts) => [keyOf({ ...facts, netns: inode }), facts] as const),
    ),
  );
  return sample.namespaces.flatMap(({ inode, interfaces }) =>
    (interfaces ?? []).map((facts) => {
      const known = earlier.get(keyOf({ ...facts, netns: inode }));
      // A name comes back on another interface.
      const before = known?.index === facts.index ? known : undefined;
      return {
        ...facts,
        netns: inode,
        receiveBytesPerSecond: perSecond(growth(facts.receiveBytes, before?.receiveBytes), seconds),
        transmitBytesPerSecond: perSecond(growth(facts.transmitBytes, before?.transmitBytes), seconds),
      };
    }),
  );
}

/** A name is borne by one interface of a namespace at a time. */
function keyOf({ netns, name }: Pick<MapInterface, "netns" | "name">): string {
  return `${netns}/${name}`;
}

function parentKeyOf({ netns, master, lower }: MapInterface): string | null {
  if (master !== null) return keyOf({ netns, name: master });
  if (lower === null || lower.netns === null || lower.name === null) return null;
  return keyOf({ netns: lower.netns, name: lower.name });
}

/** Both ends of each cable, by the other one: it is enough that one of them is known to lead to the other. */
function otherEndsOf(interfaces: readonly MapInterface[]): ReadonlyMap<MapInterface, MapInterface> {
  const place = (netns: number | null, index: number | null) => `${netns}/${index}`;
  const byPlace = new Map(interfaces.map((end) => [place(end.netns, end.index), end]));
  const otherEnds = new Map<MapInterface, MapInterface>();
  for (const end of interfaces) {
    const other = end.peer === null ? undefined : byPlace.get(place(end.peer.netns, end.peer.index));
    if (other !== undefined) otherEnds.set(end, other).set(other, end);
  }
  return otherEnds;
}

/** Whether a cable is shown by its end `a`: the one on the host, on a bridge, or else in the older namespace. */
function isNearer(a: MapInterface, b: MapInterface, host: number | null): boolean {
  const rank = ({ netns, master }: MapInterface) => (netns === host ? 0 : 2) + (master === null ? 1 : 0);
  return (rank(a) - rank(b) || a.netns - b.netns || (a.index ?? 0) - (b.index ?? 0)) < 0;
}

function compareLinks(a: NetworkLink, b: NetworkLink, host: number | null): number {
  const kindRank = ({ end }: NetworkLink) => (end.kind === "bridge" ? 0 : end.kind === "physical" ? 1 : 2);
  return (
    Number(b.end.netns === host) - Number(a.end.netns === host) ||
    kindRank(a) - kindRank(b) ||
    Number(a.groupName === null) - Number(b.groupName === null) ||
    compareText(a.groupName ?? "", b.groupName ?? "") ||
    compareText(a.end.name, b.end.name) ||
    a.end.netns - b.end.netns
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function hostInode({ groups }: Snapshot): number | null {
  return groups.find(({ id }) => id === HOST_GROUP_ID)?.namespaces.net.inode ?? null;
}

/** The group that each network namespace's traffic is shown with, by inode. */
function networkOwners({ groups }: Snapshot): ReadonlyMap<number, Group> {
  const owners = new Map<number, Group>();
  for (const group of groups) {
    const { inode } = group.namespaces.net;
    if (inode !== null && group.network.sharedWith === null) owners.set(inode, group);
  }
  return owners;
}
