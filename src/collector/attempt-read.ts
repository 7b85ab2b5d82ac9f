import type { HostReader } from "../host/host-reader.ts";
import { ReadFailure } from "../host/read-failure.ts";
import { decodeText } from "../host/text.ts";
import type { Outcome } from "./doctor-facts.ts";

/** Longer than any file that is read to learn about the host. */
const MAX_BYTES = 64 * 1024;

/** Nothing that is well takes a hundredth of it. */
const DEADLINE_MILLISECONDS = 1000;

/** A try to read a file. */
export interface Attempt {
  readonly outcome: Outcome;
  /** `null` when it could not be read. */
  readonly text: string | null;
}

/** Tries to read the start of a file, which may hang; never throws a {@link ReadFailure}. */
export async function attemptRead(reader: PatientReader, path: string): Promise<Attempt> {
  const { outcome, bytes } = await attemptBytes(reader, path, MAX_BYTES);
  return { outcome, text: bytes === null ? null : decodeText(bytes) };
}

/** What the start of a file says. @returns `null` when it cannot be read, or not be understood. */
export async function attemptParse<Value>(
  reader: PatientReader,
  path: string,
  parse: (text: string) => Value,
): Promise<Value | null> {
  const { text } = await attemptRead(reader, path);
  return text === null ? null : unlessMalformed(() => parse(text));
}

/** As {@link attemptRead}, for what is no text. */
export async function attemptBytes(
  reader: PatientReader,
  path: string,
  maxBytes: number,
): Promise<{ readonly outcome: Outcome; readonly bytes: Uint8Array | null }> {
  try {
    return { outcome: "read", bytes: await reader.readPatiently(path, maxBytes, DEADLINE_MILLISECONDS) };
  } catch (error) {
    return { outcome: failureOf(error), bytes: null };
  }
}

/**
 * What a whole file says, of those that the kernel answers at once, however long they are.
 *
 * @returns `null` when it cannot be read, or not be understood.
 */
export function parseWhole<Value>(
  reader: Pick<HostReader, "readText">,
  path: string,
  parse: (text: string) => Value,
): Value | null {
  let text = "";
  const outcome = attempt(() => {
    text = reader.readText(path);
  });
  return outcome === "read" ? unlessMalformed(() => parse(text)) : null;
}

/** Tries what answers at once. */
export function attempt(read: () => unknown): Outcome {
  try {
    read();
    return "read";
  } catch (error) {
    return failureOf(error);
  }
}

/** What a link says; `null` when it cannot be read. */
export function attemptLink(reader: Pick<HostReader, "readLink">, path: string): string | null {
  let target: string | null = null;
  attempt(() => {
    target = reader.readLink(path);
  });
  return target;
}

type PatientReader = Pick<HostReader, "readPatiently">;

function failureOf(error: unknown): ReadFailure["kind"] {
  if (error instanceof ReadFailure) return error.kind;
  throw error;
}

function unlessMalformed<Value>(parse: () => Value): Value | null {
  try {
    return parse();
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
