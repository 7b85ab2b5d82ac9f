import type { HostReader } from "../host/host-reader.ts";
import { ReadFailure } from "../host/read-failure.ts";
import { decodeText } from "../host/text.ts";
import { Answer } from "./answer.ts";

/** The part of {@link HostReader} with which an engine's files are read. */
export type DiskReader = Pick<HostReader, "list" | "readLink" | "readFilePatiently">;

/** Most files have a few thousand bytes; one with very many labels still fits. */
const USUAL_FILE_BYTES = 32 * 1024;
const MAX_FILE_BYTES = 1024 * 1024;

/** A data root can be on a file system that hangs. */
const READ_MILLISECONDS = 1000;

/** Parses a file that an engine keeps; `null` when it cannot be read, is damaged, or longer than any engine makes it. */
export async function readJson(path: string, reader: DiskReader): Promise<Answer | null> {
  const text = await readFileStart(path, reader);
  return text === null ? null : unlessDamaged(() => Answer.parse(text, path));
}

/**
 * The start of a file that may never answer; `null` when it cannot be read. What is longer is cut off, which its parser finds
 * out.
 */
export async function readFileStart(
  path: string,
  reader: DiskReader,
  maxBytes = MAX_FILE_BYTES,
): Promise<string | null> {
  return unlessUnreadable(async () => {
    const usualBytes = Math.min(USUAL_FILE_BYTES, maxBytes);
    const usual = await reader.readFilePatiently(path, usualBytes, READ_MILLISECONDS);
    if (usual.length < usualBytes || usualBytes === maxBytes) return decodeText(usual);
    return decodeText(await reader.readFilePatiently(path, maxBytes, READ_MILLISECONDS));
  });
}

/** What `read` gives; `null` when the host does not let it be read. */
export async function unlessUnreadable<Value>(read: () => Value | Promise<Value>): Promise<Value | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ReadFailure) return null;
    throw error;
  }
}

/** What `parse` gives; `null` when what it parses is damaged. */
export function unlessDamaged<Value>(parse: () => Value): Value | null {
  try {
    return parse();
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
