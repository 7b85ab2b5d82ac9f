import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { isFrame } from "./bench/overview-lines.ts";
import { TerminalProgram } from "./bench/terminal-program.ts";
import { runProgram } from "./run-program.ts";

const HOOK = fileURLToPath(new URL("keep-code-hook.ts", import.meta.url));

/** After so long what does not come is not waited for. */
const PATIENCE_MILLISECONDS = 20_000;
const LOOK_MILLISECONDS = 50;

/** Runs nstop as it is run most, and keeps in `dist` what V8 compiled of it: see `src/loader.ts`. */
export async function keepCode(dist: string): Promise<void> {
  const command = ["--import", HOOK, `${dist}/nstop.js`];
  const report = (name: string) =>
    runProgram(process.execPath, [...command, name, "--no-engine"], {}, "ignore");
  await Promise.all([showAndKeep(dist, command), report("list"), report("namespaces")]);
}

async function showAndKeep(dist: string, command: readonly string[]): Promise<void> {
  const signal = AbortSignal.timeout(PATIENCE_MILLISECONDS);
  const ui = new TerminalProgram([process.execPath, ...command, "--no-engine"]);
  try {
    await ui.see(isFrame, signal);
    for (const bundle of ["run-ui", "run-stream"]) {
      while (!existsSync(`${dist}/${bundle}.js.cache`)) await sleep(LOOK_MILLISECONDS, undefined, { signal });
    }
  } finally {
    await ui.close();
  }
}
