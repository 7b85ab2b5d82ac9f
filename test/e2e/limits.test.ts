import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { describeLive, docker, Inhabitants, type Inspected } from "../live/lab.ts";
import { eachInTerminal } from "./each-in-terminal.ts";
import { ENGINE, RUNTIMES } from "./runtimes.ts";
import type { Terminal } from "./terminal.ts";

describeLive("a person looks at what holds a container back", () => {
  const inhabitants = new Inhabitants("limits-tab");
  let busy: Inspected;
  let paused: Inspected;

  beforeAll(() => {
    busy = inhabitants.container(
      "busy",
      // So little that it is used up on any machine, however busy that is.
      ["--cpus", "0.05", "--memory", "48m", "--pids-limit", "4"],
      ["sh", "-c", "sleep 2147483647 & sleep 2147483647 & sleep 2147483647 & while :; do :; done"],
    );
    paused = inhabitants.container("paused", ["--memory", "48m"]);
    docker("pause", paused.Id);
  });
  afterAll(async () => {
    docker("unpause", paused.Id);
    await inhabitants.removeAll();
  });

  describe.each(RUNTIMES)("on $runtime", ({ program }) => {
    let terminal: Terminal;
    eachInTerminal((opened) => {
      terminal = opened;
    });

    const open = async ({ Id }: Inspected, args = "") => {
      terminal.type(`${program} ${ENGINE} ${Id} ${args}\r`);
      await terminal.see("COMMAND");
      terminal.type("5");
      await terminal.see("[5 Limits]");
    };

    test("sees use against limit, whose limit it is, and what it has done", async () => {
      await open(busy);
      await terminal.see(/RESOURCE +USE +LIMIT +USED +HISTORY +BINDS +NOTE/);
      await terminal.see(/CPU +\d\.\d% +5%! .*▕█.*%.* own +throttled \d+%/);
      await terminal.see(/memory +\S+ +48Mi .*own/);
      await terminal.see(/pids +4 +4! .*100% .*own/);
      await terminal.see(/throttled +\d+ \(\d+%\) +\+\d+/);
      await terminal.see(/CPU: .*its own limit, .*cpu\.(max|cfs_quota_us)/);
      await terminal.quit();
    });

    test("is left with what is at its limit, and copies the file of the limit", async () => {
      await open(busy);
      await terminal.see(/pids +4 +4!/);
      terminal.type("!");
      await terminal.see("only with something wrong");
      await terminal.seeNoMore(/^ . memory /m);
      await terminal.see(/CPU .*5%!/);
      terminal.type("\x1b");
      await terminal.see(/^ . memory /m);
      terminal.type("/pids\r");
      await terminal.see(({ selected }) => selected?.includes("pids") ?? false, "pids, selected");
      terminal.type("y");
      await terminal.see(/copied: \/sys\/fs\/cgroup\/\S+pids\.max/);
      await terminal.quit();
    });

    test("sees bars, history and pressure on a small terminal at once, in ASCII too", async () => {
      terminal.resize(80, 24);
      await open(busy, "--ascii --no-color");
      await terminal.see(/RESOURCE +USE +LIMIT +USED +HISTORY +BINDS +NOTE/);
      await terminal.see(/CPU +\d\.\d% +5%! \[[#|]+ *\] +\d+% +[_.:=+*#-]+ own +throttled/);
      await terminal.see("Pressure");
      expect(terminal.lines.filter((line) => /[^\x20-\x7e]/.test(line))).toEqual([]);
      await terminal.quit();
    });

    test("is told first of all that it is frozen", async () => {
      await open(paused);
      await terminal.see(/RESOURCE.*\n.*freezer +frozen +! .* own +nothing runs/);
      await terminal.see(/freezer: nothing in it runs until it is thawed: \/sys\/fs\/cgroup\//);
      await terminal.quit();
    });
  });
});
