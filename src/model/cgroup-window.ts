import type { CgroupSample } from "../collector/sample.ts";
import { secondsBetween } from "./rates.ts";

/**
 * A verdict is about so long: a limit is met in bursts, and one that was met in every other sample is met all the same. It stays for as long
 * after the last burst, too.
 */
const WINDOW_SECONDS = 5;

/** Closer together readings are not kept: the window stays short at ten samples a second. */
const SPACING_SECONDS = 0.5;

/** What a cgroup was at a moment. */
interface Reading {
  readonly atSeconds: number;
  readonly sample: CgroupSample;
}

/** The last readings of one cgroup, oldest first: those of the last seconds, and the one before them. Never empty. */
export type CgroupWindow = readonly [Reading, ...Reading[]];

/** What a cgroup is, and what it was some seconds ago. */
export interface CgroupSpan {
  readonly now: CgroupSample;
  readonly base: CgroupSample;
  /** `null` when it has been read only once. */
  readonly seconds: number | null;
}

/** The window with one more reading; the same one when that is known already. */
export function withReading(
  window: CgroupWindow | undefined,
  sample: CgroupSample,
  atSeconds: number,
): CgroupWindow {
  const last = window?.at(-1);
  if (window === undefined || last === undefined) return [{ atSeconds, sample }];
  if (last.sample === sample && last.atSeconds === atSeconds) return window;
  // Most sleep: where nothing has run since the window began, nothing has been counted that a verdict is made of.
  const { cpuMicroseconds } = sample;
  const hasSlept = cpuMicroseconds !== null && cpuMicroseconds === window[0].sample.cpuMicroseconds;
  if (hasSlept && atSeconds > last.atSeconds) return [last, { atSeconds, sample }];
  const isClose = window.length > 1 && atSeconds - (window.at(-2)?.atSeconds ?? 0) < SPACING_SECONDS;
  const kept = atSeconds === last.atSeconds || isClose ? window.slice(0, -1) : window;
  const base = Math.max(
    0,
    kept.findLastIndex((reading) => reading.atSeconds <= atSeconds - WINDOW_SECONDS),
  );
  const [first, ...rest] = [...kept.slice(base), { atSeconds, sample }];
  return first === undefined ? [{ atSeconds, sample }] : [first, ...rest];
}

/** From the oldest reading of a window to its newest. */
export function spanOf(window: CgroupWindow): CgroupSpan {
  const [first] = window;
  const last = window.at(-1) ?? first;
  return { now: last.sample, base: first.sample, seconds: secondsBetween(last.atSeconds, first.atSeconds) };
}
