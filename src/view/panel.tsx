import { cellsOf, pad } from "../report/pad.ts";
import { Lines } from "./line.tsx";
import { bodyRoom, bodyTop, type Panel as Contents } from "./panel-contents.ts";
import type { ViewProps } from "./status-line.tsx";
import { paint } from "./theme.ts";

/** What is open below the list, as much of it as there is room for. */
export function Panel({ view }: ViewProps) {
  const { state, scene } = view;
  if (scene.panel === null) return null;
  return <Lines lines={panelLines(scene.panel, scene.layout.panel, state.size.columns)} />;
}

/** The lines of a panel of `height` lines, its title among them. */
function panelLines(panel: Contents, height: number, width: number): readonly string[] {
  const { title, head, body, foot } = panel;
  const room = bodyRoom(panel, height);
  const top = bodyTop(panel, room);
  const isCut = body.length > room && room > 0;
  const place = isCut ? ` (${top + 1} to ${top + room} of ${body.length})` : "";
  return [
    titleLine(title + place, width),
    ...[...head, ...body.slice(top, top + room)].slice(0, Math.max(0, height - 1 - foot.length)),
    ...foot,
  ].slice(0, height);
}

function titleLine(title: string, width: number): string {
  const text = `── ${title} `;
  const line = cellsOf(text) > width ? pad(text, width) : text + "─".repeat(width - cellsOf(text));
  return paint(line, { bold: true });
}
