import type { ProcessRow } from "../model/detail.ts";
import { UNKNOWN } from "./format.ts";

/** `17` for one pid namespace below the host's, `41/7` for two, `-` for a process of the host. */
export function insidePids(namespacePids: readonly number[]): string {
  return namespacePids.slice(1).join("/") || UNKNOWN;
}

/** The user's name on the host, else its number. */
export function userText({ user, uid }: Pick<ProcessRow, "user" | "uid">): string {
  return user ?? (uid === null ? UNKNOWN : String(uid));
}

/** The command line with what is wrong with it; the name in brackets for kernel threads and zombies. */
export function commandText({
  command,
  comm,
  issues,
}: Pick<ProcessRow, "command" | "comm" | "issues">): string {
  const trouble = issues.length > 0 ? ` (${issues.join(", ")})` : "";
  if (command === null) return comm + trouble;
  return (command.length === 0 ? `[${comm}]` : command.join(" ")) + trouble;
}
