import type { Subject } from "../actions/subject.ts";
import type { ListState } from "./list-state.ts";
import { cursorRow, type ListSpace, withCursorAt } from "./list-window.ts";
import type { Section } from "./section.ts";

/** Who a subject is, over time: a process that has the pid of one that was tagged is not it. */
export function identityOf(subject: Subject): string {
  return subject.kind === "process" ? `${subject.pid} ${subject.startTicks}` : subject.group.id;
}

/** Tags the cursor's row, or lets go of it, and goes on to the next; `null` where there is nothing to act on. */
export function toggleTag(list: ListState, space: ListSpace): ListState | null {
  const line = cursorRow(list, space);
  const subject = line?.section.acts?.(line.arranged.row) ?? null;
  if (line === null || subject === null) return null;
  const tagged = new Map(list.tagged);
  if (!tagged.delete(line.arranged.key)) tagged.set(line.arranged.key, identityOf(subject));
  return withCursorAt({ ...list, tagged }, list.cursorIndex + 1, space);
}

/** What the tagged rows stand for, in the order of the list, those that a filter or a fold hides among them. */
export function taggedSubjects(list: ListState, sections: readonly Section<unknown>[]): readonly Subject[] {
  if (list.tagged.size === 0) return [];
  // By who they are: several rows may be about one.
  const found = new Map<string, Subject>();
  for (const section of sections) {
    for (const row of section.rows) {
      const key = section.key(row);
      const subject = list.tagged.has(key) ? (section.acts?.(row) ?? null) : null;
      if (subject !== null && identityOf(subject) === list.tagged.get(key))
        found.set(identityOf(subject), subject);
    }
  }
  return [...found.values()];
}

/** The list without the tags of rows that are gone. */
export function withoutGoneTags(list: ListState, sections: readonly Section<unknown>[]): ListState {
  if (list.tagged.size === 0) return list;
  const there = new Set(taggedSubjects(list, sections).map(identityOf));
  const tagged = new Map([...list.tagged].filter(([, identity]) => there.has(identity)));
  return tagged.size === list.tagged.size ? list : { ...list, tagged };
}

/** How many tagged rows are not on the list, since a filter or a fold hides them. */
export function hiddenTags({ tagged }: ListState, { lines }: ListSpace): number {
  const shown = lines.filter((line) => line.kind === "row" && tagged.has(line.arranged.key));
  return tagged.size - shown.length;
}

/** Whether nothing on the list folds: then Space tags. */
export function isFlat({ lines }: ListSpace): boolean {
  return !lines.some((line) => line.kind === "row" && line.arranged.hasChildren);
}
