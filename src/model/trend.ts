/** A value at a moment. */
export interface TrendPoint {
  readonly atSeconds: number;
  readonly value: number;
}

/** As many points as a history of the view has. */
const MAX_POINTS = 60;

/** Closer together they tell nothing new. */
const SPACING_SECONDS = 0.5;

/** Fewer are no trend. */
const LEAST_POINTS = 15;

/** A shorter time is not, either: a program that starts grows, and then stops. */
const LEAST_SECONDS = 15;

/** What is further away than an hour is no news: until then anything may happen. */
const MOST_SECONDS = 3600;

/**
 * How much of what moves has to be explained by a straight line for the slope to be real; less while it is shown already, so that it does not
 * come and go. One step in the middle explains 0.75.
 */
const FIT = { enter: 0.9, leave: 0.75 };

/** Of all growth, what each half has to have at least: who has stopped growing, or has only just begun, has no slope. */
const LEAST_HALF = 0.25;

/** Of the limit: less growth than that over all points is the noise of a big program. */
const LEAST_GROWTH = 0.01;

/** The points with one more, the oldest left out; the same ones when it comes too soon. */
export function withPoint(points: readonly TrendPoint[], point: TrendPoint): readonly TrendPoint[] {
  const last = points.at(-1);
  if (last !== undefined && point.atSeconds - last.atSeconds < SPACING_SECONDS) return points;
  return [...points.slice(1 - MAX_POINTS), point];
}

/**
 * When a limit is reached if it goes on like this.
 *
 * @param isShown - It was told so in the sample before.
 * @returns Seconds; `null` when it does not grow steadily, or that is more than an hour away.
 */
export function secondsToLimit(
  points: readonly TrendPoint[],
  limit: number,
  isShown: boolean,
): number | null {
  const slope = steadyGrowth(points, isShown);
  const last = points.at(-1);
  const first = points[0];
  if (slope === null || last === undefined || first === undefined || last.value >= limit) return null;
  if (last.value - first.value < limit * LEAST_GROWTH) return null;
  const seconds = (limit - last.value) / slope;
  return seconds <= MOST_SECONDS ? Math.round(seconds) : null;
}

/**
 * How fast it grows, as the straight line that fits best says.
 *
 * @param isShown - As above.
 * @returns Per second; `null` when no line fits, or it does not go up.
 */
export function steadyGrowth(points: readonly TrendPoint[], isShown: boolean): number | null {
  const first = points[0];
  const last = points.at(-1);
  const middle = points[Math.floor(points.length / 2)];
  if (first === undefined || last === undefined || middle === undefined) return null;
  if (points.length < LEAST_POINTS || last.atSeconds - first.atSeconds < LEAST_SECONDS) return null;
  const growth = last.value - first.value;
  if (growth <= 0) return null;
  const halves = [middle.value - first.value, last.value - middle.value];
  if (halves.some((half) => half < growth * LEAST_HALF)) return null;
  const { slope, fit } = straightLine(points);
  return slope > 0 && fit >= (isShown ? FIT.leave : FIT.enter) ? slope : null;
}

/** Least squares: the slope, and how much of the variance it explains (R²). */
function straightLine(points: readonly TrendPoint[]): { readonly slope: number; readonly fit: number } {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const meanTime = mean(points.map(({ atSeconds }) => atSeconds));
  const meanValue = mean(points.map(({ value }) => value));
  let timeTime = 0;
  let timeValue = 0;
  let valueValue = 0;
  for (const { atSeconds, value } of points) {
    const [time, height] = [atSeconds - meanTime, value - meanValue];
    timeTime += time * time;
    timeValue += time * height;
    valueValue += height * height;
  }
  if (timeTime === 0 || valueValue === 0) return { slope: 0, fit: 0 };
  return { slope: timeValue / timeTime, fit: timeValue ** 2 / (timeTime * valueValue) };
}
