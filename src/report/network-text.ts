import type { InterfaceRow, SocketRow } from "../model/detail.ts";
import { UNKNOWN } from "./format.ts";

/** Addresses with their prefix lengths, such as `172.17.0.2/16 fe80::42/64`. */
export function addressesText({ addresses }: Pick<InterfaceRow, "addresses">): string {
  return addresses.map(({ address, prefixLength }) => `${address}/${prefixLength}`).join(" ") || UNKNOWN;
}

/** Where the other end of a `veth` is, such as `veth1a2b on docker0 in api`; empty when it has none. */
export function peerText({ peer }: Pick<InterfaceRow, "peer">): string {
  if (peer === null) return "";
  const name = peer.name ?? `interface ${peer.index}`;
  const bridge = peer.bridge === null ? "" : ` on ${peer.bridge}`;
  return name + bridge + (peer.container === null ? "" : ` in ${peer.container}`);
}

/** Address and port inside; the path of a Unix socket. */
export function localText({ localAddress, localPort }: SocketRow): string {
  return endpoint(localAddress, localPort);
}

/** Address and port of the other side; `-` where there is none, as with a listening socket. */
export function remoteText({ remoteAddress, remotePort }: SocketRow): string {
  return remoteAddress === null || remotePort === 0 ? UNKNOWN : endpoint(remoteAddress, remotePort);
}

function endpoint(address: string, port: number | null): string {
  if (port === null) return address || UNKNOWN;
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}
