import { findProgram } from "./find-program.ts";
import { type ProgramLimits, runProgram } from "./run-program.ts";

/** The host's own programs: what nstop asks where reading a file does not tell. */
export interface HostPrograms {
  /** Absolute path of a program; `null` when it is not installed. */
  readonly find: (name: string) => string | null;
  /**
   * Runs it to its end.
   *
   * @returns What it printed.
   * @throws {import("./run-program.ts").ProgramFailure}
   */
  readonly run: (program: string, args: readonly string[], limits?: ProgramLimits) => Promise<string>;
}

/** Those of the machine nstop runs on. */
export const HOST_PROGRAMS: HostPrograms = { find: (name) => findProgram(name), run: runProgram };

/** Those of a captured host: none. */
export const NO_PROGRAMS: HostPrograms = { find: () => null, run: runProgram };
