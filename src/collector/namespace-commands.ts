import type { HostPrograms } from "../host/host-programs.ts";
import { ProgramFailure } from "../host/run-program.ts";
import type { NamespaceType } from "../procfs/namespace-link.ts";

/** A namespace that a program is to run in, and a process that is in it. */
export interface CommandPlace {
  readonly type: Extract<NamespaceType, "net" | "uts" | "ipc" | "cgroup">;
  readonly pid: number;
  /** It is the one nstop itself is in, so that nothing has to be entered. */
  readonly here: boolean;
}

const ENTER_FLAG = { net: "-n", uts: "-u", ipc: "-i", cgroup: "-C" } as const;

/**
 * Runs a program of the host in one namespace of a process, and in no other: never its mount namespace, where the
 * program would be the container's.
 *
 * @returns What it printed.
 * @throws {ProgramFailure} If it, or `nsenter`, is not installed or fails.
 */
export async function runInNamespace(
  programs: HostPrograms,
  { type, pid, here }: CommandPlace,
  name: string,
  args: readonly string[],
): Promise<string> {
  const program = installed(programs, name);
  if (here) return programs.run(program, args);
  return programs.run(installed(programs, "nsenter"), ["-t", `${pid}`, ENTER_FLAG[type], program, ...args]);
}

/** Whether a program failed by running out of time: the host is too busy to ask another one. */
export function isLate(failure: unknown): boolean {
  return failure instanceof ProgramFailure && failure.kind === "late";
}

function installed(programs: HostPrograms, name: string): string {
  const program = programs.find(name);
  if (program === null) throw new ProgramFailure("failed", `${name} is not installed`);
  return program;
}
