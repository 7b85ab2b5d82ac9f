import { applicableActions } from "../actions/applicable-actions.ts";
import type { ActionName, KeyBinding } from "./key-binding.ts";
import { keyLabel } from "./key-labels.ts";
import { KEY_MAP } from "./key-map.ts";
import { Line } from "./line.tsx";
import { isUnarmed } from "./mode.ts";
import { placesOf } from "./places.ts";
import { joinSegments, type Segment } from "./segments.ts";
import type { ViewProps } from "./status-line.tsx";
import { chosenSubjects } from "./subjects.ts";
import { paint } from "./theme.ts";
import { listOf, topList, type UiState } from "./ui-state.ts";
import type { UiView } from "./ui-store.ts";

/** A question that cannot have been read yet takes none of these. */
const ANSWERS: ReadonlySet<ActionName> = new Set(["yes", "answer", "submit"]);

/** The last line: the keys that matter now, or the filter that is being typed. */
export function Footer({ view }: ViewProps) {
  const { state } = view;
  const width = state.size.columns;
  if (state.mode.kind === "prompt") return <Line text={promptLine(view, width)} />;
  return <Line text={joinSegments(bindingSegments(view), [], width)} />;
}

function promptLine(view: UiView, width: number): string {
  const { filter } = listOf(topList(view.state));
  const typed: Segment = {
    text: `/${filter} `,
    painted: `${paint("/", { bold: true })}${filter}${paint(" ", { inverse: true })}`,
    priority: 0,
  };
  return joinSegments([typed], bindingSegments(view), width);
}

function bindingSegments({ state, scene }: UiView): readonly Segment[] {
  const places = placesOf(state);
  const applicable = directKeys(state, scene);
  const { filter, faultsOnly, tagged } = listOf(topList(state));
  const canGoBack = state.screens.length > 1 || filter !== "" || faultsOnly || tagged.size > 0;
  return KEY_MAP.filter(
    ({ action, keys, where, footer }) =>
      (action !== "back" || canGoBack) &&
      (action !== "act" || applicable.has(keys[0] ?? "")) &&
      (!ANSWERS.has(action) || !isUnarmed(state.mode)) &&
      footer !== undefined &&
      where.some((place) => places.includes(place)),
  ).map(bindingSegment);
}

/** Keys of actions that apply here and now: the others are not offered. */
function directKeys(state: UiState, scene: UiView["scene"]): ReadonlySet<string> {
  if (state.commands === null || state.mode.kind !== "list") return new Set();
  const chosen = chosenSubjects(state, scene);
  if ("refusal" in chosen) return new Set();
  const choices = applicableActions(chosen.subjects, state.commands);
  return new Set(choices.flatMap(({ key }) => key ?? []));
}

function bindingSegment({ keys: [key = ""], title, footer = 0 }: KeyBinding): Segment {
  const label = keyLabel(key);
  return { text: `${label} ${title}`, painted: `${paint(label, { bold: true })} ${title}`, priority: footer };
}
