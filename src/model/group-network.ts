import type { ProcessSample, Sample } from "../collector/sample.ts";
import type { EngineContainer } from "../engines/engine.ts";
import { HOST_GROUP_ID } from "./group-id.ts";
import { isOlder } from "./leader.ts";
import { growth, perSecond, secondsBetween } from "./rates.ts";
import type { Group } from "./snapshot.ts";

/** What says whose network namespace it is. */
export interface NetworkMember {
  readonly id: string;
  readonly leader: ProcessSample | null;
  /** What the engine says of it; `null` when it is no container or the engine does not know it. */
  readonly container: Pick<EngineContainer, "id" | "networkMode"> | null;
}

/**
 * The group that each network namespace's traffic is shown with, by inode: the host for its own; else the
 * container whose network others were told to join (`container:ID`); else the group with the oldest leader.
 */
export function networkOwners(
  members: readonly NetworkMember[],
  hostInode: number | null,
): ReadonlyMap<number, string> {
  const joined = new Set(members.map(({ container }) => joinedContainerId(container?.networkMode)));
  const owners = new Map<number, NetworkMember>();
  for (const member of members) {
    const inode = member.leader?.namespaces.net ?? null;
    if (inode === null || inode === hostInode) continue;
    const owner = owners.get(inode);
    if (owner === undefined || goesBefore(member, owner, joined)) owners.set(inode, member);
  }
  const ids = new Map([...owners].map(([inode, owner]) => [inode, owner.id]));
  return hostInode === null ? ids : ids.set(hostInode, HOST_GROUP_ID);
}

/** The traffic of the network namespace `inode`, if group `id` is the one it is shown with. */
export function groupNetwork(
  id: string,
  inode: number | null,
  owners: ReadonlyMap<number, string>,
  now: Sample,
  previous: Sample | null,
): Group["network"] {
  const owner = inode === null ? undefined : owners.get(inode);
  if (inode === null || owner !== id) {
    return { receiveBytesPerSecond: null, transmitBytesPerSecond: null, sharedWith: owner ?? null };
  }
  const seconds = secondsBetween(now.monotonicSeconds, previous?.monotonicSeconds);
  const counters = now.networks.get(inode);
  const before = previous?.networks.get(inode);
  return {
    receiveBytesPerSecond: perSecond(growth(counters?.receiveBytes, before?.receiveBytes), seconds),
    transmitBytesPerSecond: perSecond(growth(counters?.transmitBytes, before?.transmitBytes), seconds),
    sharedWith: null,
  };
}

function joinedContainerId(networkMode: string | null | undefined): string | null {
  return networkMode?.startsWith("container:") ? networkMode.slice("container:".length) : null;
}

function goesBefore(
  member: NetworkMember,
  owner: NetworkMember,
  joined: ReadonlySet<string | null>,
): boolean {
  const isJoined = joined.has(member.container?.id ?? "");
  const ownerIsJoined = joined.has(owner.container?.id ?? "");
  if (isJoined !== ownerIsJoined) return isJoined;
  return member.leader !== null && owner.leader !== null && isOlder(member.leader, owner.leader);
}
