import { rowsBelow, words } from "./lines.ts";
import { malformed } from "./malformed.ts";
import { wholeNumber } from "./number.ts";

const FILE = "/proc/[pid]/net/dev";

/** One line of `/proc/[pid]/net/dev`: what an interface has counted since it was made. */
export interface NetDev {
  /** Name of the interface; any byte but white space, `/` and (since Linux 4.14) `:`. */
  readonly name: string;
  readonly receiveBytes: number;
  readonly receivePackets: number;
  readonly receiveErrors: number;
  readonly receiveDropped: number;
  readonly transmitBytes: number;
  readonly transmitPackets: number;
  readonly transmitErrors: number;
  readonly transmitDropped: number;
}

/**
 * Parses `/proc/[pid]/net/dev`: the interfaces of the process's network namespace.
 *
 * @throws {SyntaxError} If the heading or a line is malformed.
 * @see https://man7.org/linux/man-pages/man5/proc_pid_net.5.html
 */
export function parseNetDev(text: string): readonly NetDev[] {
  const [, ...rows] = rowsBelow("Inter-|", text, FILE);
  return rows.map(netDev);
}

function netDev(line: string): NetDev {
  const colon = line.lastIndexOf(":");
  const name = line.slice(0, Math.max(colon, 0)).replace(/^ +/, "");
  const counters = words(line.slice(colon + 1));
  if (name === "" || counters.length < 16) throw malformed(FILE, line);
  const counter = (index: number) => wholeNumber(counters[index], FILE);
  return {
    name,
    receiveBytes: counter(0),
    receivePackets: counter(1),
    receiveErrors: counter(2),
    receiveDropped: counter(3),
    transmitBytes: counter(8),
    transmitPackets: counter(9),
    transmitErrors: counter(10),
    transmitDropped: counter(11),
  };
}
