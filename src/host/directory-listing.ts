import { constants } from "node:fs";
import { lstat, open, opendir, readdir } from "node:fs/promises";
import { errorCode, ReadFailure, UNSPEAKABLE } from "./read-failure.ts";
import { decodeText, encodeText } from "./text.ts";

/** Which directory is meant, and what of it. */
export interface DirectoryWanted {
  /** `major:minor` of the file system that it is on: what else stands in its place is not looked at. */
  readonly device: string;
  /** How many entries are looked at. */
  readonly maxEntries: number;
  /** How many bytes of the start of each file are read; 0 for none. */
  readonly headBytes: number;
}

/** A regular file of a directory. */
export interface ListedFile {
  readonly name: string;
  readonly bytes: number;
  readonly ownerUid: number;
  /** Its start; `null` when none was wanted, or this user may not read it. */
  readonly head: Uint8Array | null;
}

/** The regular files of a directory, by name. */
export interface DirectoryListing {
  readonly files: readonly ListedFile[];
  /** There are more entries than were looked at. */
  readonly isCut: boolean;
}

/** Nothing acts or waits by being opened so: a link is not followed, nobody waits for the other end of a pipe. */
const SAFELY = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** The kernel's word for another file system than was expected. */
const OTHER_DEVICE = "EXDEV";

/**
 * Looks at the files of a directory whose path is somebody else's to change at any time: it is opened once, told by
 * its device, and from then on reached through its descriptor alone.
 *
 * @param place - With the reader's root.
 * @throws {ReadFailure} If it is on another file system; else what a system call threw.
 */
export async function listDirectory(
  place: string | Buffer,
  wanted: DirectoryWanted,
): Promise<DirectoryListing> {
  const directory = await open(place, SAFELY | constants.O_DIRECTORY);
  try {
    const { dev } = await directory.stat();
    if (dev !== deviceNumber(wanted.device)) throw new ReadFailure("failed", `${place}`, OTHER_DEVICE);
    const inside = `/proc/self/fd/${directory.fd}`;
    const { names, isCut } = await namesIn(inside, wanted.maxEntries);
    const files: ListedFile[] = [];
    for (const name of names.toSorted()) {
      const file = await lookAt(encodeText(`${inside}/${name}`), wanted.headBytes);
      if (file === "gone") {
        // Not every runtime can say such a name: the file may well be there.
        if (name.includes("\ufffd")) throw new ReadFailure("failed", `${place}`, UNSPEAKABLE);
      } else if (file !== null) files.push({ name, ...file });
    }
    return { files, isCut };
  } finally {
    await directory.close();
  }
}

async function namesIn(directory: string, max: number): Promise<{ names: string[]; isCut: boolean }> {
  const names: string[] = [];
  for await (const { name } of await opendir(directory, { bufferSize: 32 })) {
    if (names.length === max) return { names, isCut: true };
    names.push(name);
  }
  if (!names.some((name) => name.includes("\ufffd"))) return { names, isCut: false };
  // Only this call keeps names that are not UTF-8; it knows no end, so it is for a directory that has one.
  return { names: (await readdir(directory, { encoding: "buffer" })).map(decodeText), isCut: false };
}

/** @returns `null` for what is no regular file. */
async function lookAt(place: Buffer, headBytes: number): Promise<Omit<ListedFile, "name"> | "gone" | null> {
  const status = await unless("ENOENT", () => lstat(place));
  if (status === null) return "gone";
  if (!status.isFile()) return null;
  const head = headBytes === 0 ? null : await unless("EACCES", () => readHead(place, headBytes));
  return { bytes: status.size, ownerUid: status.uid, head };
}

async function readHead(place: Buffer, bytes: number): Promise<Uint8Array> {
  const file = await open(place, SAFELY);
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(bytes), 0, bytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function unless<Value>(code: string, attempt: () => Promise<Value>): Promise<Value | null> {
  try {
    return await attempt();
  } catch (error) {
    if (errorCode(error) === code) return null;
    throw error;
  }
}

/** `major:minor` as one number, as `stat` tells it. @see `new_encode_dev` in include/linux/kdev_t.h */
function deviceNumber(device: string): number {
  const [major = 0, minor = 0] = device.split(":").map(Number);
  return (minor % 256) + major * 256 + Math.floor(minor / 256) * 2 ** 20;
}
