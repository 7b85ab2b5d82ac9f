import type { Group } from "../model/snapshot.ts";

/** One thing that an action is done to, as it was when a person was asked about it. */
export type Subject = ProcessSubject | GroupSubject;

/** A process is its pid and its start: by the time of the answer the pid may be another process's. */
export interface ProcessSubject {
  readonly kind: "process";
  /** On the host. */
  readonly pid: number;
  /** Clock ticks after boot at which it started. */
  readonly startTicks: number;
  /** Command name, fit to be shown. */
  readonly name: string;
  /** The group it is in; "" when that is not known. */
  readonly groupId: string;
}

/** A container, a set of namespaces, a service, or the host. */
export interface GroupSubject {
  readonly kind: "group";
  readonly group: Group;
}

/** How a subject is named in a question: by name and id, so that nobody acts on a namesake. */
export function subjectText(subject: Subject): string {
  if (subject.kind === "process") return `${subject.name} (pid ${subject.pid})`;
  const { name, containerId, leaderPid } = subject.group;
  if (containerId !== null && containerId !== name) return `${name} (${containerId.slice(0, 12)})`;
  return leaderPid === null ? name : `${name} (pid ${leaderPid})`;
}
