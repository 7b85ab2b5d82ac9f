/** How much an engine is allowed: it may be hung, overloaded, or not an engine at all. */
export interface EngineLimits {
  /** For one request, from connecting to the last byte of the answer. */
  readonly requestMilliseconds: number;
  /** Of one answer's body. */
  readonly answerBytes: number;
  /** Of one event. */
  readonly eventBytes: number;
  /** Of all events within a minute. */
  readonly eventBytesPerMinute: number;
  /** A quiet engine is asked this often whether it still answers: one that hangs sends no events either. */
  readonly checkMilliseconds: number;
  /** Containers are listed again this often, in case an event was missed. */
  readonly relistMilliseconds: number;
  /** What a command that prints once waits for an engine. */
  readonly settleMilliseconds: number;
  /** Pauses before the first, second, … new attempt at a lost engine; the last one repeats. */
  readonly retryMilliseconds: readonly number[];
}

/** What nstop allows an engine unless a test says otherwise. */
export const ENGINE_LIMITS: EngineLimits = {
  requestMilliseconds: 2000,
  answerBytes: 16 * 1024 * 1024,
  eventBytes: 1024 * 1024,
  eventBytesPerMinute: 16 * 1024 * 1024,
  checkMilliseconds: 10_000,
  relistMilliseconds: 60_000,
  settleMilliseconds: 2500,
  retryMilliseconds: [1000, 2000, 4000, 8000, 16_000, 30_000],
};

/** A limit as a person reads it. */
export function sizeText(bytes: number): string {
  return `${bytes / 1024 / 1024} MiB`;
}

/** A limit as a person reads it. */
export function timeText(milliseconds: number): string {
  return `${milliseconds / 1000} s`;
}
