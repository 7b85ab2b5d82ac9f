import type { MapInterfaceFacts, NetworkMapSample } from "../../src/collector/network-map-sample.ts";
import { HOST_NAMESPACES } from "./sample-builder.ts";

/** Inode of the host's network namespace. */
export const HOST_NET: number = HOST_NAMESPACES.net;

/** An interface that is up, has counted nothing, and hangs on nothing. */
export function interfaceFacts(
  facts: Partial<MapInterfaceFacts> & Pick<MapInterfaceFacts, "name" | "index">,
): MapInterfaceFacts {
  return {
    kind: "veth",
    mac: null,
    mtu: 1500,
    state: "up",
    addresses: [],
    peer: null,
    master: null,
    lower: null,
    receiveBytes: 0,
    transmitBytes: 0,
    receiveDropped: 0,
    transmitDropped: 0,
    receiveErrors: 0,
    transmitErrors: 0,
    ...facts,
  };
}

/** Where the other end of a cable is. */
export function peer(netns: number | null, index: number): NonNullable<MapInterfaceFacts["peer"]> {
  return { netns, index, name: null, bridge: null };
}

/** Namespaces by inode, with a process each; `null`: not asked yet. */
export function mapSample(
  namespaces: Readonly<Record<number, readonly MapInterfaceFacts[] | null>>,
  monotonicSeconds = 100,
): NetworkMapSample {
  return {
    monotonicSeconds,
    namespaces: Object.entries(namespaces).map(([inode, interfaces]) => ({
      inode: Number(inode),
      pid: Number(inode) + 1,
      interfaces,
    })),
  };
}
