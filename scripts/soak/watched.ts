import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { nstop } from "../bench/contestants.ts";
import { processTree } from "../bench/process-tree.ts";
import { pssOfTree } from "../bench/pss.ts";
import { TerminalProgram } from "../bench/terminal-program.ts";
import { unlessGone } from "../bench/unless-gone.ts";

/** Twice a second: as many samples as in twice the time. */
const DELAY = ["--delay", "0.5"];

/** What one nstop takes, with all of its processes. */
export interface Reading {
  /** Proportional set size, in bytes. */
  readonly memory: number;
  readonly descriptors: number;
  readonly children: number;
}

/** An nstop that is watched for what it takes. */
export interface Watched {
  readonly name: string;
  /** @throws {Error} When it has ended. */
  read(): Reading;
  close(): Promise<void>;
}

/** The terminal UI, in a terminal of its own. */
export function watchUi(): Watched {
  const program = new TerminalProgram(nstop(...DELAY));
  return { name: "the UI", read: () => readingOf(program.pid), close: () => program.close() };
}

/** `nstop stream`, which nobody reads. */
export function watchStream(): Watched {
  const [program, ...args] = nstop("stream", ...DELAY);
  const child = spawn(program, args, { stdio: ["ignore", "ignore", "inherit"] });
  return { name: "stream", read: () => readingOf(child.pid ?? 0), close: () => end(child) };
}

function readingOf(pid: number): Reading {
  const members = processTree(pid);
  if (members.length === 0) throw new Error(`nstop with pid ${pid} has ended`);
  const descriptors = members.map(
    (member) => unlessGone(() => readdirSync(`/proc/${member}/fd`).length) ?? 0,
  );
  return {
    memory: pssOfTree(pid),
    descriptors: descriptors.reduce((sum, count) => sum + count),
    children: members.length - 1,
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  await gone;
}
