import { NAMESPACE_TYPES, type PerNamespace } from "../procfs/namespace-link.ts";
import type { NamespaceRecord } from "./detail.ts";
import type { Finding } from "./snapshot.ts";

/** From this share of a limit on it is told. */
const NEAR = 0.9;

/**
 * Types of which there are nearly as many namespaces as one user may have. The kernel counts them by user, which it
 * does not tell; when all of them together are near the limit, the one who made most of them, root mostly, is.
 *
 * @param counts Those that processes live in, the host's own included, which does not count.
 */
export function limitFindings(
  counts: PerNamespace<number>,
  limits: PerNamespace<number | null>,
): readonly Finding[] {
  return NAMESPACE_TYPES.flatMap((type) => {
    const limit = limits[type];
    const made = counts[type] - 1;
    // A limit of 0 forbids them altogether, which is meant.
    if (limit === null || limit === 0 || made < limit * NEAR) return [];
    return {
      code: "namespaces-near-limit",
      groupId: null,
      pid: null,
      sentence: `There are ${made} ${type} namespaces and one user may have ${limit}: when that is reached no container can be started.`,
      evidence: [
        { path: `/proc/sys/user/max_${type}_namespaces`, value: String(limit) },
        { path: `/proc/[pid]/ns/${type}`, value: `${made} but for the host's` },
      ],
    };
  });
}

/**
 * Namespaces that nobody lives in, and that stay because something holds on to them. One that others are below, or
 * belong to, is held by those.
 */
export function leakedNamespaces(namespaces: readonly NamespaceRecord[]): readonly NamespaceRecord[] {
  const held = new Set(namespaces.flatMap(({ parentInode, ownerInode }) => [parentInode, ownerInode]));
  return namespaces.filter(
    ({ inode, processes, pinnedBy, isHosts }) =>
      !isHosts &&
      !held.has(inode) &&
      processes === 0 &&
      pinnedBy.length > 0 &&
      pinnedBy.every(({ kind }) => kind !== "process" && kind !== "thread"),
  );
}

/** What there is to say of namespaces that leak. */
export function leakFindings(namespaces: readonly NamespaceRecord[]): readonly Finding[] {
  return leakedNamespaces(namespaces).map(leakFinding);
}

/** What there is to say of a namespace that leaks. */
export function leakFinding({ type, inode, pinnedBy, morePins }: NamespaceRecord): Finding {
  const [pin] = pinnedBy;
  const more = pinnedBy.length - 1 + morePins;
  const holder = pin === undefined ? "something" : `${PIN_WORDS[pin.kind]} ${pin.path ?? ""}`.trim();
  const others = more <= 0 ? "" : ` and ${more} more`;
  return {
    code: "namespace-leak",
    groupId: null,
    pid: pin?.pid ?? null,
    sentence: `Nobody lives in ${type}:${inode}, and it stays because of ${holder}${others}: unless somebody means to enter it again, it is a leak of kernel memory and of what is inside.`,
    evidence: pinnedBy.map(({ kind, path, pid }) => ({
      path: path ?? `pid ${pid ?? "unknown"}`,
      value: `${kind} of ${type}:[${inode}]`,
    })),
  };
}

const PIN_WORDS = {
  process: "the process",
  thread: "the thread",
  fd: "the open descriptor",
  mount: "the mount at",
  socket: "the socket",
} as const;
