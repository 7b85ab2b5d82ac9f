import { keyLabel } from "./key-labels.ts";
import { KEY_MAP, type KeyBinding } from "./key-map.ts";
import { Line } from "./line.tsx";
import { placesOf } from "./reduce.ts";
import { joinSegments, type Segment } from "./segments.ts";
import type { ViewProps } from "./status-line.tsx";
import { paint } from "./theme.ts";
import { listOf, topList, type UiState } from "./ui-state.ts";

/** The last line: the keys that matter now, or the filter that is being typed. */
export function Footer({ view }: ViewProps) {
  const { state } = view;
  const width = state.size.columns;
  if (state.mode.kind === "prompt") return <Line text={promptLine(state, width)} />;
  return <Line text={joinSegments(bindingSegments(state), [], width)} />;
}

function promptLine(state: UiState, width: number): string {
  const { filter } = listOf(topList(state));
  const typed: Segment = {
    text: `/${filter} `,
    painted: `${paint("/", { bold: true })}${filter}${paint(" ", { inverse: true })}`,
    priority: 0,
  };
  return joinSegments([typed], bindingSegments(state), width);
}

function bindingSegments(state: UiState): readonly Segment[] {
  const places = placesOf(state);
  const { filter, faultsOnly } = listOf(topList(state));
  const canGoBack = state.screens.length > 1 || filter !== "" || faultsOnly;
  return KEY_MAP.filter(
    ({ action, where, footer }) =>
      (action !== "back" || canGoBack) &&
      footer !== undefined &&
      where.some((place) => places.includes(place)),
  ).map(bindingSegment);
}

function bindingSegment({ keys: [key = ""], title, footer = 0 }: KeyBinding): Segment {
  const label = keyLabel(key);
  return { text: `${label} ${title}`, painted: `${paint(label, { bold: true })} ${title}`, priority: footer };
}
