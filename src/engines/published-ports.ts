import type { Answer } from "./answer.ts";
import type { PublishedPort } from "./engine.ts";

/**
 * The published ones among `NetworkSettings.Ports` of an inspected container:
 * `{"80/tcp": [{"HostIp": "0.0.0.0", "HostPort": "8080"}], "81/tcp": null}`.
 *
 * @throws {SyntaxError} If it has another shape.
 */
export function portsOfInspection(ports: Answer): readonly PublishedPort[] {
  return ports.entries().flatMap(([key, bindings]) =>
    bindings.itemsOrNone().flatMap((binding) => {
      const [containerPort, protocol] = key.split("/");
      const hostAddress = binding.field("HostIp").textOrNull() ?? "";
      const hostPort = binding.field("HostPort").textOrNull();
      return publishedPort(protocol, hostAddress, Number(hostPort ?? 0), Number(containerPort));
    }),
  );
}

/**
 * The published ones among `Ports` of a listed container:
 * `[{"IP": "0.0.0.0", "PrivatePort": 80, "PublicPort": 8080, "Type": "tcp"}]`.
 *
 * @throws {SyntaxError} If it has another shape.
 */
export function portsOfSummary(ports: Answer): readonly PublishedPort[] {
  return ports.itemsOrNone().flatMap((port) => {
    const hostAddress = port.field("IP").textOrNull() ?? "";
    const hostPort = port.field("PublicPort").countOrNull() ?? 0;
    const containerPort = port.field("PrivatePort").countOrNull() ?? 0;
    return publishedPort(port.field("Type").textOrNull() ?? "tcp", hostAddress, hostPort, containerPort);
  });
}

/** None for a port that is exposed but not published, whose port on the host is absent or 0. */
function publishedPort(
  protocol: string | undefined,
  hostAddress: string,
  hostPort: number,
  containerPort: number,
): readonly PublishedPort[] {
  if (protocol !== "tcp" && protocol !== "udp" && protocol !== "sctp") return [];
  if (!isPort(hostPort) || !isPort(containerPort)) return [];
  return [{ protocol, hostAddress, hostPort, containerPort }];
}

function isPort(value: number): boolean {
  return Number.isInteger(value) && value > 0 && value <= 0xffff;
}
