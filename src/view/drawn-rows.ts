import { gapFor, layoutColumns, type PlacedColumn } from "./layout-columns.ts";
import type { ListState } from "./list-state.ts";
import { type Placing, rowLine } from "./row-line.ts";
import type { Column, Section } from "./section.ts";
import type { ArrangedRow } from "./section-rows.ts";

/** How columns stand on a terminal, and for whom. */
interface Laid {
  readonly toggled: ListState["toggledColumns"];
  readonly width: number;
  readonly placed: readonly PlacedColumn[];
}

/** The line of a row, and what it was drawn of beside the row. */
interface Drawn {
  readonly columns: readonly PlacedColumn[];
  readonly arranged: ArrangedRow;
  readonly isTagged: boolean;
  readonly line: string;
}

/**
 * The lines of rows that were drawn before. A row that is the same object says the same, so that only where it stands, and what
 * marks it, is compared; most rows of a list are as they were a second ago.
 */
export class DrawnRows {
  readonly #laid = new WeakMap<Section<unknown>["columns"], Laid>();
  readonly #drawn = new WeakMap<object, Drawn>();

  /** How the columns of a section stand; the same as long as they, what a person chose of them, and the terminal's width are. */
  placing({ columns }: Section<unknown>, toggled: ListState["toggledColumns"], width: number): Placing {
    return { columns: this.#placed(columns, toggled, width), gap: gapFor(width), width };
  }

  /** A row without the cursor, as one line. */
  line(section: Section<unknown>, arranged: ArrangedRow, placing: Placing, isTagged: boolean): string {
    const draw = () => rowLine(section, arranged, placing, { hasCursor: false, isTagged });
    const { row } = arranged;
    if (typeof row !== "object" || row === null) return draw();
    const drawn = this.#drawn.get(row);
    if (
      drawn?.columns === placing.columns &&
      drawn.isTagged === isTagged &&
      isBranch(drawn.arranged, arranged)
    ) {
      return drawn.line;
    }
    const line = draw();
    this.#drawn.set(row, { columns: placing.columns, arranged, isTagged, line });
    return line;
  }

  #placed(
    columns: Readonly<Record<string, Column<unknown>>>,
    toggled: ListState["toggledColumns"],
    width: number,
  ): readonly PlacedColumn[] {
    const laid = this.#laid.get(columns);
    if (laid?.toggled === toggled && laid.width === width) return laid.placed;
    const placed = layoutColumns(columns, toggled, width);
    this.#laid.set(columns, { toggled, width, placed });
    return placed;
  }
}

/** Whether a row has the same branches before it, and as much folded away below it. */
function isBranch(was: ArrangedRow, now: ArrangedRow): boolean {
  return was.branch === now.branch && was.hidden === now.hidden;
}
