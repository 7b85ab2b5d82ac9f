import { addressOfBytes } from "./ip-address.ts";
import { lines, words } from "./lines.ts";
import { malformed } from "./malformed.ts";
import type { Route } from "./net-route.ts";
import { ROUTE_FLAGS } from "./net-route.ts";
import { hexNumber } from "./number.ts";

const FILE = "/proc/[pid]/net/ipv6_route";

/**
 * Parses `/proc/[pid]/net/ipv6_route`: all tables of IPv6, with the machine's own addresses among them.
 *
 * @throws {SyntaxError} If a line is malformed.
 * @see https://man7.org/linux/man-pages/man5/proc_pid_net.5.html
 */
export function parseNetIpv6Route(text: string): readonly Route[] {
  return lines(text).map((line) => {
    const [destination, prefixLength, , , gateway, metric, , , flagBits, name] = words(line);
    if (name === undefined) throw malformed(FILE, line);
    const flags = hexNumber(flagBits, FILE);
    return {
      destination: `${addressOfBytes(destination, FILE)}/${hexNumber(prefixLength, FILE)}`,
      gateway: (flags & ROUTE_FLAGS.gateway) === 0 ? null : addressOfBytes(gateway, FILE),
      interface: name,
      metric: hexNumber(metric, FILE),
      flags,
    };
  });
}
