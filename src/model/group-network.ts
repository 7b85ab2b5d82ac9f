import type { ProcessSample } from "../collector/sample.ts";
import type { EngineContainer } from "../engines/engine.ts";
import type { GroupContext } from "./derive-group.ts";
import { HOST_GROUP_ID } from "./group-id.ts";
import { isOlder } from "./leader.ts";
import type { LedGroup } from "./led-group.ts";
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

/**
 * The traffic of a group's network namespace, if the group is the one it is shown with.
 *
 * @param shown What was shown last: it stays when the namespace has not been read again.
 */
export function groupNetwork(
  { id, namespaces }: Pick<LedGroup, "id" | "namespaces">,
  { sample, previous, structure }: Pick<GroupContext, "sample" | "previous" | "structure">,
  shown: Group["network"] | null,
): Group["network"] {
  const inode = namespaces?.net ?? null;
  const owner = inode === null ? undefined : structure.networkOwners.get(inode);
  if (inode === null || owner !== id) {
    return { receiveBytesPerSecond: null, transmitBytesPerSecond: null, sharedWith: owner ?? null };
  }
  const counters = sample.networks.get(inode);
  const before = previous?.networks.get(inode);
  if (counters !== undefined && counters === before && shown?.sharedWith === null) return shown;
  const seconds = secondsBetween(counters?.readAtSeconds ?? 0, before?.readAtSeconds);
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
