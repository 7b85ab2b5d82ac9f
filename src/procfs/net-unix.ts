import { rowsBelow } from "./lines.ts";
import { malformed } from "./malformed.ts";
import { hexNumber, wholeNumber } from "./number.ts";

const FILE = "/proc/[pid]/net/unix";

/** `__SO_ACCEPTCON` of `include/uapi/linux/net.h`: it listens. */
const LISTENS_FLAG = 0x1_0000;

/** `SOCK_*` of `include/linux/net.h`. */
const TYPES: ReadonlyMap<number, UnixSocket["type"]> = new Map([
  [1, "stream"],
  [2, "dgram"],
  [5, "seqpacket"],
]);

/** `SS_*` of `include/uapi/linux/net.h`. */
const STATES: ReadonlyMap<number, UnixSocket["state"]> = new Map([
  [1, "UNCONNECTED"],
  [2, "CONNECTING"],
  [3, "CONNECTED"],
  [4, "DISCONNECTING"],
]);

/** One socket of `/proc/[pid]/net/unix`. */
export interface UnixSocket {
  /** As it was bound; begins with `@` when it is abstract, empty when it has no name. */
  readonly path: string;
  readonly type: "stream" | "dgram" | "seqpacket";
  readonly state: "LISTEN" | "UNCONNECTED" | "CONNECTING" | "CONNECTED" | "DISCONNECTING";
  readonly inode: number;
}

/**
 * Parses `/proc/[pid]/net/unix`. The kernel escapes nothing in a path: a line that is none of its own goes on
 * with the path of the line before.
 *
 * @throws {SyntaxError} If the heading or a line is malformed.
 * @see https://man7.org/linux/man-pages/man5/proc_pid_net.5.html
 */
export function parseNetUnix(text: string): readonly UnixSocket[] {
  return wholeRows(rowsBelow("Num ", text, FILE)).map(unixSocket);
}

/** Puts together again what newlines in paths have divided. */
function wholeRows(rows: readonly string[]): readonly string[] {
  const whole: string[] = [];
  for (const row of rows) {
    const before = whole.at(-1);
    if (before === undefined || ROW.test(row)) whole.push(row);
    else whole.splice(-1, 1, `${before}\n${row}`);
  }
  return whole;
}

/** Address, references, protocol, flags, type, state, inode. */
const ROW =
  /^[0-9A-Fa-f]+: [0-9A-F]{8} [0-9A-F]{8} (?<flags>[0-9A-F]{8}) (?<type>[0-9A-F]{4}) (?<state>[0-9A-F]{2}) +(?<inode>\d+)(?<path>| .*)$/s;

function unixSocket(row: string): UnixSocket {
  const fields = ROW.exec(row)?.groups;
  const type = TYPES.get(hexNumber(fields?.["type"], FILE));
  const state = STATES.get(hexNumber(fields?.["state"], FILE));
  if (type === undefined || state === undefined) throw malformed(FILE, row);
  const listens = (hexNumber(fields?.["flags"], FILE) & LISTENS_FLAG) !== 0;
  return {
    path: (fields?.["path"] ?? "").slice(1),
    type,
    state: listens ? "LISTEN" : state,
    inode: wholeNumber(fields?.["inode"], FILE),
  };
}
