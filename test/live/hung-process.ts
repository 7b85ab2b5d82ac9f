import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import process from "node:process";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { vi } from "vitest";
import { run } from "./lab.ts";

const PROGRAM = fileURLToPath(new URL("hung-process.pl", import.meta.url));

/** How long it may take to hang, before the test fails. */
const PATIENCE = { timeout: 20_000 };

/** Only what hangs for ever comes to this. */
const FOR_EVER_MILLISECONDS = 3_000;

/** Whether a program hangs. It is killed then, but not waited for: some hang until what they wait for has ended. */
export async function hangs(program: string, ...args: readonly string[]): Promise<boolean> {
  const child = spawn(program, args, { stdio: "ignore" });
  const ended = once(child, "exit").then(() => false);
  const hung = await Promise.race([ended, delay(FOR_EVER_MILLISECONDS, true)]);
  child.kill("SIGKILL");
  child.unref();
  return hung;
}

/**
 * A process that really hangs: whoever reads its command line waits for its `mmap_lock`, and nobody gives it back. It is in a
 * uts namespace of its own, and has a FUSE file system mounted that answers no `statfs`.
 */
export class HungProcess {
  readonly pid: number;
  /** Where the file system is mounted. */
  readonly directory: string;
  readonly #child: ChildProcess;
  readonly #helpers: readonly number[];

  /** @param helpers - The file system's process, and the reader that holds the lock. */
  private constructor(child: ChildProcess, directory: string, helpers: readonly number[]) {
    this.pid = child.pid ?? 0;
    this.directory = directory;
    this.#child = child;
    this.#helpers = helpers;
  }

  /**
   * Starts one, and returns once it hangs.
   *
   * @param beside - In whose uts namespace; by default in one of its own.
   */
  static async start(beside?: number): Promise<HungProcess> {
    const directory = mkdtempSync(`${tmpdir()}/nstop-silent-`);
    const place =
      beside === undefined ? ["unshare", "--uts"] : ["nsenter", "--target", String(beside), "--uts"];
    const [program = "", ...args] = place;
    const child = spawn(program, [...args, "perl", PROGRAM, directory], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [output]: unknown[] = await once(child.stdout, "data");
    const hung = new HungProcess(child, directory, String(output).trim().split(" ").map(Number));
    await vi.waitFor(() => {
      const state = /^State:\s+(\S)/m.exec(readFileSync(`/proc/${hung.pid}/status`, "utf8"))?.[1];
      if (state !== "D") throw new Error(`it is in state ${state}, and does not hang`);
    }, PATIENCE);
    return hung;
  }

  /** Ends it and all that waits for it: the kernel lets go of a file system whose process is gone. */
  async end(): Promise<void> {
    const gone = once(this.#child, "exit");
    for (const helper of this.#helpers) process.kill(helper, "SIGKILL");
    this.#child.kill("SIGKILL");
    await gone;
    run("umount", "--lazy", this.directory);
    rmdirSync(this.directory);
  }
}
