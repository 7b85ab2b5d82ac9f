import { addressOfWords } from "./ip-address.ts";
import { rowsBelow, words } from "./lines.ts";
import { hexNumber, wholeNumber } from "./number.ts";

const FILE = "/proc/[pid]/net/tcp";

/** Names of `enum` in `include/net/tcp_states.h`, by number; UDP uses two of them. */
const STATES: ReadonlyMap<string, string> = new Map([
  ["01", "ESTABLISHED"],
  ["02", "SYN_SENT"],
  ["03", "SYN_RECV"],
  ["04", "FIN_WAIT1"],
  ["05", "FIN_WAIT2"],
  ["06", "TIME_WAIT"],
  ["07", "CLOSE"],
  ["08", "CLOSE_WAIT"],
  ["09", "LAST_ACK"],
  ["0A", "LISTEN"],
  ["0B", "CLOSING"],
  ["0C", "NEW_SYN_RECV"],
]);

/** One socket of `/proc/[pid]/net/tcp`, `tcp6`, `udp` or `udp6`. */
export interface NetSocket {
  readonly localAddress: string;
  readonly localPort: number;
  /** `0.0.0.0` or `::` when it is not connected. */
  readonly remoteAddress: string;
  /** 0 when it is not connected. */
  readonly remotePort: number;
  /** `LISTEN`, `ESTABLISHED`, …; a state that has no name yet is its number in hexadecimal. */
  readonly state: string;
  /** Who made it. */
  readonly uid: number;
  /** 0 for one that no process has any more, such as `TIME_WAIT`. */
  readonly inode: number;
}

/**
 * Parses `/proc/[pid]/net/tcp`, `tcp6`, `udp` or `udp6`.
 *
 * @throws {SyntaxError} If the heading or a line is malformed.
 * @see https://docs.kernel.org/networking/proc_net_tcp.html
 */
export function parseNetSockets(text: string): readonly NetSocket[] {
  return rowsBelow("sl ", text, FILE).map((line) => {
    const [, local, remote, state = "", , , , uid, , inode] = words(line);
    const [localAddress, localPort] = local?.split(":") ?? [];
    const [remoteAddress, remotePort] = remote?.split(":") ?? [];
    return {
      localAddress: addressOfWords(localAddress, FILE),
      localPort: hexNumber(localPort, FILE),
      remoteAddress: addressOfWords(remoteAddress, FILE),
      remotePort: hexNumber(remotePort, FILE),
      state: STATES.get(state) ?? state,
      uid: wholeNumber(uid, FILE),
      inode: wholeNumber(inode, FILE),
    };
  });
}
