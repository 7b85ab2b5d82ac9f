import type { UnlinkedGroup } from "./detail.ts";
import type { Group, Snapshot } from "./snapshot.ts";

/**
 * Containers, and groups with a network namespace of their own, that no link of the network map leads to by their
 * own name: on the host's network, on that of another group, or on none at all.
 *
 * @param unconnected - Inodes of network namespaces without an interface but loopback.
 */
export function unlinkedGroups(
  unconnected: ReadonlySet<number>,
  { groups }: Snapshot,
): readonly UnlinkedGroup[] {
  return groups.flatMap((group): readonly UnlinkedGroup[] => {
    const network = networkOf(group, unconnected);
    if (network === null) return [];
    const joinedId = network === "joined" ? group.network.sharedWith : null;
    return [{ groupId: group.id, groupName: group.name, network, joinedId }];
  });
}

/** @returns `null` when a link leads to it, or when its network is not known. */
function networkOf(
  { kind, namespaces: { net }, network }: Group,
  unconnected: ReadonlySet<number>,
): UnlinkedGroup["network"] | null {
  if (net.inode === null) return null;
  if (net.sharedWithHost === true) return kind === "container" ? "host" : null;
  if (network.sharedWith !== null) return "joined";
  return unconnected.has(net.inode) ? "none" : null;
}
