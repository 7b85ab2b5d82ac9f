import type { UserFacts } from "../collector/detail-sample.ts";
import { HOST_GROUP_ID } from "../model/group-id.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { UNKNOWN } from "./format.ts";

/** Who root inside a user namespace is outside, in a sentence. */
export function rootText({ root, uidMap }: UserFacts): string {
  if (root !== null) {
    if (root.uid === 0) return "root inside is root outside";
    return `root inside is uid ${root.uid} outside${root.user === null ? "" : ` (${root.user})`}`;
  }
  if (uidMap.length === 0) return "no uid map has been written: everybody inside is nobody outside";
  return uidMap.some(({ inside }) => inside === 0)
    ? "root inside is nobody outside"
    : "there is no root inside: uid 0 is not mapped";
}

/** Whether groups may be dropped, and what that means. */
export function setgroupsText({ setgroups }: UserFacts): string {
  if (setgroups === "deny") return "deny: no process inside may change its groups";
  return setgroups ?? UNKNOWN;
}

/** The user namespace that owns a user namespace; `-` when it is not known. */
export function userOwnerText({ inode, ownerInode }: UserFacts, { groups }: Snapshot): string {
  const hosts = groups.find(({ id }) => id === HOST_GROUP_ID)?.namespaces.user.inode ?? null;
  if (inode !== null && inode === hosts) return "nobody: it is the host's own";
  if (ownerInode === null) return UNKNOWN;
  return `user:${ownerInode}${ownerInode === hosts ? ", the host's" : ""}`;
}
