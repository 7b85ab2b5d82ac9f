import { rowsBelow, words } from "./lines.ts";
import { wholeNumber } from "./number.ts";
import { type SysvipcObject, sysvipcObject } from "./sysvipc-object.ts";

const FILE = "/proc/sysvipc/msg";

/** A System V message queue. */
export interface SysvipcMsg extends SysvipcObject {
  /** Of the messages that wait in it. */
  readonly bytes: number;
  readonly messages: number;
  /** Pid of who sent last, in the reader's pid namespace; 0 when nobody has, or it has none there. */
  readonly lastSenderPid: number;
  /** When that was, seconds since 1970; 0 when nobody has. */
  readonly lastSentAtSeconds: number;
}

/**
 * Parses `/proc/sysvipc/msg`: those of the ipc namespace of whoever reads it.
 *
 * @throws {SyntaxError} If the heading or a line is malformed.
 * @see https://man7.org/linux/man-pages/man5/proc_sysvipc.5.html
 */
export function parseSysvipcMsg(text: string): readonly SysvipcMsg[] {
  return rowsBelow("key ", text, FILE).map((row) => {
    const [key, id, perms, bytes, messages, sender, , uid, , , , sentAt] = words(row);
    return {
      ...sysvipcObject({ key, id, perms, uid }, FILE),
      bytes: wholeNumber(bytes, FILE),
      messages: wholeNumber(messages, FILE),
      lastSenderPid: wholeNumber(sender, FILE),
      lastSentAtSeconds: wholeNumber(sentAt, FILE),
    };
  });
}
