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
export function probePrograms(programs: HostPrograms): Promise<readonly ProgramFacts[]> {
  const names = Object.keys(QUESTIONS) as ProgramName[];
  return Promise.all(names.map((name) => probeProgram(programs, name)));
}

async function probeProgram(programs: HostPrograms, name: ProgramName): Promise<ProgramFacts> {
  const path = programs.find(name);
  if (path === null) return { name, path, version: null, isWhole: false };
  const { version: args, sort, help } = QUESTIONS[name];
  const version = (await printed(programs, path, args))?.split("\n")[0] ?? null;
  const isOfSort = sort.test(version ?? "");
  if (help === undefined || !isOfSort) return { name, path, version, isWhole: isOfSort };
  const told = await printed(programs, path, ["--help"]);
  return { name, path, version, isWhole: told === null ? null : help.test(told) };
}

/** @returns `null` when it fails: a program of another sort does not know the option. */
async function printed(
  programs: HostPrograms,
  path: string,
  args: readonly string[],
): Promise<string | null> {
  try {
    return await programs.run(path, args, { deadlineMilliseconds: DEADLINE_MILLISECONDS });
  } catch (error) {
    if (error instanceof ProgramFailure) return null;
    throw error;
  }
}
