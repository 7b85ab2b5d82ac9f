import { descriptorBudget } from "../host/descriptor-budget.ts";
import type { HostPrograms } from "../host/host-programs.ts";
import type { HostReader } from "../host/host-reader.ts";
import { ProgramFailure } from "../host/run-program.ts";
import { parseMeminfo } from "../procfs/meminfo.ts";
import { parsePidLimits } from "../procfs/pid-limits.ts";
import { attemptParse, attemptRead } from "./attempt-read.ts";
import type { RuntimeFacts } from "./doctor-facts.ts";
import { pidsAmong } from "./pids-among.ts";

const DEADLINE_MILLISECONDS = 5000;

/** What this process runs on. */
export interface OwnProgram {
  /** Absolute path of the runtime. */
  readonly path: string;
  /** Such as `v26.10.0`. */
  readonly nodeVersion: string;
}

/** Finds what runs nstop, and how much of the host it has to itself. */
export async function probeRuntime(
  reader: HostReader,
  programs: HostPrograms,
  { path, nodeVersion }: OwnProgram,
): Promise<RuntimeFacts> {
  const limits = await attemptRead(reader, "/proc/self/limits");
  const openFiles = await attemptParse(reader, "/proc/self/limits", parsePidLimits);
  const memory = await attemptParse(reader, "/proc/meminfo", parseMeminfo);
  return {
    runtime: (await saysItIs(programs, path)) ?? nodeVersion,
    path,
    nodeVersion,
    openFiles: openFiles?.find(({ name }) => name === "Max open files") ?? null,
    keptFiles: descriptorBudget(limits.text),
    processes: pidsAmong(reader.list("/proc")).length,
    availableBytes: memory?.availableBytes ?? null,
  };
}

/** The runtime's own answer, since several run nstop; a program that has its runtime in it names itself. */
async function saysItIs(programs: HostPrograms, path: string): Promise<string | null> {
  try {
    const text = await programs.run(path, ["--version"], { deadlineMilliseconds: DEADLINE_MILLISECONDS });
    return text.split("\n")[0] ?? null;
  } catch (error) {
    if (error instanceof ProgramFailure) return null;
    throw error;
  }
}
