import { NAMESPACE_TYPES, type NamespaceType } from "../procfs/namespace-link.ts";
import { ownNamespace } from "./enter-doors.ts";
import { namespacesText } from "./enter-place.ts";
import type { TerminalOrder } from "./order.ts";
import { type Subject, subjectText } from "./subject.ts";

type EnterOrder = Extract<TerminalOrder, { readonly action: "enter" }>;

/**
 * What a person should know before entering; `null` where the host's own tools are all that runs, which is nothing
 * that they could not do before.
 */
export function enterWarning({ subject, namespaces }: EnterOrder): string | null {
  if (namespaces !== "all") return null;
  const whose = subject.kind === "process" ? "its" : `${subject.group.name}'s`;
  return hasOwnUsers(subject)
    ? `it runs ${whose} own programs, as a user of its user namespace and outside its limits`
    : `it runs ${whose} own programs with all of this user's rights and outside its limits`;
}

/** Why there is nothing to enter, as far as that is known without looking; `null` when it can be tried. */
export function enterRefusal({ subject, namespaces }: EnterOrder): string | null {
  const what = subjectText(subject);
  if (subject.kind === "process") return null;
  const { leaderPid, namespaces: uses } = subject.group;
  if (leaderPid === null) return `${what} has no process whose namespaces could be entered`;
  const wanted = namespaces === "all" ? NAMESPACE_TYPES : namespaces;
  // What nstop is in itself need not be the host's, nor the other way round.
  const isOwn = (type: NamespaceType) => uses[type].inode !== null && uses[type].inode === ownNamespace(type);
  return wanted.every(isOwn) ? sharesAll(what, namespaces) : null;
}

/** The sentence for a subject none of whose namespaces, of those that were asked for, is its own. */
export function sharesAll(what: string, namespaces: EnterOrder["namespaces"]): string {
  const types = namespaces === "all" ? "namespaces" : namespacesText(namespaces);
  return `${what} has no ${types} but those you are in: there is nothing to enter`;
}

function hasOwnUsers(subject: Subject): boolean {
  return subject.kind === "group" && subject.group.namespaces.user.sharedWithHost === false;
}
