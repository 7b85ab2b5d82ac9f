import type { NamespaceType } from "../procfs/namespace-link.ts";

/** Something that happened on the host: one `{"event": …}` line of `nstop stream --events`. */
export interface HostEvent {
  /** RFC 3339: when nstop saw it, or the engine's own time. */
  readonly at: string;
  readonly kind:
    | "namespace-created"
    | "namespace-moved"
    | "namespace-emptied"
    | "namespace-pinned"
    | "container-started"
    | "container-stopped"
    | "container-oom"
    | "container-exec";
  /** The process that did it; `null` when none is known. */
  readonly pid: number | null;
  readonly comm: string | null;
  /** Of namespace events. */
  readonly type: NamespaceType | null;
  /** Inode of the namespace that was left; `null` where there is none. */
  readonly from: number | null;
  /** Inode of the namespace that was made, joined, emptied or pinned. */
  readonly to: number | null;
  /** Of the process or the container; it may be gone since. */
  readonly groupId: string | null;
  readonly groupName: string | null;
  /** What happened, with pid and namespace, for a person. */
  readonly sentence: string;
}

/** As many are kept to be looked at. */
export const MAX_EVENTS = 500;
