const LEVELS = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;

/** Samples that a sparkline shows, however many cells it has. */
export const SPARKLINE_SAMPLES = 60;

/**
 * The last values as bars, the newest at the right; blank where nothing is known. With fewer cells than samples
 * a cell shows the highest of several. Which ones share a cell hangs on `tick`, so that the bars move only
 * when a cell is full and never flicker in between.
 *
 * @param highest What a full bar stands for; a value above it is a full bar too.
 * @param tick Grows by one with every sample.
 */
export function sparkline(
  values: readonly (number | null)[],
  cells: number,
  highest: number,
  tick: number,
): string {
  const perCell = Math.max(1, Math.ceil(SPARKLINE_SAMPLES / Math.max(1, cells)));
  if (isFlat(values)) return flatLine(barOf(values, highest), cells, perCell);
  let bars = "";
  let end = values.length;
  for (let cell = 0; cell < cells; cell += 1) {
    const start = end - (cell === 0 ? (tick % perCell) + 1 : perCell);
    bars = barOf(values.slice(Math.max(0, start), Math.max(0, end)), highest) + bars;
    end = start;
  }
  return bars;
}

/** Whether it is the same at every tick. */
function isFlat(values: readonly (number | null)[]): boolean {
  return values.length === SPARKLINE_SAMPLES && values.every((value) => value === values[0]);
}

function flatLine(bar: string, cells: number, perCell: number): string {
  return bar.repeat(Math.min(cells, Math.ceil(SPARKLINE_SAMPLES / perCell))).padStart(cells);
}

function barOf(values: readonly (number | null)[], highest: number): string {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return " ";
  const level = Math.floor((Math.max(...known) / highest) * LEVELS.length);
  return LEVELS[Math.min(Math.max(level, 0), LEVELS.length - 1)] ?? " ";
}
