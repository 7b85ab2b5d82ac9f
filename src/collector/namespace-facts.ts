import type { NamespaceType } from "../procfs/namespace-link.ts";
import type { FoundNamespaces } from "./deep-look.ts";
import type { NamespaceRelation } from "./namespace-relations.ts";
import type { NamespaceFacts } from "./namespace-survey.ts";

const NOTHING_KNOWN = {
  parentInode: null,
  ownerInode: null,
  netnsId: null,
  pidLevels: null,
  pins: [],
  morePins: 0,
} as const satisfies Omit<NamespaceFacts, "type" | "inode">;

/** Puts together what is known of each namespace from different sources. */
export function namespaceFacts(
  { pinned, pidLevels }: FoundNamespaces,
  relations: readonly NamespaceRelation[],
): readonly NamespaceFacts[] {
  const facts = new Map<string, NamespaceFacts>();
  const add = (type: NamespaceType, inode: number, more: Partial<NamespaceFacts>) => {
    const key = `${type}:${inode}`;
    facts.set(key, { ...NOTHING_KNOWN, ...facts.get(key), ...more, type, inode });
  };
  for (const { type, inode, pins, morePins } of pinned) add(type, inode, { pins, morePins });
  for (const { type, inode, ...relation } of relations) add(type, inode, relation);
  for (const [inode, levels] of pidLevels) add("pid", inode, { pidLevels: levels });
  return [...facts.values()];
}
