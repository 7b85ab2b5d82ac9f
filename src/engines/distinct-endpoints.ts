import { posix } from "node:path";
import type { HostReader } from "../host/host-reader.ts";
import { ReadFailure } from "../host/read-failure.ts";
import type { Endpoint } from "./parse-endpoint.ts";

/** As many links as the kernel follows in one path. */
const MAX_LINKS = 40;

/** Leaves out every endpoint that leads to the same socket as one before it, as `/var/run` is a link to `/run`. */
export function distinctEndpoints(
  endpoints: readonly Endpoint[],
  reader: Pick<HostReader, "readLink">,
): readonly Endpoint[] {
  const seen = new Set<string>();
  return endpoints.filter(({ socketPath }) => {
    const place = followLinks(socketPath, reader);
    const isNew = !seen.has(place);
    seen.add(place);
    return isNew;
  });
}

/** The same path without links, whether or not there is anything at its end. */
export function followLinks(path: string, reader: Pick<HostReader, "readLink">): string {
  let place = "/";
  let names = path.split("/");
  for (let links = 0; names.length > 0; ) {
    const [name = "", ...rest] = names;
    const next = posix.join(place, name);
    const target = links < MAX_LINKS ? linkTarget(next, reader) : null;
    if (target === null) {
      place = next;
      names = rest;
    } else {
      links += 1;
      if (target.startsWith("/")) place = "/";
      names = [...target.split("/"), ...rest];
    }
  }
  return place;
}

/** `null` for what is not a link, is not there, or may not be looked at: connecting to it tells which. */
function linkTarget(path: string, reader: Pick<HostReader, "readLink">): string | null {
  try {
    return reader.readLink(path);
  } catch (error) {
    if (error instanceof ReadFailure) return null;
    throw error;
  }
}
