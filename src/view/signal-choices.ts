import { SIGNALS, type SignalName } from "../actions/signal-name.ts";
import type { Choice } from "./choices.ts";
import { narrowed } from "./narrowed.ts";

/** What those do that people send. */
const MEANINGS: Partial<Readonly<Record<SignalName, string>>> = {
  SIGTERM: "asks it to end",
  SIGKILL: "ends it at once, without asking it",
  SIGHUP: "its terminal is gone; many daemons read their configuration anew",
  SIGINT: "as Ctrl-C does",
  SIGQUIT: "as Ctrl-\\ does: it ends and may leave a core dump; a JVM prints its threads",
  SIGSTOP: "makes it stand still, without asking it",
  SIGTSTP: "as Ctrl-Z does: asks it to stand still",
  SIGCONT: "lets it go on after a stop",
  SIGUSR1: "what it does is the program's own",
  SIGUSR2: "what it does is the program's own",
  SIGWINCH: "its terminal has another size; some daemons end gracefully",
  SIGABRT: "ends it with a core dump",
};

/** The signals whose name or number answers to what was typed: SIGTERM first, the others by their numbers. */
export function signalChoices(typed: string): readonly Choice[] {
  const first = SIGNALS.filter(({ name }) => name === "SIGTERM");
  const others = SIGNALS.filter(({ name }) => name !== "SIGTERM");
  return narrowed(
    [...first, ...others],
    typed,
    ({ name, number }) => `${name} ${name.slice(3)} ${number}`,
  ).map(({ name, number }) => ({
    id: name,
    title: name,
    help: `${String(number).padStart(2)}  ${MEANINGS[name] ?? ""}`.trimEnd(),
    chosen: false,
  }));
}
