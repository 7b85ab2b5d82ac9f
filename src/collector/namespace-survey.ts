import type { NamespaceType } from "../procfs/namespace-link.ts";

/** What keeps a namespace alive: it lives for as long as any of these. */
export interface NamespacePin {
  readonly kind: "process" | "thread" | "fd" | "mount" | "socket";
  /** Host pid (of a thread: its own id); of a mount, a process that lives in that mount namespace. `null` when none is known. */
  readonly pid: number | null;
  /** The file that shows it, such as `/proc/42/fd/7`; of a mount its mount point, as seen in that mount namespace. */
  readonly path: string | null;
}

/** What is known of a namespace beyond the processes that live in it, of which there may be none. */
export interface NamespaceFacts {
  readonly type: NamespaceType;
  readonly inode: number;
  /** The namespace around it (`pid` and `user` only); `null` when unknown or when there is none. */
  readonly parentInode: number | null;
  /** The user namespace that owns it; `null` when unknown or when there is none. */
  readonly ownerInode: number | null;
  /** Id of a network namespace as seen from nstop's; `null` when it has none or is no network namespace. */
  readonly netnsId: number | null;
  /** Of a pid namespace: in how many of them a process in it has a pid, those that the reader sees; `null` when unknown. */
  readonly pidLevels: number | null;
  /** Everything that was found to keep it alive but the processes that live in it; bounded. */
  readonly pins: readonly NamespacePin[];
  /** How many more pins there are than {@link pins} names. */
  readonly morePins: number;
}

/**
 * What a deep look found: of the namespaces that processes live in only those are listed of which there is something
 * to say, and all that nobody lives in.
 */
export interface NamespaceSurvey {
  readonly namespaces: readonly NamespaceFacts[];
  /** From 0 to 1: how much of the deep look has been done; 1 when it is complete. */
  readonly progress: number;
}
