/** What the sampler's loop knows of time. */
export interface Clock {
  /** Monotonic, in seconds. */
  readonly now: () => number;
  /** Resolves after so many seconds, or at once when `signal` is aborted. */
  readonly sleep: (seconds: number, signal: AbortSignal) => Promise<void>;
}

export const monotonicClock: Clock = {
  now: () => performance.now() / 1000,
  sleep: (seconds, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const timer = setTimeout(finish, seconds * 1000);
      signal.addEventListener("abort", finish, { once: true });
      function finish(): void {
        clearTimeout(timer);
        signal.removeEventListener("abort", finish);
        resolve();
      }
    }),
};
