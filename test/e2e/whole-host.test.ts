import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { describeLive, Inhabitants, type Inspected, namespaceInodes, run } from "../live/lab.ts";
import { eachInTerminal } from "./each-in-terminal.ts";
import { ENGINE, RUNTIMES } from "./runtimes.ts";
import type { Terminal } from "./terminal.ts";

/** The right arrow. */
const RIGHT = "\x1b[C";

describeLive("a person looks at the whole host", () => {
  const inhabitants = new Inhabitants("whole");
  const directory = mkdtempSync(join(tmpdir(), "nstop-"));
  const pin = join(directory, "pin");
  let web: Inspected;
  let sidecar: Inspected;
  let spy: Inspected;

  beforeAll(() => {
    web = inhabitants.container("web");
    sidecar = inhabitants.container("sidecar", ["--network", `container:${web.Id}`]);
    spy = inhabitants.container("spy", ["--pid", "host"]);
    writeFileSync(pin, "");
    run("unshare", `--net=${pin}`, "true");
  });
  afterAll(async () => {
    run("umount", pin);
    rmSync(directory, { recursive: true });
    await inhabitants.removeAll();
  });

  describe.each(RUNTIMES)("on $runtime", ({ program }) => {
    let terminal: Terminal;
    eachInTerminal((opened) => {
      terminal = opened;
    });

    const name = ({ Name }: Inspected) => Name.slice(1);
    const start = async (args = "") => {
      terminal.type(`${program} ${ENGINE} ${args}\r`);
      await terminal.see(({ alternateScreen, selected }) => alternateScreen && selected !== null, "a list");
    };
    const selected = (wanted: string) =>
      terminal.see((screen) => screen.selected?.includes(wanted) ?? false, `${wanted}, selected`);

    test("finds the namespace that nobody is in, and what keeps it", async () => {
      await start();
      terminal.type("w");
      await terminal.see(/NAMESPACE.*PROCESSES.*LEADER.*OWNER/);
      await terminal.see(/mnt:\d+ .* host *$/m);
      terminal.type(`/${pin}\r`);
      await selected(`net:${statSync(pin).ino}`);
      expect(terminal.selected).toMatch(/ 0 +nobody .*mount /);
      await terminal.see(`it stays because of the mount at ${pin}`);
      terminal.type("\x1b!");
      await terminal.see("only with something wrong");
      await terminal.see(`net:${statSync(pin).ino}`);
      await terminal.seeNoMore(/mnt:\d+ .* host *$/m);
      await terminal.quit();
    });

    test("opens a namespace, with everybody in it", async () => {
      await start();
      const inode = namespaceInodes(web.State.Pid)["net"];
      terminal.type(`w/net:${inode}\r`);
      await selected(`net:${inode}`);
      expect(terminal.selected).toContain(` ${web.State.Pid} `);
      terminal.type("\r");
      await terminal.see(/Groups/);
      await terminal.see(name(web));
      await terminal.see(name(sidecar));
      terminal.type("\x1b");
      await selected(`net:${inode}`);
      await terminal.quit();
    });

    test.each(["", "--ascii --no-color"])(
      "sees who shares what with whom, and opens a cell of it, %s",
      async (args) => {
        await start(args);
        terminal.type(`w2/${name(sidecar)}\r`);
        await selected(name(sidecar));
        await terminal.see(/NAME.*MNT.*UTS.*PID.*IPC.*NET.*USER.*CGROUP.*TIME/);
        await terminal.see(/\[private/);
        terminal.type(RIGHT.repeat(4));
        await terminal.see(/\[[→>] whole-/);
        await terminal.see(
          `${name(sidecar)}: net:${namespaceInodes(web.State.Pid)["net"]} is shared with ${name(web)}`,
        );
        terminal.type("\r");
        await terminal.see(/Groups/);
        await terminal.see(name(web));
        terminal.type("\x1b");
        await terminal.see(
          ({ selected: row }) => /sidecar.*\[[→>] whole-/.test(row ?? ""),
          "the cell that was left",
        );
        await terminal.quit();
      },
    );

    test("goes from a container to the map, the events and the findings, and back to the row that was left", async () => {
      await start(`--filter ${name(web)}`);
      await selected(name(web));
      terminal.type("\r");
      await terminal.see("COMMAND");
      terminal.type("n");
      await terminal.see("[3 Network map]");
      await terminal.see(name(web));
      terminal.type("e");
      await terminal.see("[4 Events]");
      terminal.type("5");
      await terminal.see("[5 Findings]");
      await terminal.see(name(spy));
      terminal.type("\x1b");
      await terminal.see("COMMAND");
      terminal.type("\x1b");
      await selected(name(web));
      await terminal.quit();
    });

    test("sees the mark of a container that something was found about, and only those with !", async () => {
      await start(`--filter ${inhabitants.name("")}`);
      await terminal.see(`${name(spy)} !`);
      await terminal.see(name(web));
      terminal.type("!");
      await terminal.seeNoMore(name(web));
      await selected(`${name(spy)} !`);
      await terminal.see(new RegExp(`${name(spy)}: .*pid`));
      await terminal.quit();
    });
  });
});
