import { constants } from "node:os";

/** A signal's name, such as `SIGTERM`. */
export type SignalName = NodeJS.Signals;

/** Every signal of this machine with its number, in the order of the numbers. */
export const SIGNALS: readonly { readonly name: SignalName; readonly number: number }[] = Object.entries(
  constants.signals,
)
  .map(([name, number]) => ({ name: name as SignalName, number }))
  .toSorted((a, b) => a.number - b.number);

/** What a person means by `TERM`, `sigterm` or `15`; `null` when it is no signal. */
export function parseSignal(text: string): SignalName | null {
  const name = text.toUpperCase();
  const found = SIGNALS.find(
    (signal) => signal.name === name || signal.name === `SIG${name}` || String(signal.number) === text,
  );
  return found?.name ?? null;
}
