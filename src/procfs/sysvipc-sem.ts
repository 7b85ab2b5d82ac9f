import { rowsBelow, words } from "./lines.ts";
import { wholeNumber } from "./number.ts";
import { type SysvipcObject, sysvipcObject } from "./sysvipc-object.ts";

const FILE = "/proc/sysvipc/sem";

/** A set of System V semaphores. */
export interface SysvipcSem extends SysvipcObject {
  /** How many semaphores are in it. */
  readonly count: number;
}

/**
 * Parses `/proc/sysvipc/sem`: those of the ipc namespace of whoever reads it.
 *
 * @throws {SyntaxError} If the heading or a line is malformed.
 * @see https://man7.org/linux/man-pages/man5/proc_sysvipc.5.html
 */
export function parseSysvipcSem(text: string): readonly SysvipcSem[] {
  return rowsBelow("key ", text, FILE).map((row) => {
    const [key, id, perms, count, uid] = words(row);
    return { ...sysvipcObject({ key, id, perms, uid }, FILE), count: wholeNumber(count, FILE) };
  });
}
