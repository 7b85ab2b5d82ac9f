import type { HostReader } from "../host/host-reader.ts";
import { ReadFailure } from "../host/read-failure.ts";
import { followLinks } from "./distinct-endpoints.ts";
import type { EngineName } from "./engine.ts";

/** Where an engine is looked for without being named. */
export interface KnownEndpoint {
  readonly url: string;
  readonly engine: EngineName;
  /** Whose own engine listens there; `null` for the host's. */
  readonly userId: number | null;
}

/** Where the host's engines listen unless they were told otherwise. */
export const HOST_ENDPOINTS: readonly KnownEndpoint[] = [
  { url: "unix:///run/docker.sock", engine: "docker", userId: null },
  { url: "unix:///var/run/docker.sock", engine: "docker", userId: null },
  { url: "unix:///run/podman/podman.sock", engine: "podman", userId: null },
];

const USERS = "/run/user";

/** Where a user's own engines listen, below the user's directory. */
const USER_SOCKETS = [
  { directory: "", name: "docker.sock", engine: "docker" },
  { directory: "/podman", name: "podman.sock", engine: "podman" },
] as const;

/** How many users are looked at: each has a connection of its own. */
const MAX_USERS = 64;

/** Reads where users' sockets are. */
type PlaceReader = Pick<HostReader, "list" | "readLink">;

/**
 * The sockets of users' own engines that are there now.
 *
 * @param ownUid - Root may use everybody's; others only their own.
 */
export function userEndpoints(reader: PlaceReader, ownUid: number): readonly KnownEndpoint[] {
  return list(USERS, reader)
    .filter((name) => /^\d{1,10}$/.test(name) && (ownUid === 0 || Number(name) === ownUid))
    .slice(0, MAX_USERS)
    .flatMap((name) => endpointsOf(Number(name), reader));
}

/** Where a user's engine would listen. */
export function userEndpoint(userId: number, engine: EngineName): string {
  const place = USER_SOCKETS.find((socket) => socket.engine === engine) ?? USER_SOCKETS[0];
  return `unix://${USERS}/${userId}${place.directory}/${place.name}`;
}

/** A link is left alone: it would lead this user's connection to wherever its owner likes. */
function endpointsOf(userId: number, reader: PlaceReader): readonly KnownEndpoint[] {
  const home = `${USERS}/${userId}`;
  return USER_SOCKETS.flatMap(({ directory, name, engine }) => {
    const place = `${home}${directory}/${name}`;
    if (!list(`${home}${directory}`, reader).includes(name)) return [];
    if (followLinks(place, reader) !== place) return [];
    return { url: `unix://${place}`, engine, userId };
  });
}

function list(directory: string, reader: PlaceReader): readonly string[] {
  try {
    return reader.list(directory);
  } catch (error) {
    if (error instanceof ReadFailure) return [];
    throw error;
  }
}
