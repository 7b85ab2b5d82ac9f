import { Buffer } from "node:buffer";
import fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { readFailure } from "./read-failure.ts";
import { openRegularFile } from "./regular-file.ts";

/** How often it is looked whether a file has grown: `inotify` is told nothing of files on a network. */
const LOOK_MILLISECONDS = 250;

const CHUNK_BYTES = 64 * 1024;

/**
 * Reads a file from near its end on, as it grows. One that is put in its place, or made empty, is read from its
 * beginning; what was written to the one before until then is read first.
 *
 * @param lastBytes - So many of the bytes that are there already come first, from the beginning of a line on.
 * @yields What was read, at most 64 KiB; nothing as soon as the file is open.
 * @throws {import("./read-failure.ts").ReadFailure} If it is no regular file, or cannot be opened or read.
 */
export async function* growingFile(
  path: string,
  lastBytes: number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, void> {
  let file = await openRegularFile(path, path);
  try {
    const { size } = await file.stat();
    let offset = Math.max(0, size - lastBytes);
    let isWithinLine = offset > 0;
    yield new Uint8Array();
    while (!signal.aborted) {
      const chunk = await readAt(file, offset, path);
      offset += chunk.length;
      if (chunk.length > 0) {
        const whole = isWithinLine ? fromNextLine(chunk) : chunk;
        isWithinLine &&= whole.length === 0;
        yield whole;
        continue;
      }
      const next = await successor(file, path, offset);
      if (next === null) await sleep(LOOK_MILLISECONDS, undefined, { signal }).catch(ignoreAbort);
      else {
        if (next !== file) await file.close();
        file = next;
        offset = 0;
      }
    }
  } finally {
    await file.close();
  }
}

/** @returns The file to read from its beginning; `null` when this one is still the one to read on. */
async function successor(
  file: fs.promises.FileHandle,
  path: string,
  offset: number,
): Promise<fs.promises.FileHandle | null> {
  const own = await file.stat();
  if (own.size < offset) return file;
  const there = await fs.promises.stat(path).catch(() => null);
  // Between the two steps of a rotation there is none.
  if (there === null || (there.ino === own.ino && there.dev === own.dev)) return null;
  return openRegularFile(path, path);
}

async function readAt(file: fs.promises.FileHandle, offset: number, path: string): Promise<Uint8Array> {
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, offset);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    throw readFailure(error, path);
  }
}

function fromNextLine(chunk: Uint8Array): Uint8Array {
  const end = chunk.indexOf(0x0a);
  return end === -1 ? new Uint8Array() : chunk.subarray(end + 1);
}

function ignoreAbort(error: unknown): void {
  if (!(error instanceof Error) || error.name !== "AbortError") throw error;
}
