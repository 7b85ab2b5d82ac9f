import type { HostPrograms } from "../host/host-programs.ts";
import { ProgramFailure } from "../host/run-program.ts";
import { NAMESPACE_TYPES, type NamespaceType } from "../procfs/namespace-link.ts";
import { type Json, jsonList, jsonObject, wholeNumberIn } from "./printed-json.ts";

/** How a namespace stands to others, which only the kernel's own programs can ask. */
export interface NamespaceRelation {
  readonly type: NamespaceType;
  readonly inode: number;
  /** Around it (`pid` and `user` only). */
  readonly parentInode: number | null;
  /** The user namespace that owns it. */
  readonly ownerInode: number | null;
  readonly netnsId: number | null;
}

/** Five seconds with ten thousand processes, when nothing else is to be done. */
const DEADLINE_MILLISECONDS = 30_000;

/**
 * Asks `lsns` for parents and owners, and for namespaces that only live as parents and owners of others. It takes
 * seconds where there are ten thousand processes.
 *
 * @throws {ProgramFailure | SyntaxError}
 * @see https://man7.org/linux/man-pages/man8/lsns.8.html
 */
export async function readNamespaceRelations(programs: HostPrograms): Promise<readonly NamespaceRelation[]> {
  const lsns = programs.find("lsns");
  if (lsns === null) throw new ProgramFailure("failed", "lsns is not installed");
  const args = ["-J", "-Towner", "-o", "NS,TYPE,PNS,ONS,NETNSID"];
  return parseNamespaceRelations(
    await programs.run(lsns, args, { deadlineMilliseconds: DEADLINE_MILLISECONDS }),
  );
}

/**
 * Parses what `lsns -J -T -o NS,TYPE,PNS,ONS,NETNSID` prints, namespaces within their owners.
 *
 * @throws {SyntaxError} If `text` is anything else.
 */
export function parseNamespaceRelations(text: string): readonly NamespaceRelation[] {
  const { namespaces } = jsonObject(JSON.parse(text.trim() || '{"namespaces":[]}'));
  const relations: NamespaceRelation[] = [];
  const left = [...jsonList(namespaces)];
  for (let next = left.shift(); next !== undefined; next = left.shift()) {
    const namespace = jsonObject(next);
    relations.push(...relationIn(namespace));
    left.push(...jsonList(namespace["children"] ?? []));
  }
  return relations;
}

/** Types of a later kernel are passed over. */
function relationIn(namespace: Json): readonly NamespaceRelation[] {
  const type = NAMESPACE_TYPES.find((name) => name === namespace["type"]);
  const inode = wholeNumberIn(namespace, "ns");
  if (type === undefined || inode === null) return [];
  return [
    {
      type,
      inode,
      parentInode: inodeIn(namespace, "pns"),
      ownerInode: inodeIn(namespace, "ons"),
      netnsId: wholeNumberIn(namespace, "netnsid"),
    },
  ];
}

/** 0 stands for none. */
function inodeIn(namespace: Json, key: string): number | null {
  return wholeNumberIn(namespace, key) || null;
}
