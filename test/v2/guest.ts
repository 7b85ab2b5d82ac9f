import { type ChildProcessByStdio, spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { constants } from "node:os";
import process from "node:process";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { FrameReader, frame } from "./frames.ts";
import type { Host } from "./hosts.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** On a machine that does much else; alone it takes three minutes. */
const LONGEST_SECONDS = 3600;

interface Events {
  message: [message: unknown];
  exit: [code: number | null, signal: NodeJS.Signals | null];
}

/** A host of `scripts/v2host`, a worker of Vitest on it, and messages to and from that. */
export class Guest extends EventEmitter<Events> {
  readonly #host: Host;
  #process: ChildProcessByStdio<Writable, Readable, null> | null = null;

  constructor(host: Host) {
    super();
    this.#host = host;
  }

  /**
   * Boots, and returns once the worker is there.
   *
   * @throws {Error} If the host or the worker ends before that.
   */
  async boot(): Promise<void> {
    const { options, kernelArguments, hasLab } = this.#host;
    const lab = hasLab
      ? 'scripts/lab up; eval "export $(scripts/lab env | xargs)"'
      : "unset NSTOP_LAB_SOCKET";
    const script = `set -e; exec 3>&1 >&2; ${lab}; exec node --input-type=module --eval "$0"`;
    const command = ["scripts/v2host", ...options, "--stdin", "--", "bash", "-c", script, workerCode()];
    // It ends with us, also when we are killed.
    const child = spawn("setpriv", ["--pdeathsig", "TERM", ...command], {
      cwd: root,
      stdio: ["pipe", "pipe", "inherit"],
      env: {
        ...process.env,
        NSTOP_V2HOST_KARGS: kernelArguments,
        NSTOP_V2HOST_TIMEOUT: String(LONGEST_SECONDS),
      },
    });
    this.#process = child;
    const reader = new FrameReader();
    child.stdout.on("data", (piece: Buffer) => {
      for (const message of reader.push(piece)) this.emit("message", message);
    });
    child.stdin.on("error", () => undefined); // that it is gone, its exit says
    child.on("exit", (code, signal) => this.emit("exit", code, signal));
    const ended = new AbortController();
    const fail = (code: number | null) => ended.abort(new Error(`the v2 host ended with ${code}: see above`));
    this.once("exit", fail);
    await once(this, "message", { signal: ended.signal }).catch(() => ended.signal.throwIfAborted());
    this.off("exit", fail);
  }

  send(message: unknown): void {
    this.#process?.stdin.write(frame(message));
  }

  /** Ends the worker, and the host with it. */
  async end(): Promise<void> {
    const child = this.#process;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill(constants.signals.SIGTERM);
    await gone;
  }
}

/** One script without types: an emulated CPU would take seconds to strip them. */
function workerCode(): string {
  const { outputFiles } = buildSync({
    entryPoints: [fileURLToPath(new URL("guest-worker.ts", import.meta.url))],
    bundle: true,
    format: "esm",
    platform: "node",
    external: ["vitest"],
    write: false,
  });
  return outputFiles[0]?.text ?? "";
}
