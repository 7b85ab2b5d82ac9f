import { type ChildProcess, spawn } from "node:child_process";
import { decodeText } from "./text.ts";

/** What a run may cost. */
export interface ProgramLimits {
  /** Then it is killed; 3,000 by default. */
  readonly deadlineMilliseconds?: number;
  /** Of its output, then it is killed; 16 MiB by default. */
  readonly maxBytes?: number;
  /** Runs in a session of its own: no terminal's job control stops it. */
  readonly detached?: boolean;
}

/** A program of the host that did not do its work. */
export class ProgramFailure extends Error {
  override readonly name = "ProgramFailure";
  /** Whether it ran out of time, said too much, or failed of itself. */
  readonly kind: "late" | "endless" | "failed";

  constructor(kind: ProgramFailure["kind"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

const DEADLINE_MILLISECONDS = 3_000;
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;
const MAX_ERROR_BYTES = 4 * 1024;

/** Nothing of nstop's own environment reaches a program: only what makes its output the same everywhere. */
export const ENVIRONMENT = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C" };

/**
 * Runs a program of the host to its end: no shell, no input, a clean environment.
 *
 * @param program - Absolute path; see `find-program.ts`.
 * @returns What it printed.
 * @throws {ProgramFailure} If it cannot be started, exits with an error, takes too long or prints too much.
 */
export function runProgram(
  program: string,
  args: readonly string[],
  limits: ProgramLimits = {},
): Promise<string> {
  const { deadlineMilliseconds = DEADLINE_MILLISECONDS, maxBytes = MAX_OUTPUT_BYTES } = limits;
  if (!program.startsWith("/")) throw new TypeError(`not an absolute path: ${program}`);
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const child = spawn(program, args, {
    cwd: "/",
    env: ENVIRONMENT,
    stdio: ["ignore", "pipe", "pipe"],
    detached: limits.detached ?? false,
  });
  const output = collect(child.stdout, maxBytes, () =>
    giveUp("endless", `printed more than ${maxBytes} bytes`),
  );
  const errors = collect(child.stderr, MAX_ERROR_BYTES);
  const timeout = setTimeout(
    () => giveUp("late", `did not answer in ${deadlineMilliseconds} ms`),
    deadlineMilliseconds,
  );
  function giveUp(kind: ProgramFailure["kind"], reason: string): void {
    reject(new ProgramFailure(kind, `${program} ${reason}`));
    abandon(child);
  }
  child.once("error", (cause) => {
    clearTimeout(timeout);
    reject(new ProgramFailure("failed", `${program}: ${cause.message}`, { cause }));
  });
  child.once("close", (code, signal) => {
    clearTimeout(timeout);
    if (code === 0) resolve(decodeText(output()));
    else
      reject(
        new ProgramFailure("failed", `${program}: ${lastLine(errors()) || `ended with ${signal ?? code}`}`),
      );
  });
  return promise;
}

/** Kills it and waits for nothing more of it: one that is stuck in the kernel does not die. */
function abandon(child: ChildProcess): void {
  child.kill("SIGKILL");
  child.stdout?.destroy();
  child.stderr?.destroy();
  child.unref();
}

/** Gathers what a stream carries, up to a limit. There is no stream when there was no descriptor left for one. */
function collect(
  stream: NodeJS.ReadableStream | undefined,
  maxBytes: number,
  overflow?: () => void,
): () => Uint8Array {
  const chunks: Buffer[] = [];
  let length = 0;
  stream?.on("data", (chunk: Buffer) => {
    length += chunk.length;
    if (length <= maxBytes) chunks.push(chunk);
    else overflow?.();
  });
  return () => Buffer.concat(chunks);
}

function lastLine(bytes: Uint8Array): string {
  return decodeText(bytes).trim().split("\n").at(-1) ?? "";
}
