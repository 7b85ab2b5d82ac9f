import type { FileHandle } from "node:fs/promises";

/** Reads the beginning of a file that is opened for it, and closed after it. */
export async function readHead(open: () => Promise<FileHandle>, maxBytes: number): Promise<Uint8Array> {
  const file = await open();
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(maxBytes), 0, maxBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
