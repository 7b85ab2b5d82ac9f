import type { InterfaceFacts, SocketFacts } from "../collector/detail-sample.ts";
import type { Sample } from "../collector/sample.ts";
import type { InterfaceRow, SocketRow } from "./detail.ts";
import type { DetailReading } from "./detail-request.ts";
import { publishedAs } from "./published-ports.ts";
import { growth, perSecond, secondsBetween } from "./rates.ts";
import type { Group, Snapshot } from "./snapshot.ts";

/**
 * Interfaces with their rates and, of a `veth`, who has the other end.
 *
 * @param previous The reading before, if it was of the same process.
 */
export function interfaceRows(
  interfaces: readonly InterfaceFacts[],
  reading: DetailReading,
  previous: DetailReading | null,
  snapshot: Snapshot,
): readonly InterfaceRow[] {
  const seconds = secondsBetween(reading.sample.monotonicSeconds, previous?.sample.monotonicSeconds);
  return interfaces.map((facts) => {
    const before = previous?.sample.interfaces?.find((other) => isSame(facts, other));
    return {
      ...facts,
      receiveBytesPerSecond: perSecond(growth(facts.receiveBytes, before?.receiveBytes), seconds),
      transmitBytesPerSecond: perSecond(growth(facts.transmitBytes, before?.transmitBytes), seconds),
      peer: facts.peer && { ...facts.peer, container: nameInNetwork(facts.peer.netns, snapshot) },
    };
  });
}

/** Sockets with where on the host they are published, by any container of their network namespace. */
export function socketRows(
  sockets: readonly SocketFacts[],
  netns: number | null,
  snapshot: Snapshot,
  { engines: { containers }, processes }: Pick<Sample, "engines" | "processes">,
): readonly SocketRow[] {
  const ports = groupsInNetwork(netns, snapshot).flatMap(
    ({ containerId }) => containers.get(containerId ?? "")?.ports ?? [],
  );
  const elsewhere = new Map(
    processes.flatMap(({ pid, namespaces: { net } }): [number, number][] =>
      net === null || net === netns ? [] : [[pid, net]],
    ),
  );
  return sockets.map((socket) => ({
    ...socket,
    publishedAs: publishedAs(socket, ports),
    ownerNetns: netns === null || socket.pid === null ? null : (elsewhere.get(socket.pid) ?? null),
  }));
}

/** An index comes back on another interface, a name as well; both together rarely do. */
function isSame(a: InterfaceFacts, b: InterfaceFacts): boolean {
  return a.index === b.index && a.name === b.name;
}

/** Name of the group that the namespace's traffic is shown with; `null` for the host's. */
function nameInNetwork(netns: number | null, snapshot: Snapshot): string | null {
  const groups = groupsInNetwork(netns, snapshot);
  const owner = groups.find(({ network }) => network.sharedWith === null);
  return (owner ?? groups[0])?.name ?? null;
}

function groupsInNetwork(netns: number | null, { groups }: Snapshot): readonly Group[] {
  if (netns === null) return [];
  return groups.filter(({ namespaces: { net } }) => net.inode === netns && net.sharedWithHost === false);
}
