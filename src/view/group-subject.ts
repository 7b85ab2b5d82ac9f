import type { GroupSubject } from "../actions/subject.ts";
import type { Snapshot } from "../model/snapshot.ts";

/** What an action on a row about a group is done to; `null` where there is no such group any more. */
export function groupSubject({ groups }: Snapshot, groupId: string | null | undefined): GroupSubject | null {
  const group = groups.find(({ id }) => id === groupId);
  return group === undefined ? null : { kind: "group", group };
}
