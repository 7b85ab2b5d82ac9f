import { spawn } from "node:child_process";
import { ENVIRONMENT, ProgramFailure } from "./run-program.ts";
import { decodeText } from "./text.ts";

const MAX_ERROR_CHARACTERS = 4 * 1024;

/**
 * Runs a program of the host that goes on printing: no shell, no input, a clean environment. It is read no faster than
 * what it printed is taken, and killed when nobody takes any more.
 *
 * @param program - Absolute path; see `find-program.ts`.
 * @yields What it printed; nothing as soon as it runs.
 * @throws {ProgramFailure} If it cannot be started, or exits with an error.
 */
export async function* followProgram(
  program: string,
  args: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, void> {
  if (!program.startsWith("/")) throw new TypeError(`not an absolute path: ${program}`);
  const child = spawn(program, args, { cwd: "/", env: ENVIRONMENT, stdio: ["ignore", "pipe", "pipe"] });
  const kill = () => child.kill("SIGKILL");
  signal.addEventListener("abort", kill);
  let complaint = "";
  // There are no streams when there was no descriptor left for them.
  const { stdout, stderr }: Partial<Pick<typeof child, "stdout" | "stderr">> = child;
  stderr?.on("data", (chunk: Uint8Array) => {
    complaint = (complaint + decodeText(chunk)).slice(-MAX_ERROR_CHARACTERS);
  });
  const { promise: ended, resolve } = Promise.withResolvers<string | null>();
  child.once("error", (error) => resolve(error.message));
  child.once("close", (code, by) => {
    const words = complaint.trim().split("\n").at(-1);
    resolve(code === 0 ? null : words || `ended with ${by ?? code}`);
  });
  try {
    yield new Uint8Array();
    for await (const chunk of stdout ?? []) yield chunk;
    const reason = await ended;
    if (reason !== null && !signal.aborted) throw new ProgramFailure("failed", `${program}: ${reason}`);
  } finally {
    signal.removeEventListener("abort", kill);
    kill();
  }
}
