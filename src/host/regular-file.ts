import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { O_PATH } from "./o-path.ts";
import { ReadFailure, readFailure } from "./read-failure.ts";

/** The kernel's word for what cannot be read as a file is. */
const NO_FILE = "EINVAL";

/**
 * Opens a file whose path others may have a say in, if it is a regular one. To open something else can wait for ever, as with a
 * pipe, or do something, as with a device; so it is looked at before it is opened, and cannot be replaced in between.
 *
 * @param place - With the reader's root.
 * @param path - As it was asked for.
 * @throws {ReadFailure}
 * @see https://man7.org/linux/man-pages/man2/open.2.html
 */
export async function openRegularFile(place: string | Buffer, path: string): Promise<FileHandle> {
  try {
    const found = await open(place, O_PATH);
    try {
      if (!(await found.stat()).isFile()) throw new ReadFailure("failed", path, NO_FILE);
      return await open(`/proc/self/fd/${found.fd}`, constants.O_RDONLY);
    } finally {
      await found.close();
    }
  } catch (error) {
    throw error instanceof ReadFailure ? error : readFailure(error, path);
  }
}
