import type { SocketFacts } from "../collector/detail-sample.ts";
import type { PublishedPort } from "../engines/engine.ts";

/** A published port as engines write it: `0.0.0.0:8080->80/tcp`. */
export function publishedPortText(port: PublishedPort): string {
  return `${hostEnd(port)}->${port.containerPort}/${port.protocol}`;
}

/**
 * Where on the host a container's socket can be reached, as `0.0.0.0:8080`; several are joined by `, `.
 *
 * @returns `null` for a socket that is connected, bound to the loopback, or of no published port.
 */
export function publishedAs(socket: SocketFacts, ports: readonly PublishedPort[]): string | null {
  if (!isReachable(socket)) return null;
  const protocol = socket.protocol.replace("6", "");
  const ends = ports
    .filter((port) => port.protocol === protocol && port.containerPort === socket.localPort)
    .filter((port, _index, same) => !hasIpv4Twin(port, same))
    .map(hostEnd);
  return ends.length === 0 ? null : [...new Set(ends)].join(", ");
}

function isReachable({ protocol, localAddress, remotePort, state }: SocketFacts): boolean {
  if (localAddress === "::1" || /^(::ffff:)?127\./.test(localAddress)) return false;
  return protocol.startsWith("udp") ? !remotePort : state === "LISTEN";
}

/** Engines list "every address" twice, once for each version of IP. */
function hasIpv4Twin({ hostAddress, hostPort }: PublishedPort, ports: readonly PublishedPort[]): boolean {
  return (
    hostAddress === "::" && ports.some((port) => port.hostAddress === "0.0.0.0" && port.hostPort === hostPort)
  );
}

function hostEnd({ hostAddress, hostPort }: PublishedPort): string {
  return hostAddress.includes(":") ? `[${hostAddress}]:${hostPort}` : `${hostAddress}:${hostPort}`;
}
