import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { describeLive, Inhabitants, type Inspected } from "../live/lab.ts";
import { eachInTerminal } from "./each-in-terminal.ts";
import { ENGINE, RUNTIMES } from "./runtimes.ts";
import type { Terminal } from "./terminal.ts";

/** What an attacker calls a process: writes the clipboard, turns the text around, clears the screen, is wide. */
const HOSTILE = "\x1b]52;c;ZXZpbA==\x07\u202eevil\x1b[2J漢字";

/** Processes in the container whose list is scrolled. */
const CROWD = 60;

describeLive("a person walks through a host's containers", () => {
  const inhabitants = new Inhabitants("walk");
  let web: Inspected;
  let sidecar: Inspected;
  let crowd: Inspected;
  let evil: Inspected;

  beforeAll(() => {
    web = inhabitants.container(
      "web",
      ["--hostname", "web-inside", "--env", "SECRET=hush", "-p", "127.0.0.1::80"],
      ["sh", "-c", "sleep 2147483646 & httpd -f -p 80"],
    );
    sidecar = inhabitants.container("sidecar", ["--network", `container:${web.Id}`]);
    const fork = `i=1; while [ $i -lt ${CROWD} ]; do sleep 2147483647 & i=$((i+1)); done; wait`;
    crowd = inhabitants.container("crowd", [], ["sh", "-c", fork]);
    evil = inhabitants.container(
      "evil",
      ["--hostname", HOSTILE],
      ["sh", "-c", "sleep 2147483647; :", HOSTILE],
    );
  });
  afterAll(() => inhabitants.removeAll());

  describe.each(RUNTIMES)("on $runtime", ({ program }) => {
    let terminal: Terminal;
    eachInTerminal((opened) => {
      terminal = opened;
    });

    const name = ({ Name }: Inspected) => Name.slice(1);
    /** The host may have more groups than fit on a screen. */
    const ours = `--filter ${inhabitants.name("")}`;
    const start = async (args = "") => {
      terminal.type(`${program} ${ENGINE} ${args}\r`);
      await terminal.see(({ alternateScreen, selected }) => alternateScreen && selected !== null, "a list");
    };
    /** Narrows the overview to one container and puts the cursor on it. */
    const find = async (container: Inspected) => {
      terminal.type(`/${name(container)}\r`);
      await terminal.see(
        ({ selected }) => selected?.includes(name(container)) ?? false,
        "the container, selected",
      );
    };

    test("sees the containers with what they use, and quits", async () => {
      await start(ours);
      for (const container of [web, sidecar, crowd]) await terminal.see(name(container));
      expect(terminal.alternateScreen).toBe(true);
      expect(terminal.cursorVisible).toBe(false);
      await terminal.see(/NAME.*CPU%.*MEM.*ISOLATION/);
      await terminal.see(new RegExp(`${name(crowd)}.* ${CROWD} `));
      await terminal.quit();
      terminal.type("echo code=$?\r");
      await terminal.see("code=0");
    });

    test("filters, opens a container, looks at each tab, and comes back to the row that was left", async () => {
      await start();
      await find(web);
      await terminal.seeNoMore(name(crowd));

      terminal.type("\r");
      await terminal.see(/COMMAND/);
      await terminal.see("httpd -f -p 80");
      await terminal.see("sleep 2147483646");
      expect(terminal.lines.slice(0, 3).join("\n")).toContain(name(web));

      terminal.type("2");
      await terminal.see("eth0");
      await terminal.see(/LISTEN.*127\.0\.0\.1:\d+/);

      terminal.type("3");
      await terminal.see(/\/etc\/hostname/);
      await terminal.see("overlay");

      terminal.type("4");
      await terminal.see("web-inside");
      await terminal.see(new RegExp(`net +\\d+ +shared.*${name(sidecar)}`));

      terminal.type("5");
      await terminal.see("[5 Limits]");
      await terminal.see(/pids +\d+ /);

      terminal.type("6");
      await terminal.see("[6 IPC]");
      await terminal.see("Shared memory");

      terminal.type("7");
      await terminal.see(/user ids +0 +0/);

      terminal.type("8");
      await terminal.see("Configured and actual");

      terminal.type("9");
      await terminal.see("nothing has been written yet");

      terminal.type("0");
      await terminal.see("Record of docker");

      terminal.type("\t");
      await terminal.see("httpd -f -p 80");
      terminal.type("\x1b[Z");
      await terminal.see("Record of docker");

      terminal.type("\x1b");
      await terminal.see(({ selected }) => selected?.includes(name(web)) ?? false, "the row that was left");
      await terminal.quit();
    });

    test("opens a process, and the namespace that its container shares", async () => {
      await start(name(web));
      await terminal.see("httpd -f -p 80");
      terminal.type("/httpd -f\r");
      await terminal.see(({ selected }) => selected?.includes("httpd") ?? false, "the process, selected");
      terminal.type("\r");
      await terminal.see("Capabilities");
      await terminal.see("/bin/busybox");
      expect(terminal.text).not.toContain("SECRET");
      terminal.type("E");
      await terminal.see(/SECRET +hush/);
      terminal.type("\x7f");
      await terminal.see("COMMAND");

      terminal.type("4");
      await terminal.see("web-inside");
      terminal.type("/net\r");
      await terminal.see(
        ({ selected }) => /\bnet\b.*shared/.test(selected ?? ""),
        "the net namespace, selected",
      );
      terminal.type("\r");
      await terminal.see(/Groups/);
      await terminal.see(name(sidecar));
      await terminal.quit();
    });

    test("loses no key of a burst", async () => {
      await start(crowd.Id);
      await terminal.see(
        ({ lines }) => lines.filter((line) => line.includes("sleep 2147483647")).length > 30,
        "the crowd",
      );
      const row = () => terminal.lines.indexOf(terminal.selected ?? "");
      await terminal.see(({ selected }) => selected?.includes("sh -c") ?? false, "the first row, selected");
      const first = row();

      terminal.type("j".repeat(30));
      await terminal.see(() => row() === first + 30, "the cursor 30 rows below");
      terminal.type("k".repeat(29));
      await terminal.see(() => row() === first + 1, "the cursor one row below the first");
      await terminal.quit();
    });

    test("scrolls to the end of a list and back", async () => {
      await start(crowd.Id);
      await terminal.see("sleep 2147483647");
      terminal.type("G");
      await terminal.see(
        ({ selected, text }) => (selected?.includes("sleep") ?? false) && !text.includes("sh -c i=1"),
        "the last row, selected",
      );
      terminal.type("\x1b[H");
      await terminal.see(
        ({ selected }) => selected?.includes("sh -c i=1") ?? false,
        "the first row, selected",
      );
      await terminal.quit();
    });

    test.each([
      { columns: 80, rows: 24 },
      { columns: 40, rows: 10 },
    ])(
      "makes the terminal $columns × $rows, and still sees what it looked for",
      async ({ columns, rows }) => {
        await start();
        await find(web);
        terminal.resize(columns, rows);
        const beginning = name(web).slice(0, 10);
        await terminal.see(
          ({ selected, text }) => (selected?.includes(beginning) ?? false) && text.includes("NAME"),
          "the row, on the smaller screen",
        );
        expect(terminal.lines).toHaveLength(rows);
        terminal.resize(160, 45);
        await terminal.see(/NAME.*ISOLATION/);
        await terminal.quit();
      },
    );

    test("is told when the terminal is too small, and goes on when it is not", async () => {
      await start(ours);
      terminal.resize(30, 6);
      await terminal.see("too small");
      terminal.resize(160, 45);
      await terminal.see(name(web));
      await terminal.quit();
    });

    test("reads the keys on the help page", async () => {
      await start(ours);
      terminal.type("?");
      await terminal.see(/filter/i);
      await terminal.see(/quit/i);
      await terminal.seeNoMore(name(web));
      terminal.type("\x1b");
      await terminal.see(name(web));
      await terminal.quit();
    });

    test("is shown what a process calls itself, and her terminal is not told", async () => {
      await start(evil.Id);
      const shown = String.raw`\e]52;c;ZXZpbA==\x07<U+202E>evil\e[2J漢字`;
      await terminal.see(`sleep 2147483647; : ${shown}`);
      terminal.type("4");
      await terminal.see(shown);
      await terminal.quit();
      for (const sequence of ["\x1b]52", "\u202e", "\x1b[2J\u6f22"])
        expect(terminal.output).not.toContain(sequence);
    });

    test("sorts, groups and folds without a row lost", async () => {
      await start(ours);
      const names = [web, sidecar, crowd].map(name);
      const all = (screen: Terminal) => names.every((each) => screen.text.includes(each));
      for (const key of ["C", "M", "N", "P", "I", "t", "t", "g"]) {
        terminal.type(key);
        await terminal.see(all, `all containers after ${key}`);
      }
      await terminal.quit();
    });
  });
});
