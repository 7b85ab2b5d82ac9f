import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { type IPty, spawn } from "@lydell/node-pty";
import headless from "@xterm/headless";

/** How long to wait for something that does not come, before the test fails: never a time that anything has to take. */
const PATIENCE_MILLISECONDS = 30_000;

/** Prompt of the shell that the tests type into. */
export const PROMPT = "shell> ";

/**
 * A person at a terminal: an interactive shell in a pseudo-terminal, and its screen.
 *
 * Tests type, and wait for what they want to see.
 */
export class Terminal {
  readonly #pty: IPty;
  readonly #screen: InstanceType<typeof headless.Terminal>;
  readonly #watchers = new Set<() => void>();
  #cursorVisible = true;
  /** Everything that the terminal was sent. */
  #output = "";

  constructor(columns = 160, rows = 45) {
    this.#screen = new headless.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 1000 });
    this.#watchCursor();
    this.#pty = spawn("/bin/sh", ["-i"], { name: "xterm-256color", cols: columns, rows, env: environment() });
    this.#pty.onData((data) => {
      this.#output += data;
      this.#screen.write(data, () => {
        for (const look of [...this.#watchers]) look();
      });
    });
    // What the screen answers to questions, such as where the cursor is.
    this.#screen.onData((answer) => this.#pty.write(answer));
  }

  /** Types keys, or a whole command line ended with `\r`. */
  type(keys: string): void {
    this.#pty.write(keys);
  }

  /** Lines of the screen, without the blanks at their ends. */
  get lines(): string[] {
    const { active } = this.#screen.buffer;
    return Array.from(
      { length: this.#screen.rows },
      (_, row) => active.getLine(active.viewportY + row)?.translateToString(true) ?? "",
    );
  }

  get text(): string {
    return this.lines.join("\n");
  }

  /** The line with the list's cursor, or `null`. */
  get selected(): string | null {
    return this.lines.find((line) => /^[\s●*]?[▸>]/.test(line)) ?? null;
  }

  get columns(): number {
    return this.#screen.cols;
  }

  /** Everything the terminal was ever sent. */
  get output(): string {
    return this.#output;
  }

  /** The alternate screen is on, as while a full-screen program runs. */
  get alternateScreen(): boolean {
    return this.#screen.buffer.active.type === "alternate";
  }

  get cursorVisible(): boolean {
    return this.#cursorVisible;
  }

  /** Pid of the shell. */
  get shellPid(): number {
    return this.#pty.pid;
  }

  /** Process group in the foreground: field 8 of `/proc/[pid]/stat`. */
  get foreground(): number {
    const stat = readFileSync(`/proc/${this.shellPid}/stat`, "utf8");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[5]);
  }

  /** Stops reading, as a terminal does behind an SSH connection that has stalled; typing goes on. */
  stall(): void {
    this.#pty.pause();
  }

  /** Reads what has come since it stopped reading. */
  readAgain(): void {
    this.#pty.resume();
  }

  /** Closes the terminal, as a window is closed, or a connection lost. */
  hangUp(): void {
    (this.#pty as IPty & { readonly destroy: () => void }).destroy();
  }

  /** Cells of the screen, for a picture of it. */
  get buffer(): InstanceType<typeof headless.Terminal>["buffer"]["active"] {
    return this.#screen.buffer.active;
  }

  resize(columns: number, rows: number): void {
    this.#screen.resize(columns, rows);
    this.#pty.resize(columns, rows);
  }

  /** Waits until the screen shows `wanted`: text, a pattern, or whatever a function looks for. */
  async see(
    wanted: string | RegExp | ((terminal: Terminal) => boolean),
    what = String(wanted),
  ): Promise<void> {
    const there = () => {
      if (typeof wanted === "string") return this.text.includes(wanted);
      return typeof wanted === "function" ? wanted(this) : wanted.test(this.text);
    };
    if (there()) return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const look = () => {
      if (there()) resolve();
    };
    const deadline = setTimeout(
      () => reject(new Error(`not seen: ${what}\n${this.text}`)),
      PATIENCE_MILLISECONDS,
    );
    this.#watchers.add(look);
    try {
      await promise;
    } finally {
      clearTimeout(deadline);
      this.#watchers.delete(look);
    }
  }

  /** Waits until the screen no longer shows `unwanted`. */
  async seeNoMore(unwanted: string | RegExp): Promise<void> {
    await this.see(
      ({ text }) => (typeof unwanted === "string" ? !text.includes(unwanted) : !unwanted.test(text)),
      `no more ${unwanted}`,
    );
  }

  /** Ends a nstop that runs in it, by its key, and waits for the screen as it was before. */
  async quit(): Promise<void> {
    this.type("q");
    await this.see(
      ({ alternateScreen, cursorVisible }) => !alternateScreen && cursorVisible,
      "the main screen",
    );
  }

  /** Ends the shell and what runs in it. */
  close(): void {
    this.#pty.kill("SIGKILL");
  }

  /** The screen itself does not tell whether the cursor is shown. */
  #watchCursor(): void {
    for (const [final, visible] of [
      ["h", true],
      ["l", false],
    ] as const) {
      this.#screen.parser.registerCsiHandler({ prefix: "?", final }, (modes) => {
        if (modes.includes(25)) this.#cursorVisible = visible;
        return false;
      });
    }
  }
}

/** Where there is nothing of what nstop keeps and is told for the one who runs the tests. */
const NO_HOME = `${tmpdir()}/nstop-nobody-${process.pid}`;

/** A person's environment. In CI's, Ink would take the terminal for a log. */
export function environment(): Record<string, string | undefined> {
  const { CI: _, CONTINUOUS_INTEGRATION: __, NO_COLOR: ___, FORCE_COLOR: ____, ...rest } = process.env;
  const home = { XDG_STATE_HOME: `${NO_HOME}/state`, XDG_CONFIG_HOME: `${NO_HOME}/config` };
  return { ...rest, ...home, PS1: PROMPT, TERM: "xterm-256color", LANG: "C.UTF-8" };
}
