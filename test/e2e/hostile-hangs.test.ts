import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { HungProcess, hangs } from "../live/hung-process.ts";
import { describeLive } from "../live/lab.ts";
import { ENGINE, RUNTIMES } from "./runtimes.ts";
import { PROMPT, Terminal } from "./terminal.ts";

describeLive("a process that hangs whoever reads its command line", () => {
  let hung: HungProcess;

  beforeAll(async () => {
    hung = await HungProcess.start();
  });
  afterAll(() => hung.end());

  describe.each(RUNTIMES)("on $runtime", ({ program }) => {
    let terminal: Terminal;

    beforeEach(async () => {
      terminal = new Terminal();
      await terminal.see(PROMPT);
      terminal.type(`${program} ${ENGINE} ${hung.pid}\r`);
      await terminal.see("hung-argv (command line hangs)");
    });
    afterEach(() => terminal.close());

    test("is shown, while ps hangs, and figures and keys go on", async () => {
      expect(await hangs("ps", "-e", "-o", "args")).toBe(true);
      const [clock] = /\d\d:\d\d:\d\d/.exec(terminal.text) ?? [];
      await terminal.see(({ text }) => !text.includes(clock ?? ""), "a later time");
      terminal.type("?");
      await terminal.see("What it does");
      terminal.type("\x1b");
      await terminal.see("hung-argv (command line hangs)");
      expect(terminal.text).not.toContain("the sampler");
      await terminal.quit();
    });

    test("has every tab, its mounts among them, with a file system that df hangs on", async () => {
      expect(await hangs("df", hung.directory)).toBe(true);
      terminal.type("3");
      await terminal.see(/MOUNT POINT.*TYPE.*SOURCE/);
      terminal.type(`/${hung.directory}\r`);
      await terminal.see(({ selected }) => selected?.includes("silent") ?? false, "the mount");
      terminal.type("\x1b2");
      await terminal.see("Interfaces");
      terminal.type("1");
      await terminal.see("hung-argv (command line hangs)");
      await terminal.quit();
    });

    test("is opened, and its environment asked for", async () => {
      terminal.type("\r");
      await terminal.see("executable");
      await terminal.see(/perl/);
      terminal.type("E");
      await terminal.see(/^ *Environment/m);
      await terminal.see(/Environment +0\n +not known: reading it hangs/);
      await terminal.quit();
    });
  });
});
