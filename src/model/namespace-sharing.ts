import {
  NAMESPACE_TYPES,
  type NamespaceType,
  type PerNamespace,
  perNamespace,
} from "../procfs/namespace-link.ts";
import { HOST_GROUP_ID } from "./group-id.ts";
import type { NamespaceUse } from "./snapshot.ts";

/** How many groups {@link NamespaceUse.sharedWith} names: a thousand groups may live in one user namespace. */
const MAX_NAMED = 16;

/** A group's id and the namespaces of its leader; `null` when it has no process. */
export interface NamespaceMember {
  readonly id: string;
  readonly namespaces: PerNamespace<number | null> | null;
}

/** Who lives in which namespace, by type and inode number: each group is in at most one list of each type. */
export class NamespaceSharing {
  readonly #hostNamespaces: PerNamespace<number | null>;
  readonly #members = perNamespace(() => new Map<number, string[]>());
  readonly #namespacesById = new Map<string, PerNamespace<number | null>>();

  constructor(hostNamespaces: PerNamespace<number | null>, groups: readonly NamespaceMember[]) {
    this.#hostNamespaces = hostNamespaces;
    for (const group of groups) if (group.id !== HOST_GROUP_ID) this.#add(group);
  }

  /** Which namespaces these are, and which groups other than `id` have their leader in them. */
  uses(id: string, namespaces: PerNamespace<number | null> | null): PerNamespace<NamespaceUse> {
    const own = this.#namespacesById.get(id);
    return perNamespace((type) => {
      const inode = namespaces?.[type] ?? null;
      const host = this.#hostNamespaces[type];
      const sharedWithHost = inode === null || host === null ? null : inode === host;
      const members = this.membersOf(type, inode);
      const others = members.length - (own?.[type] === inode && inode !== null ? 1 : 0);
      // One more than are named, since the group itself may be one of them.
      const sharedWith = members.slice(0, MAX_NAMED + 1).filter((member) => member !== id);
      const use = { inode, sharedWithHost, sharedWith: sharedWith.slice(0, MAX_NAMED) };
      return others > MAX_NAMED ? { ...use, sharedWithMore: others - MAX_NAMED } : use;
    });
  }

  /** Ids of the groups whose leader is in a namespace; none of the host's. */
  membersOf(type: NamespaceType, inode: number | null): readonly string[] {
    return (inode === null ? undefined : this.#members[type].get(inode)) ?? [];
  }

  #add({ id, namespaces }: NamespaceMember): void {
    if (namespaces === null) return;
    this.#namespacesById.set(id, namespaces);
    for (const type of NAMESPACE_TYPES) {
      const inode = namespaces[type];
      if (inode === null || inode === this.#hostNamespaces[type]) continue;
      const members = this.#members[type].get(inode);
      if (members === undefined) this.#members[type].set(inode, [id]);
      else members.push(id);
    }
  }
}
