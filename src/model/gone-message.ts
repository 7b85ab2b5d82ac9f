import type { Target } from "./snapshot.ts";

/** Why there is nothing to say of a target, and what to do: one line. Names in it are as the host chose them. */
export function goneMessage(target: Target): string {
  switch (target.kind) {
    case "process":
      return `no process has the pid ${target.pid}; "nstop list" shows what there is`;
    case "namespace":
      return `nobody is in ${target.type}:${target.inode}; "nstop namespaces --type ${target.type}" lists those of that type`;
    case "group":
      return `${target.groupId} ended while it was looked at`;
    case "host":
      return "the host could not be looked at";
  }
}
