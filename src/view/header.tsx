import { headerLines } from "./header-lines.ts";
import { Lines } from "./line.tsx";
import { breadcrumbLine, pageHeaderLines } from "./page-header-lines.ts";
import { secondsBehind } from "./pause.ts";
import type { ViewProps } from "./status-line.tsx";
import { topScreen } from "./ui-state.ts";
import type { UiView } from "./ui-store.ts";

/** The lines at the top: of the machine on the overview, of the group on its pages. */
export function Header({ view }: ViewProps) {
  return <Lines lines={linesOf(view).slice(0, view.scene.layout.header)} />;
}

function linesOf({ state, stream, scene }: UiView): readonly string[] {
  const { line: snapshot, detail } = scene;
  if (snapshot === null) return [];
  const width = state.size.columns;
  const clock = { secondsBehind: state.pause === null ? null : secondsBehind(snapshot, stream) };
  const screen = topScreen(state);
  switch (screen.kind) {
    case "overview":
      return headerLines(snapshot, clock, width);
    case "help":
      return [breadcrumbLine(state.screens, snapshot, clock, width)];
    case "page": {
      if (screen.target.kind === "host") {
        const [, ...machine] = headerLines(snapshot, clock, width);
        return [breadcrumbLine(state.screens, snapshot, clock, width), ...machine];
      }
      const id = detail?.group.id ?? (screen.target.kind === "group" ? screen.target.groupId : null);
      const group = snapshot.groups.find((candidate) => candidate.id === id) ?? detail?.group ?? null;
      return pageHeaderLines({ screens: state.screens, group, snapshot, clock, width });
    }
  }
}
