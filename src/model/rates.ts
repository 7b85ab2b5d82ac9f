/**
 * How much a counter grew.
 *
 * @returns `null` when either value is unknown, and when it went backwards: then it is another counter.
 */
export function growth(now: number | null | undefined, before: number | null | undefined): number | null {
  if (now == null || before == null || now < before) return null;
  return now - before;
}

/** Seconds between two moments of the monotonic clock; `null` when no time has passed. */
export function secondsBetween(now: number, before: number | null | undefined): number | null {
  return before == null || now <= before ? null : now - before;
}

/** Growth for each second, in whole units. */
export function perSecond(grown: number | null, seconds: number | null): number | null {
  return grown === null || seconds === null ? null : Math.round(grown / seconds);
}

/** CPU percent, 100 being one core, of clock ticks spent in `seconds`. */
export function percentOfTicks(
  ticks: number | null,
  seconds: number | null,
  ticksPerSecond: number,
): number | null {
  return ticks === null || seconds === null ? null : percent(ticks, seconds * ticksPerSecond);
}

/** CPU percent, 100 being one core, of microseconds spent in `seconds`. */
export function percentOfMicroseconds(microseconds: number | null, seconds: number | null): number | null {
  return microseconds === null || seconds === null ? null : percent(microseconds, seconds * 1e6);
}

/** `part` of `whole` in percent, to two decimals; 0 of nothing is 0. */
export function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((part / whole) * 1e4) / 100;
}
