import { malformed } from "./malformed.ts";
import { integer, wholeNumber } from "./number.ts";

/** Bits of a mode that are permissions; those above them are flags of shared memory. */
const PERMISSIONS = 0o777;

/** What the three tables of `/proc/sysvipc` say alike of one object. */
export interface SysvipcObject {
  /** What processes agreed on to find it, such as `0x0052e2c1`; `0x00000000` for one that is found by its id alone. */
  readonly key: string;
  readonly id: number;
  /** Permissions in octal, such as `600`. */
  readonly mode: string;
  /** As the reader's user namespace numbers it. */
  readonly ownerUid: number;
}

/** The cells of these facts in a row. */
export interface SysvipcCells {
  readonly key: string | undefined;
  readonly id: string | undefined;
  readonly perms: string | undefined;
  readonly uid: string | undefined;
}

/**
 * Reads what all objects have.
 *
 * @throws {SyntaxError} If a cell is missing or is no number.
 */
export function sysvipcObject({ key, id, perms, uid }: SysvipcCells, file: string): SysvipcObject {
  // The kernel writes the 32 bits of a key as a number that may be negative.
  const bits = integer(key, file) >>> 0;
  return {
    key: `0x${bits.toString(16).padStart(8, "0")}`,
    id: wholeNumber(id, file),
    mode: (octal(perms, file) & PERMISSIONS).toString(8).padStart(3, "0"),
    ownerUid: wholeNumber(uid, file),
  };
}

/**
 * Reads an octal number of at most 18 bits.
 *
 * @throws {SyntaxError} If `text` is anything else.
 */
export function octal(text: string | undefined, file: string): number {
  if (text === undefined || !/^[0-7]{1,6}$/.test(text)) throw malformed(file, text);
  return Number.parseInt(text, 8);
}
