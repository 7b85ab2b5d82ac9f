import { pad } from "../report/pad.ts";
import { CHOOSER_TITLES, type Choice } from "./choices.ts";
import { Lines } from "./line.tsx";
import type { ViewProps } from "./status-line.tsx";
import { paint } from "./theme.ts";

/** Cells of a choice's title. */
const TITLE_CELLS = 14;

/** What opens below the list to choose from: a column to sort by, what to group by, which columns to show. */
export function Chooser({ view }: ViewProps) {
  const { state, scene } = view;
  if (state.mode.kind !== "chooser") return null;
  const { chooser, index } = state.mode;
  const height = scene.layout.chooser - 1;
  const top = Math.max(0, Math.min(index - Math.floor(height / 2), scene.choices.length - height));
  const shown = scene.choices.slice(top, top + height);
  return (
    <Lines
      lines={[
        titleLine(CHOOSER_TITLES[chooser], state.size.columns),
        ...shown.map((choice, row) => choiceLine(choice, top + row === index, state.size.columns)),
      ]}
    />
  );
}

function titleLine(title: string, width: number): string {
  return paint(`── ${title} ${"─".repeat(Math.max(0, width - title.length - 4))}`, { dim: true });
}

function choiceLine({ title, help, chosen }: Choice, hasCursor: boolean, width: number): string {
  const text = pad(
    `${hasCursor ? " ▸ " : "   "}${chosen ? "●" : " "} ${pad(title, TITLE_CELLS)} ${help}`,
    width,
  );
  return hasCursor ? paint(text, { inverse: true }) : text;
}
