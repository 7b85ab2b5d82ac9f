import { Buffer } from "node:buffer";

/** Where an engine listens. */
export interface Endpoint {
  /** Such as `unix:///run/docker.sock`. */
  readonly url: string;
  readonly socketPath: string;
}

/** A socket's path has to fit `sun_path` with the zero byte that ends it. */
const MAX_SOCKET_PATH_BYTES = 107;

/**
 * Parses what a person named with `--engine`.
 *
 * @throws {Error} With one sentence for that person, if `text` is not `unix:///path`.
 * @see https://man7.org/linux/man-pages/man7/unix.7.html
 */
export function parseEndpoint(text: string): Endpoint {
  const socketPath = /^unix:\/\/(\/[^\0]+)$/.exec(text)?.[1];
  if (socketPath === undefined) throw new Error(`engine ${JSON.stringify(text)}: ${advice(text)}`);
  if (Buffer.byteLength(socketPath) > MAX_SOCKET_PATH_BYTES) {
    throw new Error(
      `engine ${JSON.stringify(text)}: a socket's path has at most ${MAX_SOCKET_PATH_BYTES} bytes; use a shorter link to it`,
    );
  }
  return { url: text, socketPath };
}

/** Whose own engine listens at a well-known socket; `null` for the host's, and for any other socket. */
export function endpointUser(url: string): number | null {
  const uid = /^unix:\/\/\/run\/user\/(\d{1,10})\//.exec(url)?.[1];
  return uid === undefined ? null : Number(uid);
}

function advice(text: string): string {
  if (text.startsWith("/")) return `write unix://${text}`;
  if (/^(tcp|https?|ssh):/.test(text)) {
    return "nstop asks only engines on its own host, as unix:///path; for another host run nstop there";
  }
  return "an engine is named by its socket, as unix:///path";
}
