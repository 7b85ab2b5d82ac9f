/** A sample that is being taken; the same object all through it. */
export interface Moment {
  /** Monotonic. */
  readonly seconds: number;
}
