import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { expect } from "vitest";
import { ENGINE } from "./runtimes.ts";
import { PROMPT, Terminal } from "./terminal.ts";

/** Begins what opens below the list. */
const PANEL = /^── /;

/** How often is looked again, and how often at most, before a test fails: never a time that anything has to take. */
const LOOK_MILLISECONDS = 50;
const MAX_LOOKS = 400;

/** Looks until it is so: the engine and the kernel take their time. */
export async function becomes<Value>(look: () => Value, wanted: Value): Promise<void> {
  for (let looks = 0; looks < MAX_LOOKS && look() !== wanted; looks += 1) await delay(LOOK_MILLISECONDS);
  expect(look()).toBe(wanted);
}

/** A person who acts on what nstop shows. What she keeps is in a directory of its own. */
export class ActingPerson {
  readonly terminal: Terminal;
  readonly #home = mkdtempSync(`${tmpdir()}/nstop-acting-`);

  constructor(columns = 160, rows = 45) {
    this.terminal = new Terminal(columns, rows);
  }

  /** Writes her configuration file. */
  configure(configuration: object): void {
    mkdirSync(`${this.#home}/config/nstop`, { recursive: true });
    writeFileSync(`${this.#home}/config/nstop/config.json`, JSON.stringify(configuration), { mode: 0o600 });
  }

  /** Starts nstop, and returns once there is a list. */
  async start(program: string, args: string): Promise<void> {
    const { terminal } = this;
    await terminal.see(PROMPT);
    const home = `XDG_STATE_HOME=${this.#home}/state XDG_CONFIG_HOME=${this.#home}/config`;
    terminal.type(`${home} ${program} ${ENGINE} ${args}\r`);
    await terminal.see(({ alternateScreen, selected }) => alternateScreen && selected !== null, "a list");
  }

  /** Waits until the engine has said what state the row is in: only then does it go with what an engine does. */
  async seeRow(name: string, state: RegExp): Promise<void> {
    await this.terminal.see(
      ({ selected }) => (selected?.includes(name) ?? false) && state.test(selected ?? ""),
      `${name} with the cursor, ${state}`,
    );
  }

  /** Opens the menu and takes an action from it. */
  async choose(title: string): Promise<void> {
    const { terminal } = this;
    const isOpen = () => /^── Actions/m.test(terminal.text);
    // A container that restarts is not there for a moment.
    for (let looks = 0; looks < MAX_LOOKS && !isOpen(); looks += 1) {
      await terminal.see(({ selected }) => selected !== null, "a row");
      terminal.type("a");
      await terminal.see(() => isOpen() || terminal.text.includes("nothing to act on"), "the menu");
    }
    await terminal.see(() => this.panel.some((line) => line.includes(` ${title} `)), `${title} in the menu`);
    const at = (lines: readonly string[], found: (line: string) => boolean) => lines.findIndex(found);
    const isChosen = (line: string) => /^\s+[▸>]/.test(line);
    const steps = at(this.panel, (line) => line.includes(` ${title} `)) - at(this.panel, isChosen);
    terminal.type("j".repeat(steps));
    await terminal.see(() => this.panel.some((line) => isChosen(line) && line.includes(` ${title} `)), title);
    terminal.type("\r");
  }

  /** Waits for a question that says `wanted`, and until it takes an answer. */
  async seeQuestion(wanted: string | RegExp): Promise<void> {
    const { terminal } = this;
    const there = () => {
      const text = this.panel.join("\n");
      return typeof wanted === "string" ? text.includes(wanted) : wanted.test(text);
    };
    await terminal.see(there, `a question: ${wanted}`);
    await terminal.see(/y Yes|type .* to do it:[\s\S]*(Enter does it|Esc cancels)|y thaw/);
  }

  /** Answers with yes. */
  async agree(wanted: string | RegExp): Promise<void> {
    await this.seeQuestion(wanted);
    this.terminal.type("y");
  }

  /** The lines of what is open below the list. */
  get panel(): readonly string[] {
    const { lines } = this.terminal;
    const start = lines.findIndex((line) => PANEL.test(line));
    return start < 0 ? [] : lines.slice(start);
  }

  /** Process group in the terminal's foreground. */
  get foreground(): number {
    return this.terminal.foreground;
  }

  close(): void {
    this.terminal.close();
    rmSync(this.#home, { recursive: true, force: true });
  }
}
