import { type Subject, subjectText } from "../actions/subject.ts";
import type { Detail } from "../model/detail.ts";
import type { Group } from "../model/snapshot.ts";
import { cursorRow } from "./list-window.ts";
import { processSubject } from "./process-subject.ts";
import type { Scene } from "./scene.ts";
import { taggedSubjects } from "./tags.ts";
import { isGone, listOf, type PageScreen, topList, type UiState } from "./ui-state.ts";

/** What actions are done to now, or why there is nothing. */
export type Chosen = { readonly subjects: readonly Subject[] } | { readonly refusal: string };

/** The tagged rows; else the cursor's row; else what the page is of. */
export function chosenSubjects(
  state: UiState,
  scene: Pick<Scene, "line" | "detail" | "sections" | "lines" | "rowLines">,
): Chosen {
  if (state.pause !== null) return { refusal: "this is the past: p goes on, then there are actions" };
  const screen = topList(state);
  if (screen.kind === "page" && isGone(screen)) return { refusal: "it is gone: there is nothing to act on" };
  const list = listOf(screen);
  const groups = scene.line?.groups ?? [];
  const tagged = taggedSubjects(list, scene.sections);
  if (tagged.length > 0) return { subjects: tagged.map((subject) => itself(subject, groups)) };
  const line = cursorRow(list, scene);
  const subject =
    line?.section.acts?.(line.arranged.row) ??
    (screen.kind === "page" ? pageSubject(screen, scene.detail, groups) : null);
  if (subject === null) return { refusal: "there is nothing to act on in this row" };
  return { subjects: [itself(subject, groups)] };
}

/** Who actions are about, in a few words. */
export function subjectsText(subjects: readonly Subject[]): string {
  const [only] = subjects;
  return only !== undefined && subjects.length === 1 ? subjectText(only) : `${subjects.length} tagged rows`;
}

function pageSubject(
  { target }: PageScreen,
  detail: Detail | null,
  groups: readonly Group[],
): Subject | null {
  if (target.kind === "group") {
    const group = groups.find(({ id }) => id === target.groupId);
    return group === undefined ? null : { kind: "group", group };
  }
  const row =
    target.kind === "process" ? detail?.processes?.find(({ pid }) => pid === target.pid) : undefined;
  return row === undefined || detail === null ? null : processSubject(row, detail);
}

/** A group as the host has it: the overview's row of the host may be the sum of its services as well. */
function itself(subject: Subject, groups: readonly Group[]): Subject {
  if (subject.kind === "process") return subject;
  return { kind: "group", group: groups.find(({ id }) => id === subject.group.id) ?? subject.group };
}
