import type { HostPrograms } from "../host/host-programs.ts";
import { ProgramFailure } from "../host/run-program.ts";
import type { ProgramFacts, ProgramName } from "./doctor-facts.ts";

/** To name a version takes some milliseconds, but not on a host that can hardly breathe. */
const DEADLINE_MILLISECONDS = 5000;

/** What a program is asked, and what its answer has if it can do what nstop asks of it. */
interface Question {
  readonly version: readonly string[];
  /** In the version: a program of another sort can have the same name. */
  readonly sort: RegExp;
  /** Its help names what nstop asks for. */
  readonly help?: RegExp;
}

const QUESTIONS: Readonly<Record<ProgramName, Question>> = {
  nsenter: { version: ["-V"], sort: /util-linux/ },
  lsns: { version: ["-V"], sort: /util-linux/, help: /^ *PNS .*^ *ONS /ms },
  ip: { version: ["-V"], sort: /iproute2/ },
  // Every one does what it is asked for, which is to print and take all settings at once.
  stty: { version: ["--version"], sort: /^/ },
  cat: { version: ["--version"], sort: /^/ },
};

/** Finds the host's programs that nstop runs, and which versions of them there are. */
export async function probePrograms(programs: HostPrograms): Promise<readonly ProgramFacts[]> {
  const found: ProgramFacts[] = [];
  // One after the other: all at once they make each other late.
  for (const name of Object.keys(QUESTIONS) as ProgramName[]) found.push(await probeProgram(programs, name));
  return found;
}

async function probeProgram(programs: HostPrograms, name: ProgramName): Promise<ProgramFacts> {
  const path = programs.find(name);
  if (path === null) return { name, path, version: null, isWhole: false };
  const { version: args, sort, help } = QUESTIONS[name];
  const answer = await ask(programs, path, args);
  const version = answer?.split("\n")[0] || null;
  if (answer === null || !sort.test(answer))
    return { name, path, version, isWhole: answer === null ? null : false };
  const told = help === undefined ? null : await ask(programs, path, ["--help"]);
  return { name, path, version, isWhole: help === undefined || (told === null ? null : help.test(told)) };
}

/** @returns What it printed: "" when it fails, since one of another sort does not know the option; `null` when it is late. */
async function ask(programs: HostPrograms, path: string, args: readonly string[]): Promise<string | null> {
  try {
    return await programs.run(path, args, { deadlineMilliseconds: DEADLINE_MILLISECONDS });
  } catch (error) {
    if (!(error instanceof ProgramFailure)) throw error;
    return error.kind === "late" ? null : "";
  }
}
