import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { runProgram } from "./run-program.ts";

const HOOK = fileURLToPath(new URL("code-cache-hook.ts", import.meta.url));

/** In a terminal that has room for all it draws; paths come as variables, since a shell reads this. */
const IN_TERMINAL = 'stty rows 50 cols 200; exec "$NODE" --import "$HOOK" "$NSTOP" --no-engine';

/** After so long what does not come is not waited for. */
const PATIENCE_MILLISECONDS = 20_000;
const LOOK_MILLISECONDS = 50;

/**
 * Runs nstop as it is run most, and leaves what V8 compiled of it beside each bundle: see `src/loader.ts`.
 *
 * @throws {Error} When that does not come, or `script` of util-linux is missing.
 */
export async function makeCodeCache(dist: string): Promise<void> {
  const nstop = `${dist}/nstop.js`;
  const report = (name: string) =>
    runProgram(process.execPath, ["--import", HOOK, nstop, name, "--no-engine"], {}, "ignore");
  await Promise.all([runUserInterface(nstop, dist), report("list"), report("namespaces")]);
}

async function runUserInterface(nstop: string, dist: string): Promise<void> {
  const signal = AbortSignal.timeout(PATIENCE_MILLISECONDS);
  const variables = { NODE: process.execPath, HOOK, NSTOP: nstop, TERM: "xterm-256color", SHELL: "/bin/sh" };
  const terminal = spawn("script", ["-qefc", IN_TERMINAL, "/dev/null"], {
    env: { ...process.env, ...variables },
    stdio: ["pipe", "ignore", "ignore"],
  });
  const ended = once(terminal, "exit", { signal });
  try {
    await Promise.race([ended, whenMade(dist, signal)]);
    terminal.stdin.end("q");
    await ended;
  } finally {
    terminal.kill("SIGKILL");
  }
}

async function whenMade(dist: string, signal: AbortSignal): Promise<void> {
  for (const bundle of ["run-ui", "run-stream"]) {
    while (!existsSync(`${dist}/${bundle}.js.cache`)) await sleep(LOOK_MILLISECONDS, undefined, { signal });
  }
}
