import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Bench } from "./bench.ts";
import { type CommandLine, TerminalProgram } from "./terminal-program.ts";

const NSTOP = fileURLToPath(new URL("../../dist/nstop.js", import.meta.url));

/** A peer has nothing to get warm: it only has to be past its start. */
const PEER_WARM_SECONDS = 5;

/** The command line of the built nstop on the runtime that runs this. */
export function nstop(...args: readonly string[]): CommandLine {
  return [process.execPath, NSTOP, ...args];
}

/** Runs nstop in a terminal until it is warm, and then something with it. */
export function withNstop<Result>(
  args: readonly string[],
  { warm, signal }: Bench,
  use: (program: TerminalProgram) => Promise<Result>,
): Promise<Result> {
  return inTerminal(nstop(...args), {}, warm, signal, use);
}

/** Runs htop, once a second and as it is without a configuration, and then something with it. */
export async function withHtop<Result>(
  { signal }: Bench,
  use: (program: TerminalProgram) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "nstop-bench-"));
  try {
    return await inTerminal(
      ["htop", "-d", "10"],
      { XDG_CONFIG_HOME: folder },
      PEER_WARM_SECONDS,
      signal,
      use,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Runs `docker stats` on the lab's engine, and then something with it. */
export function withDockerStats<Result>(
  { lab, signal }: Bench,
  use: (program: TerminalProgram) => Promise<Result>,
): Promise<Result> {
  return inTerminal(["docker", "stats"], lab.variables, PEER_WARM_SECONDS, signal, use);
}

async function inTerminal<Result>(
  command: CommandLine,
  variables: Readonly<Record<string, string>>,
  warm: number,
  signal: AbortSignal,
  use: (program: TerminalProgram) => Promise<Result>,
): Promise<Result> {
  signal.throwIfAborted();
  const program = new TerminalProgram(command, variables);
  try {
    await sleep(warm * 1000, undefined, { signal });
    return await use(program);
  } finally {
    await program.close();
  }
}
