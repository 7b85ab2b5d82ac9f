import { enterFlags, SHELL_INSIDE } from "./enter-command.ts";
import type { Doors } from "./enter-doors.ts";
import { EnterFailure } from "./enter-failure.ts";
import { probe } from "./enter-probe.ts";

/** What is to be entered, and how. */
export interface Trial {
  readonly doors: Doors;
  /** See `enterFlags`. */
  readonly keepIds: boolean;
  /** What is entered has to have a shell of its own. */
  readonly needsShell: boolean;
  /** Its name and id. */
  readonly what: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Absolute paths. */
  readonly programs: { readonly nsenter: string; readonly true: string };
}

/** Exit codes of `nsenter` for a program that is not there, or cannot be run. */
const NO_PROGRAM: ReadonlySet<number | null> = new Set([126, 127]);

/**
 * Enters and does nothing there: what ends afterwards with an error is then the program that was run, and not the
 * entering.
 *
 * @throws {EnterFailure} If that fails; its message says why, and what to do.
 */
export async function tryEntering(trial: Trial): Promise<void> {
  const { doors, keepIds, needsShell, what, environment, programs } = trial;
  const [shell = "sh", option = "-c"] = SHELL_INSIDE;
  // Where no shell of its own is needed it is the host's program that does nothing, with the host's files.
  const argv = needsShell
    ? [programs.nsenter, ...enterFlags(doors, keepIds), "--", shell, option, ":"]
    : [programs.nsenter, ...enterFlags(withoutFiles(doors), keepIds), "--", programs.true];
  const { exitCode, complaint } = await probe(argv, environment);
  if (exitCode === 0) return;
  if (exitCode === null)
    throw new EnterFailure(`${what} could not be entered in time: what is in it may hang`);
  if (needsShell && NO_PROGRAM.has(exitCode)) {
    throw new EnterFailure(`${what} has no shell; enter its network with this host's tools instead`);
  }
  const reason = complaint.replace(/^nsenter: /, "") || `nsenter ended with ${exitCode}`;
  const advice = /not permitted|denied/.test(reason) ? "; run nstop as root" : "";
  throw new EnterFailure(`${what} could not be entered: ${reason}${advice}`);
}

function withoutFiles(doors: Doors): Doors {
  return { ...doors, files: null, namespaces: doors.namespaces.filter(({ type }) => type !== "mnt") };
}
