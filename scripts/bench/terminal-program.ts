import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { type IPty, spawn } from "@lydell/node-pty";
import headless from "@xterm/headless";
import { environment } from "../../test/e2e/terminal.ts";
import { processTree } from "./process-tree.ts";

const COLUMNS = 200;
const ROWS = 50;

/** How long to wait for what does not come before the figure fails. */
const PATIENCE_MILLISECONDS = 30_000;

/** How long a program may take to end before it is killed. */
const FAREWELL_MILLISECONDS = 5000;
const LOOK_MILLISECONDS = 20;

/** A program and its arguments. */
export type CommandLine = readonly [program: string, ...args: string[]];

/** A full-screen program in a pseudo-terminal of its own, and its screen. */
export class TerminalProgram {
  /** When it was started, on the clock of `performance.now()`. */
  readonly startedAt = performance.now();
  readonly #pty: IPty;
  readonly #screen = new headless.Terminal({ cols: COLUMNS, rows: ROWS, allowProposedApi: true });
  readonly #ended: Promise<void>;
  readonly #watchers = new Set<(arrivedAt: number) => void>();
  #bytes = 0;

  constructor([program, ...args]: CommandLine, variables: Readonly<Record<string, string>> = {}) {
    this.#pty = spawn(program, args, {
      name: "xterm-256color",
      cols: COLUMNS,
      rows: ROWS,
      env: { ...environment(), ...variables },
    });
    this.#ended = new Promise((resolve) => this.#pty.onExit(() => resolve()));
    this.#pty.onData((text) => this.#receive(text));
    // What the screen answers to questions, such as where the cursor is.
    this.#screen.onData((answer) => this.#pty.write(answer));
  }

  get pid(): number {
    return this.#pty.pid;
  }

  /** How many bytes it wrote to its terminal until now. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Lines of the screen, without the blanks at their ends. */
  get lines(): readonly string[] {
    const { active } = this.#screen.buffer;
    return Array.from(
      { length: ROWS },
      (_, row) => active.getLine(active.viewportY + row)?.translateToString(true) ?? "",
    );
  }

  /** Types keys. */
  type(keys: string): void {
    this.#pty.write(keys);
  }

  /**
   * Waits for output after which the screen is as wanted.
   *
   * @returns When that output arrived, on the clock of `performance.now()`: the time to parse it is not the program's.
   */
  async see(wanted: (lines: readonly string[]) => boolean, signal: AbortSignal): Promise<number> {
    const { promise, resolve } = Promise.withResolvers<number>();
    const look = (arrivedAt: number) => {
      if (wanted(this.lines)) resolve(arrivedAt);
    };
    const waiting = new AbortController();
    this.#watchers.add(look);
    try {
      return await Promise.race([promise, this.#outOfPatience(AbortSignal.any([signal, waiting.signal]))]);
    } finally {
      this.#watchers.delete(look);
      waiting.abort();
    }
  }

  /** Ends it, with all of its processes, and waits until they are gone. */
  async close(): Promise<void> {
    const members = processTree(this.pid);
    const deadline = performance.now() + FAREWELL_MILLISECONDS;
    this.#pty.kill("SIGTERM");
    while (members.some(isThere) && performance.now() < deadline) await sleep(LOOK_MILLISECONDS);
    for (const pid of members.filter(isThere)) process.kill(pid, "SIGKILL");
    await this.#ended;
    this.#screen.dispose();
  }

  #receive(text: string): void {
    const arrivedAt = performance.now();
    this.#bytes += Buffer.byteLength(text);
    this.#screen.write(text, () => {
      for (const look of [...this.#watchers]) look(arrivedAt);
    });
  }

  async #outOfPatience(signal: AbortSignal): Promise<never> {
    await sleep(PATIENCE_MILLISECONDS, undefined, { signal });
    throw new Error(
      `what was waited for was not seen in ${PATIENCE_MILLISECONDS / 1000} s\n${this.lines.join("\n").trimEnd()}`,
    );
  }
}

function isThere(pid: number): boolean {
  return existsSync(`/proc/${pid}`);
}
