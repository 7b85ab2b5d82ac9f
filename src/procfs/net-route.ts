import { addressOfWords } from "./ip-address.ts";
import { rowsBelow, words } from "./lines.ts";
import { malformed } from "./malformed.ts";
import { hexNumber, wholeNumber } from "./number.ts";

const FILE = "/proc/[pid]/net/route";

/** Bits of {@link Route.flags}, from `include/uapi/linux/route.h` and `ipv6_route.h`. */
export const ROUTE_FLAGS = {
  /** Goes through a gateway. */
  gateway: 0x2,
  /** Answers "unreachable". */
  reject: 0x200,
  /** IPv6: an anycast address of this machine. */
  anycast: 0x10_0000,
  /** IPv6: an address of this machine. */
  local: 0x8000_0000,
} as const;

/** One route of a network namespace. */
export interface Route {
  /** Address and prefix length; `0.0.0.0/0` and `::/0` are the default routes. */
  readonly destination: string;
  /** `null` for what is on the link itself. */
  readonly gateway: string | null;
  /** Interface it leaves by; `*` for none. */
  readonly interface: string;
  /** The lowest wins. */
  readonly metric: number;
  /** See {@link ROUTE_FLAGS}. */
  readonly flags: number;
}

/**
 * Parses `/proc/[pid]/net/route`: the main table of IPv4.
 *
 * @throws {SyntaxError} If the heading or a line is malformed.
 * @see https://man7.org/linux/man-pages/man5/proc_pid_net.5.html
 */
export function parseNetRoute(text: string): readonly Route[] {
  return rowsBelow("Iface\t", text, FILE).map((line) => {
    const [name, destination, gateway, flagBits, , , metric, mask] = words(line);
    if (name === undefined) throw malformed(FILE, line);
    const flags = hexNumber(flagBits, FILE);
    return {
      destination: `${addressOfWords(destination, FILE)}/${prefixLength(mask)}`,
      gateway: (flags & ROUTE_FLAGS.gateway) === 0 ? null : addressOfWords(gateway, FILE),
      interface: name,
      metric: wholeNumber(metric, FILE),
      flags,
    };
  });
}

/** Counts the one bits of a netmask. */
function prefixLength(mask: string | undefined): number {
  return hexNumber(mask, FILE).toString(2).replaceAll("0", "").length;
}
