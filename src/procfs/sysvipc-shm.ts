import { rowsBelow, words } from "./lines.ts";
import { wholeNumber } from "./number.ts";
import { octal, type SysvipcObject, sysvipcObject } from "./sysvipc-object.ts";

const FILE = "/proc/sysvipc/shm";

/** `SHM_DEST` of `include/linux/shm.h`: it goes away with the last process that has it. */
const MARKED_FOR_REMOVAL = 0o1000;

/** A segment of System V shared memory. */
export interface SysvipcShm extends SysvipcObject {
  readonly bytes: number;
  /** Of these in memory now, … */
  readonly residentBytes: number;
  /** … and in swap. */
  readonly swapBytes: number;
  /** How many times it is attached now. */
  readonly attached: number;
  /** Pid of its creator in the reader's pid namespace, 0 when it has none there; it may have ended long ago. */
  readonly creatorPid: number;
  /** When it was made, or changed other than by use; seconds since 1970. */
  readonly changedAtSeconds: number;
  readonly markedForRemoval: boolean;
}

/**
 * Parses `/proc/sysvipc/shm`: those of the ipc namespace of whoever reads it.
 *
 * @throws {SyntaxError} If the heading or a line is malformed.
 * @see https://man7.org/linux/man-pages/man5/proc_sysvipc.5.html
 */
export function parseSysvipcShm(text: string): readonly SysvipcShm[] {
  return rowsBelow("key ", text, FILE).map((row) => {
    const [key, id, perms, size, creator, , attached, uid, , , , , , changed, resident, swap] = words(row);
    return {
      ...sysvipcObject({ key, id, perms, uid }, FILE),
      bytes: wholeNumber(size, FILE),
      residentBytes: wholeNumber(resident, FILE),
      swapBytes: wholeNumber(swap, FILE),
      attached: wholeNumber(attached, FILE),
      creatorPid: wholeNumber(creator, FILE),
      changedAtSeconds: wholeNumber(changed, FILE),
      markedForRemoval: (octal(perms, FILE) & MARKED_FOR_REMOVAL) !== 0,
    };
  });
}
