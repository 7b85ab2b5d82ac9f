/** The middle one of some numbers; the lower one of two. */
export function median(numbers: readonly number[]): number {
  return percentile(numbers, 50);
}

/**
 * The smallest of some numbers that at least `percent` of them do not exceed (nearest rank).
 *
 * @throws RangeError when there are no numbers.
 */
export function percentile(numbers: readonly number[], percent: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const found = sorted[Math.max(1, Math.ceil((percent / 100) * sorted.length)) - 1];
  if (found === undefined) throw new RangeError("no numbers");
  return found;
}

export function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

/** A point of a series: when, and how much. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The straight line nearest to some points, by least squares. */
export interface Trend {
  readonly slope: number;
  /** How far off the slope may be: its standard error. */
  readonly error: number;
}

/** Fits a straight line. Takes three points or more. */
export function trend(points: readonly Point[]): Trend {
  const middleX = mean(points.map(({ x }) => x));
  const middleY = mean(points.map(({ y }) => y));
  const spread = sumOf(points, ({ x }) => (x - middleX) ** 2);
  const slope = sumOf(points, ({ x, y }) => (x - middleX) * (y - middleY)) / spread;
  const unexplained = sumOf(points, ({ x, y }) => (y - middleY - slope * (x - middleX)) ** 2);
  return { slope, error: Math.sqrt(unexplained / (points.length - 2) / spread) };
}

function sumOf(points: readonly Point[], of: (point: Point) => number): number {
  return points.reduce((sum, point) => sum + of(point), 0);
}
