import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { hostileEngine } from "../live/hostile-engine.ts";
import { HostileHost } from "../live/hostile-host.ts";
import { describeLive } from "../live/lab.ts";
import { copiedIn, fullScreenOutput, strangeIn } from "./own-sequences.ts";
import { RUNTIMES } from "./runtimes.ts";
import { PROMPT, Terminal } from "./terminal.ts";

const CONTAINER_ID = "bad0".repeat(16);

/** How the hostile name begins once it is harmless, and what it would put on the clipboard if it were not. */
const SHOWN = String.raw`\e[5m\e]52;c;`;
const EVIL = "evil";

/** How hostile interfaces are called on the screen. */
const INTERFACE = String.raw`\e[5m\xff\x9b7`;

/**
 * The tabs of the container, and what each has to show before the next is looked at. A runtime that has no way to say a name
 * which is not UTF-8 says that it does not know.
 */
const TABS: readonly (readonly [key: string, shown: string | RegExp])[] = [
  ["1", /\[kworker\/0:1\]\\e\[5m/],
  ["2", INTERFACE],
  ["2", String.raw`@\e[5m`],
  ["3", /tmpfs +\\e\[5m/],
  ["4", /hostname +\\e\[5m/],
  ["5", "[5 Limits]"],
  ["6", /POSIX shared memory +(1\n[^\n]*\n +\\e\[5m|0\n +not known)/],
  ["7", "root inside is root outside"],
  ["8", `docker inspect ${SHOWN}`],
  ["9", /first-line [\s\S]*\\xff\\x9b7m/],
  ["0", /Output +\\e\[5m/],
];

/** The pages of the whole host, and of what has happened to it. */
const HOST_PAGES: readonly (readonly [key: string, shown: RegExp])[] = [
  ["w", /\[1 Namespaces\]/],
  ["2", /\[2 Sharing\]/],
  ["n", /\[3 Network map\]/],
  ["e", /\[4 Events\]/],
  ["5", /\[5 Findings\]/],
];

describeLive("with hostile names everywhere, nothing but nstop's own sequences reaches the terminal", () => {
  const host = new HostileHost(CONTAINER_ID);

  beforeAll(() => host.start());
  afterAll(() => host.end());

  describe.each(RUNTIMES)("on $runtime,", ({ program }) => {
    test("on every tab of a container, with its record and its log", async () => {
      const terminal = await start(program, CONTAINER_ID);
      for (const [key, shown] of TABS) {
        terminal.type(key);
        await terminal.see(shown);
      }
      terminal.type("E");
      await terminal.see(/SECRET=\\e\[5m/);
      terminal.type("1");
      await terminal.see("[1 Processes]");
      terminal.type("jj\r");
      await terminal.see(/executable +(\/.*\\e\[5m\\x9b7|-)/);
      terminal.type("E");
      await terminal.see(/EVIL|HERE/);
      terminal.type("G");
      await terminal.see(/Environment/);
      await leave(terminal);
    });

    test("on the pages of the host, in lists, choices, the help and the palette", async () => {
      const terminal = await start(program);
      await terminal.see(/docker \\e\[5m.*1 unhealthy/);
      for (const [key, shown] of HOST_PAGES) {
        terminal.type(key);
        await terminal.see(shown);
      }
      terminal.type("\x1b");
      await terminal.see(/NAME.*CPU%/);
      for (const key of ["g", "s", "c", ":"]) {
        terminal.type(key);
        await terminal.see(/^── /m);
        terminal.type("\x1b");
        await terminal.seeNoMore(/^── /m);
      }
      terminal.type("?");
      await terminal.see("What it does");
      terminal.type("\x1b");
      // Compose's project, and the image, are hostile as well.
      terminal.type("t!");
      await terminal.see(/5m/);
      await leave(terminal);
    });

    test("in the menu, in questions, in the engine's error, and on the clipboard", async () => {
      const terminal = await start(program);
      // It has two processes, the service that is called alike has one.
      terminal.type("/5m\rP\x1b[H");
      await terminal.see(({ selected }) => selected?.includes("unhealthy") ?? false, "the container");
      terminal.type("a");
      await terminal.see(/^── Actions: \\e\[5m/m);
      terminal.type("\x1b");
      await terminal.seeNoMore(/^── /m);
      terminal.type(":pause\r");
      await terminal.see(/Pause[\s\S]*\\e\[5m[\s\S]*y Yes/);
      terminal.type("y");
      await terminal.see(/Docker says: no:\s+\\e\[5m/);
      terminal.type("\x1b");
      await terminal.seeNoMore(/^── /m);
      terminal.type("y");
      await terminal.see(/copied/i);
      terminal.type("T");
      await terminal.see(/tagged/i);
      const copied = await leave(terminal);
      expect(copied.join()).toContain(SHOWN);
    });

    test("in what the commands print", async () => {
      const terminal = await prompt();
      const engine = await hostileEngine(CONTAINER_ID, host.pid);
      const reports = [
        "list",
        "list --csv",
        `show ${CONTAINER_ID}`,
        "namespaces",
        "namespaces --tree",
        "doctor",
      ];
      for (const [at, report] of reports.entries()) {
        terminal.type(
          `${host.shell} ${program} ${report} --engine ${engine.endpoint}; echo done-"with" ${at}.\r`,
        );
        await terminal.see(`done-with ${at}.`);
      }
      expect(terminal.output.split(SHOWN).length).toBeGreaterThan(reports.length * 2);
      expect(strangeIn(terminal.output)).toEqual([]);
    });
  });

  async function prompt(): Promise<Terminal> {
    const terminal = new Terminal(200, 50);
    onTestFinished(() => terminal.close());
    await terminal.see(PROMPT);
    return terminal;
  }

  /** Starts nstop on a host that has a hostile name itself, with a hostile engine. */
  async function start(program: string, target = ""): Promise<Terminal> {
    const engine = await hostileEngine(CONTAINER_ID, host.pid);
    const terminal = await prompt();
    terminal.type(`export XDG_STATE_HOME=${host.directory} XDG_CONFIG_HOME=${host.directory}\r`);
    terminal.type(`${host.shell} ${program} --engine ${engine.endpoint} ${target}\r`);
    await terminal.see(String.raw`) \e[5m\e]2;x\x07\xff\x9b7m`);
    return terminal;
  }

  /** Quits, and looks at every byte. @returns What was put on the clipboard. */
  async function leave(terminal: Terminal): Promise<readonly string[]> {
    await terminal.quit();
    const output = fullScreenOutput(terminal.output);
    expect(strangeIn(output)).toEqual([]);
    const copied = copiedIn(output);
    expect(copied).not.toContain(EVIL);
    return copied;
  }
});
