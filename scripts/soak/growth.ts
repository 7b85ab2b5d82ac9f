import { mean, type Point, trend } from "../bench/statistics.ts";

/** So much of the mean it has to grow over what was looked at, for certain: a heap goes up and down by a tenth between two collections. */
const MOST = 0.2;

/** Heaps fill and the last minute is remembered: what is seen until then is no leak. */
const WARM = 1 / 3;

/** How something went while processes came and went. */
export interface Growth {
  readonly what: string;
  readonly unit: string;
  /** In `unit`, over what was looked at. */
  readonly mean: number;
  /** In `unit` for each 10,000 processes, and the standard error of that. */
  readonly slope: number;
  readonly error: number;
  /** How much larger it was in the last third than in the one before: 1 is not at all. */
  readonly ratio: number;
  /** It is certain that it grows: also two standard errors below the slope. */
  readonly grows: boolean;
}

/**
 * @param points - `x` is how many 10,000 processes have come and gone; from the start on.
 * @throws RangeError when there are too few of them.
 */
export function growthOf(what: string, unit: string, points: readonly Point[]): Growth {
  const looked = points.slice(Math.floor(points.length * WARM));
  const [first, last] = [looked[0], looked.at(-1)];
  if (first === undefined || last === undefined || looked.length < 6) {
    throw new RangeError(`${points.length} looks are too few: let more processes come and go`);
  }
  const { slope, error } = trend(looked);
  const middle = Math.floor(looked.length / 2);
  const meanOf = (some: readonly Point[]) => mean(some.map(({ y }) => y));
  return {
    what,
    unit,
    mean: meanOf(looked),
    slope,
    error,
    ratio: meanOf(looked.slice(middle)) / meanOf(looked.slice(0, middle)),
    grows: ((slope - 2 * error) * (last.x - first.x)) / meanOf(looked) > MOST,
  };
}
