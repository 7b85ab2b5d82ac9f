import type { ProcessSubject } from "../actions/subject.ts";
import type { Detail, ProcessRow } from "../model/detail.ts";

/** What an action on a process's row is done to. */
export function processSubject(
  { pid, startTicks, comm }: ProcessRow,
  { target, group, groupIds }: Detail,
): ProcessSubject {
  // Of a namespace with several groups in it a process may be any one's.
  const isKnown = target.kind !== "namespace" || groupIds.length < 2;
  return { kind: "process", pid, startTicks, name: comm, groupId: isKnown ? group.id : "" };
}
