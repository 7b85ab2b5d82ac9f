import { NAMESPACE_TYPES, type PerNamespace, perNamespace } from "../procfs/namespace-link.ts";
import type { NamespaceReference } from "./group-id.ts";

/** One exact set of namespaces that at least one process lives in. */
export interface NamespaceSet {
  readonly namespaces: PerNamespace<number | null>;
  /** Those that are known not to be the host's, in the usual order of types. */
  readonly privateNamespaces: readonly NamespaceReference[];
}

/** The distinct sets of namespaces of many processes: a host of 10,000 processes has some hundred. */
export class NamespaceSets {
  readonly #hostNamespaces: PerNamespace<number | null>;
  readonly #byHash = new Map<number, NamespaceSet[]>();

  constructor(hostNamespaces: PerNamespace<number | null>) {
    this.#hostNamespaces = hostNamespaces;
  }

  /** The set equal to `namespaces`: the same object for equal ones. */
  of(namespaces: PerNamespace<number | null>): NamespaceSet {
    const hash = hashOf(namespaces);
    const bucket = this.#byHash.get(hash);
    const known = bucket?.find((set) => isSameSet(set.namespaces, namespaces));
    if (known !== undefined) return known;
    const set = { namespaces, privateNamespaces: this.#privateNamespaces(namespaces) };
    if (bucket === undefined) this.#byHash.set(hash, [set]);
    else bucket.push(set);
    return set;
  }

  /** How many distinct namespaces of each type the sets hold. */
  counts(): PerNamespace<number> {
    const sets = [...this.#byHash.values()].flat();
    return perNamespace((type) => {
      const inodes = new Set(sets.map((set) => set.namespaces[type]));
      inodes.delete(null);
      return inodes.size;
    });
  }

  #privateNamespaces(namespaces: PerNamespace<number | null>): readonly NamespaceReference[] {
    return NAMESPACE_TYPES.flatMap((type) => {
      const inode = namespaces[type];
      const host = this.#hostNamespaces[type];
      return inode === null || host === null || inode === host ? [] : [{ type, inode }];
    });
  }
}

// Both are written out: they run for every process of every sample, and a loop over the types costs four times more.
function hashOf(set: PerNamespace<number | null>): number {
  let hash = set.mnt ?? 0;
  hash = (Math.imul(hash, 31) + (set.uts ?? 0)) | 0;
  hash = (Math.imul(hash, 31) + (set.pid ?? 0)) | 0;
  hash = (Math.imul(hash, 31) + (set.ipc ?? 0)) | 0;
  hash = (Math.imul(hash, 31) + (set.net ?? 0)) | 0;
  hash = (Math.imul(hash, 31) + (set.user ?? 0)) | 0;
  hash = (Math.imul(hash, 31) + (set.cgroup ?? 0)) | 0;
  return (Math.imul(hash, 31) + (set.time ?? 0)) | 0;
}

/** Whether the namespaces of every type are the same ones, as far as is known. */
export function isSameSet(a: PerNamespace<number | null>, b: PerNamespace<number | null>): boolean {
  return (
    a.mnt === b.mnt &&
    a.uts === b.uts &&
    a.pid === b.pid &&
    a.ipc === b.ipc &&
    a.net === b.net &&
    a.user === b.user &&
    a.cgroup === b.cgroup &&
    a.time === b.time
  );
}
