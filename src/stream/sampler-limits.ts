/** How long a sampler may be silent, and what is done about it; milliseconds but where said otherwise. */
export interface SamplerLimits {
  /** Then what it said last is shown as stale. */
  readonly stale: number;
  /** Then it is replaced, if it has a file open that can hang. */
  readonly hung: number;
  /** Then it is replaced in any case. */
  readonly dead: number;
  /** How often that is looked at. */
  readonly check: number;
  /** Wait before the next one when one has ended by itself; doubled each time, up to `maxBackOff`. */
  readonly backOff: number;
  readonly maxBackOff: number;
  /** How long one may take to end when asked to. */
  readonly close: number;
  /** Of one line. 30,000 processes in full detail are a fifth of it. */
  readonly maxLineBytes: number;
}

export const SAMPLER_LIMITS: SamplerLimits = {
  stale: 2_000,
  hung: 5_000,
  dead: 30_000,
  check: 500,
  backOff: 500,
  maxBackOff: 30_000,
  close: 500,
  maxLineBytes: 64 * 1024 * 1024,
};
