import { lines } from "../procfs/lines.ts";
import { malformed } from "../procfs/malformed.ts";
import { wholeNumber } from "../procfs/number.ts";

/** The priority of packets that leave by one interface. */
export interface InterfacePriority {
  readonly interface: string;
  readonly priority: number;
}

/**
 * Parses v1's `net_prio.ifpriomap`, which lists the interfaces of the reader's network namespace.
 *
 * @throws {SyntaxError} If a line is not an interface and a number.
 * @see https://docs.kernel.org/admin-guide/cgroup-v1/net_prio.html
 */
export function parseIfpriomap(text: string): readonly InterfacePriority[] {
  return lines(text).map((line) => {
    const at = line.lastIndexOf(" ");
    if (at < 1) throw malformed("net_prio.ifpriomap", line);
    return {
      interface: line.slice(0, at),
      priority: wholeNumber(line.slice(at + 1), "net_prio.ifpriomap"),
    };
  });
}
