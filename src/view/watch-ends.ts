import { constants } from "node:os";

/** Signals that end the program. */
const ENDING_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const;

/**
 * Watches for what ends the user interface from outside: a signal, or that its terminal is gone.
 *
 * @param end Called with the exit code: 128 and the signal's number, as a shell says it; and with the signal.
 * @returns Stops watching the signals.
 */
export function watchEnds(end: (exitCode: number, signal: NodeJS.Signals) => void): () => void {
  const onSignal = (signal: NodeJS.Signals): void => end(128 + constants.signals[signal], signal);
  const onHangUp = (): void => onSignal("SIGHUP");
  for (const signal of ENDING_SIGNALS) process.on(signal, onSignal);
  // These stay: a terminal that is gone fails once more when it is restored.
  process.stdin.on("end", onHangUp).on("error", onHangUp);
  process.stdout.on("error", onHangUp);
  return () => {
    for (const signal of ENDING_SIGNALS) process.off(signal, onSignal);
  };
}
