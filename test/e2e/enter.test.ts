import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { shellQuote } from "../../src/actions/shell-quote.ts";
import { hasEnded, statOf } from "../live/act.ts";
import { describeLive, Inhabitants, type Inspected, namespaceInodes } from "../live/lab.ts";
import { ENGINE, RUNTIMES } from "./runtimes.ts";
import { PROMPT, Terminal } from "./terminal.ts";

/** Types into the terminal that the program's standard input is. The words are put together, so that only typing shows them. */
const INJECT = `perl -e 'ioctl(STDIN, 0x5412, $_) or die for split //, "echo inj" . "ected\\n"'`;

/** What typing that makes a shell print, maybe beside its prompt. */
const INJECTED = /^(shell> )?injected$/m;

/** The nstop above a shell that it opened: the parent of the `script` that is the parent of it. */
function nstopOf(shell: number): number {
  return statOf(statOf(shell).parentPid).parentPid;
}

describeLive("a person enters a container from a terminal", () => {
  const inhabitants = new Inhabitants("door");
  let web: Inspected;

  beforeAll(() => {
    web = inhabitants.container("web", ["--hostname", "web-inside"]);
  });
  afterAll(() => inhabitants.removeAll());

  describe.each(RUNTIMES)("on $runtime", ({ program }) => {
    let terminal: Terminal;
    let commands = 0;
    const name = () => web.Name.slice(1);
    const prompt = () => `[net of ${name()}] # `;
    const question = /\? \[y\/N\] /;

    beforeEach(async () => {
      terminal = new Terminal(160, 45);
      await terminal.see(PROMPT);
    });
    afterEach(() => terminal.close());

    const ask = async (args = "") => {
      terminal.type(`NSTOP_TEST_SECRET=hush ${program} enter ${name()} ${ENGINE} ${args}\r`);
      await terminal.see(question);
    };
    const enter = async () => {
      await ask();
      terminal.type("y\r");
      await terminal.see(prompt());
    };
    const seePrompt = (wanted: string) =>
      terminal.see(
        ({ lines }) => lines.findLast((line) => line !== "")?.endsWith(wanted) === true,
        `the prompt ${wanted}`,
      );
    /** Waits for the prompt of the shell that nstop was started from. */
    const back = () => seePrompt(PROMPT);
    /** Types a command, and waits for its end. */
    const run = async (command: string) => {
      commands += 1;
      terminal.type(`${command}; echo en''ded-${commands}\r`);
      await terminal.see(new RegExp(`^ended-${commands}$`, "m"));
    };

    test("is asked with its name and id, is told where they are, and comes back", async () => {
      await ask();
      expect(terminal.text).toContain(
        `Open a shell with this host's tools in the net namespace of ${name()} (${web.Id.slice(0, 12)})? [y/N]`,
      );
      terminal.type("y\r");
      await terminal.see(prompt());
      expect(terminal.text).toMatch(/In the net namespace of .*this host's.*goes\s+back/s);
      await run("readlink /proc/self/ns/net");
      expect(terminal.text).toContain(`net:[${namespaceInodes(web.State.Pid)["net"]}]`);
      terminal.type("exit 7\r");
      await back();
      await run("echo code=$?");
      expect(terminal.text).toContain("code=7");
    });

    test("does nothing without a yes", async () => {
      await ask();
      terminal.type("\r");
      await terminal.see("nstop: nothing was done");
      await run("echo code=$?");
      expect(terminal.text).toContain("code=1");
    });

    test("has a terminal of its own, as large as the person's, also when that changes", async () => {
      await run("echo outer $(tty)");
      const outer = /^outer (\/dev\/\S+)$/m.exec(terminal.text)?.[1];
      await enter();
      await run("echo inner $(tty)");
      const inner = /^inner (\/dev\/\S+)$/m.exec(terminal.text)?.[1];
      expect(inner).toMatch(/^\/dev\/pts\/\d+$/);
      expect(inner).not.toBe(outer);
      await run("stty size");
      expect(terminal.text).toMatch(/^45 160$/m);
      terminal.resize(120, 40);
      // The size arrives when it arrives: asked until it is the new one.
      await run("until [ \"$(stty size)\" = '40 120' ]; do :; done");
    });

    test("cannot be typed for by what runs in it", async () => {
      terminal.type(`${INJECT}\r`);
      await terminal.see(INJECTED);
      await run("clear");
      await enter();
      terminal.type(`exec ${INJECT}\r`);
      await back();
      await run("echo and nothing more");
      expect(terminal.text).not.toMatch(INJECTED);
    });

    test("has a shell whose jobs stop and end by their keys", async () => {
      await enter();
      // The job itself says when the keys are for it, and starts nothing: one that stops within vfork(2) holds its parent for ever.
      const job = `$| = 1; $SIG{CONT} = sub { print "went-on\\n" }; print "waiting\\n"; sleep while 1`;
      terminal.type(`perl -e ${shellQuote([job])}\r`);
      await terminal.see(/^waiting$/m);
      terminal.type("\x1a");
      await terminal.see(/Stopped/);
      terminal.type("fg\r");
      await terminal.see(/^went-on$/m);
      terminal.type("\x03");
      await run("echo interrupted $?");
      expect(terminal.text).toContain("interrupted 130");
    });

    test("loses what runs there when nstop is told to end, and has the terminal back", async () => {
      await enter();
      terminal.type("echo pid=$$; sleep 2147483647\r");
      await terminal.see(/^pid=\d+$/m);
      const pid = Number(/^pid=(\d+)$/m.exec(terminal.text)?.[1]);
      process.kill(nstopOf(pid), "SIGHUP");
      await back();
      await run("echo code=$?; stty -a | grep -o '.icanon'");
      expect(terminal.text).toMatch(/^code=129$/m);
      expect(terminal.text).toMatch(/^ icanon$/m);
      await expect.poll(() => hasEnded(pid)).toBe(true);
    });

    test("takes nothing of the environment along but terminal and language", async () => {
      await enter();
      await run("env | sort");
      expect(terminal.text).not.toContain("SECRET=hush\n");
      expect(terminal.text).not.toMatch(/^NSTOP_TEST_SECRET/m);
      expect(terminal.text).toMatch(/^TERM=xterm-256color$/m);
      expect(terminal.text).toMatch(/^PATH=\/usr\/local\/sbin:/m);
    });

    test("is warned before its own programs run, and finds its files", async () => {
      await ask("--all");
      expect(terminal.text).toMatch(/^Warning: it runs \S+ own programs with all of this user's rights/m);
      terminal.type("y\r");
      await terminal.see(`[in ${name()}] # `);
      await run("hostname");
      expect(terminal.text).toMatch(/^web-inside$/m);
      // An end of file that comes before the shell edits its line is not one to it.
      await seePrompt(`[in ${name()}] # `);
      terminal.type("\x04");
      await back();
    });
  });
});
