import type { Group, NamespaceUse } from "../model/snapshot.ts";
import { NAMESPACE_TYPES, type NamespaceType, type PerNamespace } from "../procfs/namespace-link.ts";

/** How a group stands to the namespace of one type that it is in. */
export type Isolation = "private" | "host" | "shared" | "unknown";

/** The letter of each namespace type, shown where it is private: no two are alike, and all read in monochrome. */
export const ISOLATION_LETTERS: PerNamespace<string> = {
  mnt: "m",
  uts: "u",
  pid: "p",
  ipc: "i",
  net: "n",
  user: "U",
  cgroup: "C",
  time: "t",
};

/** One of the eight places of an isolation string. */
export interface IsolationMark {
  readonly type: NamespaceType;
  readonly isolation: Isolation;
  /** One cell. */
  readonly text: string;
}

/** Private, the host's, shared with another group, or unknown. */
export function isolationOf({ inode, sharedWithHost, sharedWith }: NamespaceUse): Isolation {
  if (inode === null || sharedWithHost === null) return "unknown";
  if (sharedWithHost) return "host";
  return sharedWith.length > 0 ? "shared" : "private";
}

/** The eight places of {@link isolation}, each with what it stands for. */
export function isolationMarks(namespaces: Group["namespaces"], ascii = false): readonly IsolationMark[] {
  return NAMESPACE_TYPES.map((type) => {
    const kind = isolationOf(namespaces[type]);
    return { type, isolation: kind, text: markOf(kind, type, ascii) };
  });
}

/**
 * The isolation of a group at a glance, such as `mu→→n.C?`: a letter is a namespace of its own, `.` the host's,
 * `→` (`>` in ASCII) one that it shares with another group, `?` one that is not known. Always 8 cells.
 */
export function isolation(namespaces: Group["namespaces"], ascii = false): string {
  return isolationMarks(namespaces, ascii)
    .map(({ text }) => text)
    .join("");
}

function markOf(kind: Isolation, type: NamespaceType, ascii: boolean): string {
  switch (kind) {
    case "private":
      return ISOLATION_LETTERS[type];
    case "host":
      return ".";
    case "shared":
      return ascii ? ">" : "→";
    case "unknown":
      return "?";
  }
}
