import type { CgroupOwner } from "../collector/sample.ts";
import type { NamespaceType } from "../procfs/namespace-link.ts";

/** Id of the group of all processes that are in no other. */
export const HOST_GROUP_ID = "host";

/** One namespace: its type and inode number. */
export interface NamespaceReference {
  readonly type: NamespaceType;
  readonly inode: number;
}

/**
 * Id of a container's group: its own id where that is hexadecimal, else `ENGINE:NAME`. The ids of the
 * containers around it come first, joined by `/`: a cgroup made inside a container may bear any name, that of
 * another container as well, and must not be taken for it. For the same reason `user:UID/` comes first where it is in a
 * user's hands.
 */
export function containerGroupId(
  owner: Pick<CgroupOwner, "engine" | "id">,
  outerContainerIds: readonly string[],
  userId: number | null = null,
): string {
  const isOwnName = owner.engine === "lxc" || owner.engine === "nspawn" || !/^[0-9a-f]{12,}$/.test(owner.id);
  const own = isOwnName ? `${owner.engine ?? "container"}:${printable(owner.id)}` : owner.id;
  const user = userId === null ? [] : [`user:${userId}`];
  return [...user, ...outerContainerIds.map(printable), own].join("/");
}

/** Id of a service's group: `service:` and the path of its cgroup. */
export function serviceGroupId(cgroupPath: string): string {
  return `service:${printable(cgroupPath)}`;
}

/** Id of a namespace group: `TYPE:INODE` of each namespace that is not the host's, joined by `+`. */
export function namespaceGroupId(namespaces: readonly NamespaceReference[]): string {
  return namespaces.map(({ type, inode }) => `${type}:${inode}`).join("+");
}

/** Printable ASCII without blanks; any other code unit is `%` and four hexadecimal digits, so no two collide. */
function printable(text: string): string {
  return text.replace(/[^\x21-\x7e]|%/g, (unit) => `%${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
