import { Box } from "ink";
import { useState } from "react";
import { count } from "../report/format.ts";
import { pad } from "../report/pad.ts";
import { cursorCell } from "./cell-cursor.ts";
import { DrawnRows } from "./drawn-rows.ts";
import { Line, Lines } from "./line.tsx";
import type { ListLine } from "./list-lines.ts";
import type { ListState } from "./list-state.ts";
import { headerLine, type Placing, rowLine } from "./row-line.ts";
import type { Section } from "./section.ts";
import { joinSegments } from "./segments.ts";
import type { ViewProps } from "./status-line.tsx";
import { paint, unpainted } from "./theme.ts";
import { isGone, listOf, topList } from "./ui-state.ts";
import type { UiView } from "./ui-store.ts";

/** The rows of the screen on top, as many as there is room for, with the titles of their columns. */
export function List({ view }: ViewProps) {
  const { layout } = view.scene;
  const [drawn] = useState(() => new DrawnRows());
  const lines = visibleLines(view, drawn);
  const fixed = layout.listHeader === 1 ? lines.slice(0, 1) : [];
  return (
    <>
      {fixed.map((text) => (
        <Line key="titles" text={text} />
      ))}
      <Box flexDirection="column" height={layout.list}>
        <Lines lines={lines.slice(fixed.length)} />
      </Box>
    </>
  );
}

/** The fixed header, if there is one, and the lines of the window. */
function visibleLines({ state, scene }: UiView, drawn: DrawnRows): readonly string[] {
  const screen = topList(state);
  const list = listOf(screen);
  const width = state.size.columns;
  const placings = new Map(
    scene.sections.map((section) => [
      section,
      {
        ...drawn.placing(section, list.toggledColumns, width),
        cell: cursorCell(state, section),
      },
    ]),
  );
  const draw = (line: ListLine, hasCursor: boolean) => lineText(line, { placings, list, hasCursor, drawn });
  const [only] = scene.sections;
  const fixed =
    scene.layout.listHeader === 1 && only !== undefined
      ? [draw({ kind: "header", section: only }, false)]
      : [];
  const cursorLine = scene.rowLines[list.cursorIndex];
  const rows = scene.lines
    .slice(list.top, list.top + scene.height)
    .map((line, index) => draw(line, list.top + index === cursorLine));
  const faded = screen.kind === "page" && isGone(screen);
  return [...fixed, ...(faded ? rows.map((text) => paint(unpainted(text), { dim: true })) : rows)];
}

/** What a line is drawn with. */
interface Drawing {
  readonly placings: ReadonlyMap<Section<unknown>, Placing>;
  readonly list: ListState;
  readonly hasCursor: boolean;
  readonly drawn: DrawnRows;
}

function lineText(line: ListLine, { placings, list, hasCursor, drawn }: Drawing): string {
  if (line.kind === "blank") return "";
  const { section } = line;
  const placing = placings.get(section) ?? { columns: [], gap: 1, width: 0 };
  switch (line.kind) {
    case "title":
      return titleText(section.title ?? "", line.rows, placing.width);
    case "header":
      return headerLine(placing, list.sort);
    case "empty":
      return paint(pad(`   ${line.text}`, placing.width), { dim: true });
    case "row": {
      const isTagged = list.tagged.has(line.arranged.key);
      return hasCursor
        ? rowLine(section, line.arranged, placing, { hasCursor, isTagged })
        : drawn.line(section, line.arranged, placing, isTagged);
    }
  }
}

function titleText(title: string, rows: number, width: number): string {
  const segments = [
    { text: title, style: { bold: true }, priority: 0 },
    { text: count(rows), style: { dim: true }, priority: 1 },
  ];
  return joinSegments(segments, [], width);
}
