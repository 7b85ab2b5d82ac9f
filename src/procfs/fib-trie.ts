import { lines } from "./lines.ts";
import { malformed } from "./malformed.ts";

const FILE = "/proc/[pid]/net/fib_trie";

/** One leaf of `/proc/[pid]/net/fib_trie`: what an IPv4 address or network is to this network namespace. */
export interface FibEntry {
  /** `Main`, `Local` or `Id N`. Where both are one, the kernel prints it under both names. */
  readonly table: string;
  readonly address: string;
  readonly prefixLength: number;
  /** `universe`, `site`, `link`, `host`, `nowhere`. */
  readonly scope: string;
  /** `LOCAL` is an address of its own; `UNICAST`, `BROADCAST`, … */
  readonly type: string;
}

/**
 * Parses `/proc/[pid]/net/fib_trie`.
 *
 * @throws {SyntaxError} If a line is malformed, or stands where it can mean nothing.
 * @see https://man7.org/linux/man-pages/man5/proc_pid_net.5.html
 */
export function parseFibTrie(text: string): readonly FibEntry[] {
  const entries: FibEntry[] = [];
  let table: string | undefined;
  let address: string | undefined;
  for (const line of lines(text)) {
    const heading = /^(Main|Local|Id \d+):$/.exec(line)?.[1];
    const leaf = /^ *\|-- (\d+\.\d+\.\d+\.\d+)$/.exec(line)?.[1];
    const use = /^ *\/(\d{1,2}) (\S+) (\S+)(?: tos=\d+)?$/.exec(line);
    if (heading !== undefined) [table, address] = [heading, undefined];
    else if (leaf !== undefined) address = leaf;
    else if (use !== null && table !== undefined && address !== undefined) {
      const [, prefixLength, scope = "", type = ""] = use;
      entries.push({ table, address, prefixLength: Number(prefixLength), scope, type });
    } else if (!/^ *\+-- \S+/.test(line)) throw malformed(FILE, line);
  }
  return entries;
}
