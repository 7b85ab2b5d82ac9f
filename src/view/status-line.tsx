import { Line } from "./line.tsx";
import { joinSegments } from "./segments.ts";
import { statusSegments } from "./status-segments.ts";
import type { UiView } from "./ui-store.ts";

export interface ViewProps {
  readonly view: UiView;
}

/** One line for what a person should know; blank when there is nothing, so that the list never moves. */
export function StatusLine({ view }: ViewProps) {
  return <Line text={joinSegments(statusSegments(view), [], view.state.size.columns)} />;
}
