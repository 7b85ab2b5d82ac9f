import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ENGINE, RUNTIMES } from "./runtimes.ts";
import { PROMPT, Terminal } from "./terminal.ts";

describe.each(RUNTIMES)("the terminal is as it was, on $runtime,", ({ program }) => {
  let terminal: Terminal;

  beforeEach(async () => {
    terminal = new Terminal();
    await terminal.see(PROMPT);
    terminal.type("before=$(stty -g)\r");
    terminal.type(`${program} ${ENGINE}\r`);
    await terminal.see(/NAME.*CPU%/);
  });
  afterEach(() => terminal.close());

  test.each([
    { how: "q", keys: "q" },
    { how: "Ctrl-C", keys: "\x03" },
  ])("after $how", async ({ keys }) => {
    terminal.type(keys);
    await isRestored();
    expect(await exitCode()).toBe("0");
  });

  test.each([
    { signal: "SIGTERM", code: "143" },
    { signal: "SIGHUP", code: "129" },
    { signal: "SIGQUIT", code: "131" },
    { signal: "SIGKILL", code: "137" },
  ] as const)("after $signal", async ({ signal, code }) => {
    process.kill(terminal.foreground, signal);
    await isRestored();
    expect(await exitCode()).toBe(code);
  });

  /** Main screen, cursor, and the line settings of before: typed text is seen, and lines are edited. */
  async function isRestored(): Promise<void> {
    await terminal.see((screen) => !screen.alternateScreen && screen.cursorVisible, "the main screen");
    await terminal.see(PROMPT);
    terminal.type('code=$?; test "$(stty -g)" = "$before" && echo same-"settings"\r');
    await terminal.see("same-settings");
  }

  async function exitCode(): Promise<string | undefined> {
    terminal.type('echo ended-"with" $code.\r');
    await terminal.see(/ended-with \d+\./);
    return /ended-with (\d+)\./.exec(terminal.text)?.[1];
  }
});

test.each(RUNTIMES)("without a terminal nstop refuses with one line, on $runtime", async ({ program }) => {
  const terminal = new Terminal();
  await terminal.see(PROMPT);
  terminal.type(`${program} ${ENGINE} | cat; echo done-"now"\r`);
  await terminal.see("done-now");
  expect(terminal.text).toMatch(/nstop list.*nstop stream/);
  expect(terminal.output).not.toContain("\x1b[?1049h");
  terminal.close();
});
