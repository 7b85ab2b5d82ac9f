import { type ChildProcess, spawn } from "node:child_process";
import { visible } from "../host/text.ts";
import { encodeLine } from "./codec.ts";
import { LineSplitter } from "./line-splitter.ts";
import type { SamplerOrder } from "./protocol.ts";

/** How much of what it says on standard error is kept. */
const MAX_COMPLAINT_CHARACTERS = 2_000;

export interface SamplerEvents {
  readonly onLine: (text: string) => void;
  /** It ended, or is of no use any more; `reason` is fit to be shown. Called at most once. */
  readonly onEnd: (reason: string) => void;
}

/** One sampler: a child process that is given orders and prints lines. */
export class SamplerProcess {
  readonly #gone: Promise<void>;
  /** It has no streams when there was no descriptor left for them. */
  readonly #child: ChildProcess;
  readonly #events: SamplerEvents;
  readonly #splitter: LineSplitter;
  #complaint = "";
  #ended = false;

  /** @param command - Absolute path of the program, and its arguments. */
  constructor(command: readonly string[], maxLineBytes: number, events: SamplerEvents) {
    const [program = "", ...args] = command;
    this.#events = events;
    this.#splitter = new LineSplitter(maxLineBytes);
    this.#child = spawn(program, args, { stdio: "pipe" });
    this.#gone = new Promise((resolve) => {
      this.#child.once("exit", () => resolve());
      this.#child.once("error", () => resolve());
    });
    this.#listen();
  }

  get pid(): number | null {
    return this.#child.pid ?? null;
  }

  send(order: SamplerOrder): void {
    if (this.#child.stdin?.writable) this.#child.stdin.write(encodeLine(order));
  }

  /** Lets it end by itself; nothing is heard of it any more. */
  dismiss(): void {
    this.#ended = true;
    this.#child.stdout?.resume();
    this.#child.stdin?.end();
  }

  /** Lets it end by itself, and waits for nothing. */
  leave(): void {
    this.#ended = true;
    this.#letGo();
  }

  /** Ends it even when it hangs, and waits for nothing: one that is stuck in the kernel does not die. */
  kill(): void {
    this.#ended = true;
    this.#child.kill("SIGKILL");
    this.#letGo();
  }

  #letGo(): void {
    for (const stream of [this.#child.stdin, this.#child.stdout, this.#child.stderr]) stream?.destroy();
    this.#child.unref();
  }

  /** Resolves when the process is gone, or after so many milliseconds. */
  async goneWithin(milliseconds: number): Promise<void> {
    const timer = Promise.withResolvers<void>();
    const timeout = setTimeout(timer.resolve, milliseconds);
    await Promise.race([this.#gone, timer.promise]);
    clearTimeout(timeout);
  }

  #listen(): void {
    const { stdin, stdout, stderr } = this.#child;
    stdout?.on("data", (chunk: Uint8Array) => this.#read(chunk));
    stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#complaint = (this.#complaint + text).slice(-MAX_COMPLAINT_CHARACTERS);
    });
    // Writing to one that has just died fails; that it died is told by the events below.
    stdin?.on("error", () => undefined);
    this.#child.once("error", (error) => this.#end(visible(error.message)));
    this.#child.once("close", (code, signal) =>
      this.#end(this.#lastWords() ?? `${signal ?? `exit ${code}`}`),
    );
  }

  #read(chunk: Uint8Array): void {
    if (this.#ended) return;
    try {
      for (const line of this.#splitter.push(chunk)) this.#events.onLine(line);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#end(`it sent ${error.message}`);
      this.kill();
    }
  }

  #end(reason: string): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#events.onEnd(reason);
  }

  /** The last line on standard error, without the name that a terminal would need. */
  #lastWords(): string | null {
    const line = this.#complaint
      .trimEnd()
      .split("\n")
      .at(-1)
      ?.replace(/^nstop: /, "");
    return line === undefined || line === "" ? null : visible(line);
  }
}
