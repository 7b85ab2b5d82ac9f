import { parseSignal, SIGNALS, type SignalName } from "./actions/signal-name.ts";
import { nearNames } from "./model/near-names.ts";
import { COMMANDS } from "./usage.ts";
import { UsageError } from "./usage-error.ts";

/** What the words after `nstop signal` or `nstop enter` say. */
export interface ActionWords {
  readonly target: string;
  /** What is sent; `null` where nothing is. */
  readonly signal: SignalName | null;
  /** What is run; `null`: a shell, or nothing. */
  readonly argv: readonly string[] | null;
}

/**
 * What `nstop enter` is told. After `--` comes a command with options of its own.
 *
 * @param words - Those before `--`, without the command's own word.
 * @throws {UsageError}
 */
export function enterWords(
  [target, ...more]: readonly string[],
  afterDashes: readonly string[],
): ActionWords {
  const { syntax } = COMMANDS.enter;
  if (target === undefined) throw new UsageError(`what to enter is missing: ${syntax}`);
  if (more.length > 0) throw new UsageError(`a COMMAND comes after --: ${syntax}`);
  return { target, signal: null, argv: afterDashes.length === 0 ? null : afterDashes };
}

/**
 * What `nstop signal` is told.
 *
 * @throws {UsageError}
 */
export function signalWords([target, name, ...more]: readonly string[]): ActionWords {
  const { syntax } = COMMANDS.signal;
  if (target === undefined) throw new UsageError(`what to signal is missing: ${syntax}`);
  if (name === undefined) throw new UsageError(`which SIGNAL is missing: ${syntax}`);
  if (more.length > 0) throw new UsageError(`one TARGET and one SIGNAL: ${syntax}`);
  const signal = parseSignal(name);
  if (signal !== null) return { target, signal, argv: null };
  const short = (full: string) => full.replace(/^SIG/, "");
  const [near] = nearNames(
    short(name.toUpperCase()),
    SIGNALS.map((known) => short(known.name)),
  );
  const advice = near === undefined ? "TERM, KILL and HUP are some" : `did you mean ${near}?`;
  throw new UsageError(`${JSON.stringify(name)} is no signal; ${advice}`);
}
