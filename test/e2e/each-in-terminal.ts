import { afterEach, beforeEach } from "vitest";
import { PROMPT, Terminal } from "./terminal.ts";

/** Opens a terminal before each test of the `describe` that calls this, with a shell that waits, and closes it after. */
export function eachInTerminal(opened: (terminal: Terminal) => void): void {
  let terminal: Terminal;
  beforeEach(async () => {
    terminal = new Terminal();
    await terminal.see(PROMPT);
    opened(terminal);
  });
  afterEach(() => terminal.close());
}
