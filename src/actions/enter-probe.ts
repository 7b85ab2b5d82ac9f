import { spawn } from "node:child_process";
import { decodeText, visible } from "../host/text.ts";

/** For a program that only says whether it can run. */
const DEADLINE_MILLISECONDS = 10_000;

/** Of what it says about why not. */
const MAX_COMPLAINT_BYTES = 4 * 1024;

/** How a program ended that was only run to see whether it runs. */
export interface Probed {
  /** `null` when it did not end in time, or a signal ended it. */
  readonly exitCode: number | null;
  /** Its last line on standard error, fit to be shown. */
  readonly complaint: string;
}

/**
 * Runs a program for its exit code: without a terminal, since nobody knows yet what it is, and not for long.
 *
 * @param argv - Absolute path and arguments.
 */
export function probe(
  [program = "", ...args]: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Probed> {
  const { promise, resolve, reject } = Promise.withResolvers<Probed>();
  const child = spawn(program, args, {
    env: environment,
    stdio: ["ignore", "ignore", "pipe"],
    detached: true,
  });
  let said = Buffer.alloc(0);
  child.stderr.on("data", (chunk: Buffer) => {
    said = Buffer.concat([said, chunk]).subarray(0, MAX_COMPLAINT_BYTES);
  });
  const finish = (exitCode: number | null) => {
    clearTimeout(timeout);
    child.stderr.destroy();
    child.unref();
    resolve({ exitCode, complaint: visible(decodeText(said).trim().split("\n").at(-1) ?? "") });
  };
  const timeout = setTimeout(() => {
    child.kill("SIGKILL");
    finish(null);
  }, DEADLINE_MILLISECONDS);
  child.once("error", reject);
  child.once("close", finish);
  return promise;
}
