import type { Target } from "../model/snapshot.ts";

/** Whether two targets mean the same. */
export function sameTarget(a: Target, b: Target): boolean {
  switch (a.kind) {
    case "group":
      return b.kind === "group" && a.groupId === b.groupId;
    case "process":
      return b.kind === "process" && a.pid === b.pid;
    case "host":
      return b.kind === "host";
    case "namespace":
      return b.kind === "namespace" && a.type === b.type && a.inode === b.inode;
  }
}
