import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

/** Top of the repository. */
export const root = fileURLToPath(new URL("..", import.meta.url));

/** Variables of a program's environment, besides ours. */
export type Environment = Readonly<Record<string, string>>;

/**
 * Runs a program of `node_modules/.bin`, or any other, from the top of the repository and without input, and returns its
 * exit code.
 *
 * @param output - `keep` prints what it says when it has ended, in one piece: for programs side by side.
 * @throws {Error} When it was interrupted by Ctrl-C: nothing is to follow.
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  environment: Environment = {},
  output: "inherit" | "ignore" | "keep" = "inherit",
): Promise<number> {
  const stream = output === "keep" ? "pipe" : output;
  const child = spawn(program, args, {
    cwd: root,
    env: {
      ...process.env,
      ...environment,
      PATH: `${join(root, "node_modules/.bin")}:${process.env["PATH"] ?? ""}`,
    },
    stdio: ["ignore", stream, stream],
  });
  const pieces: Buffer[] = [];
  for (const kept of [child.stdout, child.stderr]) kept?.on("data", (piece: Buffer) => pieces.push(piece));
  const [code, signal]: (number | string | null)[] = await once(child, "close").catch((error: Error) => {
    console.error(error.message);
    return [1, null];
  });
  process.stdout.write(Buffer.concat(pieces));
  if (signal === "SIGINT" || code === 130) throw new Error("interrupted");
  return typeof code === "number" ? code : 1;
}
