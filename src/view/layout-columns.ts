import type { Column } from "./section.ts";

/** A column with the cells it gets on this terminal. */
export interface PlacedColumn {
  readonly id: string;
  readonly column: Column<unknown>;
  readonly cells: number;
}

/** Cells before the first column: the cursor's mark stands there. */
export const MARGIN = 3;

/** Kept free at the right edge, for the mark of a last column that is sorted by. */
const RIGHT_MARGIN = 1;

/** What no column is squeezed below while others are wider. */
const LEAST_CELLS = 4;

/** Terminals from this width on have two blanks between columns. */
const ROOMY = 120;

/** Blanks between columns. */
export function gapFor(width: number): number {
  return width < ROOMY ? 1 : 2;
}

/**
 * Chooses the columns that fit into `width` cells and shares out what is left over: first those with the highest
 * priority number go, all of one number together; then those that grow, grow by their weights.
 *
 * @param toggled Columns that a person switched: hidden ones among them are shown as long as any, others not at all.
 * @returns In the order of `columns`. Together with the gaps and the margin never wider than `width`.
 */
export function layoutColumns(
  columns: Readonly<Record<string, Column<unknown>>>,
  toggled: ReadonlySet<string>,
  width: number,
): readonly PlacedColumn[] {
  const gap = gapFor(width);
  const room = width - MARGIN - RIGHT_MARGIN;
  const shown = Object.entries(columns)
    .filter(([id, column]) => (column.hidden === true) === toggled.has(id))
    .map(([id, column]) => ({ id, column, priority: toggled.has(id) ? 0 : column.priority }));
  const kept = keepWhatFits(shown, room, gap);
  const cells = kept.map(({ column }) => column.width);
  const gaps = gap * Math.max(0, kept.length - 1);
  squeeze(cells, room - gaps);
  grow(
    cells,
    kept.map(({ column }) => column),
    room - gaps,
  );
  return kept.flatMap(({ id, column }, index) => {
    const own = cells[index] ?? 0;
    return own > 0 ? [{ id, column, cells: own }] : [];
  });
}

interface Candidate {
  readonly id: string;
  readonly column: Column<unknown>;
  readonly priority: number;
}

function keepWhatFits(candidates: readonly Candidate[], room: number, gap: number): readonly Candidate[] {
  const needed = candidates.reduce((sum, { column }) => sum + column.width + gap, -gap);
  const lowest = Math.max(0, ...candidates.map(({ priority }) => priority));
  if (needed <= room || lowest === 0) return candidates;
  return keepWhatFits(
    candidates.filter(({ priority }) => priority < lowest),
    room,
    gap,
  );
}

/** Takes from the widest, a cell at a time, until all fit; then from the last ones all they have. */
function squeeze(cells: number[], room: number): void {
  for (let excess = sum(cells) - room; excess > 0; excess -= 1) {
    const widest = Math.max(...cells);
    const at = widest > LEAST_CELLS ? cells.lastIndexOf(widest) : cells.findLastIndex((own) => own > 0);
    if (at < 0) return;
    cells[at] = (cells[at] ?? 0) - 1;
  }
}

/** Shares out the room left over; what one does not take because it is as wide as it may be, the others get. */
function grow(cells: number[], columns: readonly Column<unknown>[], room: number): void {
  for (let left = room - sum(cells); left > 0; left = room - sum(cells)) {
    const growing = columns.map(({ grow: weight = 0, maxWidth = Number.POSITIVE_INFINITY }, index) =>
      (cells[index] ?? 0) < maxWidth ? weight : 0,
    );
    const weights = sum(growing);
    if (weights === 0) return;
    for (const [index, weight] of growing.entries()) {
      if (weight === 0) continue;
      const most = (columns[index]?.maxWidth ?? Number.POSITIVE_INFINITY) - (cells[index] ?? 0);
      const share = Math.min(most, room - sum(cells), Math.max(1, Math.floor((left * weight) / weights)));
      cells[index] = (cells[index] ?? 0) + share;
    }
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
