import { addressOfBytes } from "./ip-address.ts";
import { lines, words } from "./lines.ts";
import { malformed } from "./malformed.ts";
import { hexNumber } from "./number.ts";

const FILE = "/proc/[pid]/net/if_inet6";

/** One line of `/proc/[pid]/net/if_inet6`: an IPv6 address of an interface. */
export interface IfInet6 {
  /** Name of the interface. */
  readonly name: string;
  /** Number of the interface. */
  readonly index: number;
  readonly address: string;
  readonly prefixLength: number;
}

/**
 * Parses `/proc/[pid]/net/if_inet6`.
 *
 * @throws {SyntaxError} If a line is malformed.
 * @see https://tldp.org/HOWTO/Linux+IPv6-HOWTO/ch11s04.html
 */
export function parseIfInet6(text: string): readonly IfInet6[] {
  return lines(text).map((line) => {
    const [address, index, prefixLength, , , name] = words(line);
    if (name === undefined) throw malformed(FILE, line);
    return {
      name,
      index: hexNumber(index, FILE),
      address: addressOfBytes(address, FILE),
      prefixLength: hexNumber(prefixLength, FILE),
    };
  });
}
