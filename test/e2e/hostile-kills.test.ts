import { readdirSync } from "node:fs";
import { afterAll, afterEach, beforeAll, beforeEach, test } from "vitest";
import { describeLive, docker, Inhabitants, type Inspected } from "../live/lab.ts";
import { isSampler, procText } from "../live/proc.ts";
import { ActingPerson, becomes } from "./acting.ts";
import { RUNTIMES } from "./runtimes.ts";
import type { Terminal } from "./terminal.ts";

describeLive.each(RUNTIMES)("hostile kills, on $runtime:", ({ program, runtime }) => {
  const inhabitants = new Inhabitants(`kill${runtime.charAt(0)}`);
  let web: Inspected;
  let person: ActingPerson;
  let terminal: Terminal;

  beforeAll(() => {
    web = inhabitants.container("web");
  });
  afterAll(() => inhabitants.removeAll());
  beforeEach(async () => {
    person = new ActingPerson();
    terminal = person.terminal;
    terminal.type("before=$(stty -g)\r");
    await person.start(program, `--filter ${web.Name.slice(1)}`);
    await person.seeRow(web.Name.slice(1), / up /);
  });
  afterEach(() => person.close());

  const opened = {
    "a question": async () => {
      terminal.type("S");
      await person.seeQuestion(/shell/);
    },
    "the palette": async () => {
      terminal.type(":");
      await terminal.see(() => person.panel.length > 0, "the palette");
    },
    "a shell in a container": async () => {
      terminal.type("S");
      await person.agree(/shell/);
      await terminal.see(/\[in [^\]]*\] #/);
      terminal.type('echo in-"side"\r');
      await terminal.see("in-side");
    },
  } as const;

  test.each(Object.keys(opened) as (keyof typeof opened)[])(
    "SIGKILL of the UI while %s is open: a sane terminal, and no process left",
    async (what) => {
      await opened[what]();
      const ui = terminal.foreground;
      process.kill(ui, "SIGKILL");
      await terminal.see(
        ({ alternateScreen, cursorVisible }) => !alternateScreen && cursorVisible,
        "the main screen",
      );
      // All that it started was in its process group.
      await becomes(() => aliveInGroup(ui).join(), "");
      terminal.type('\rtest "$(stty -g)" = "$before" && echo same-"settings"\r');
      await terminal.see("same-settings");
      await becomes(() => docker("top", web.Id).split("\n").length, 2);
    },
  );

  test("SIGKILL of the sampler while a question is open: it still stands, and takes its answer", async () => {
    await opened["a question"]();
    for (const pid of aliveInGroup(terminal.foreground)) if (isSampler(pid)) process.kill(pid, "SIGKILL");
    await terminal.see(/the sampler ended/);
    await person.agree(/shell/);
    await terminal.see(/\[in [^\]]*\] #/);
    terminal.type("exit\r");
    await terminal.see(({ alternateScreen, selected }) => alternateScreen && selected !== null, "the list");
    await terminal.quit();
  });
});

/** Processes of a process group: field 5 of `/proc/[pid]/stat`; without those whose parent has yet to hear of their end. */
function aliveInGroup(group: number): readonly number[] {
  const pids = readdirSync("/proc")
    .map(Number)
    .filter((pid) => pid > 0);
  return pids.filter((pid) => {
    const [state, , ownGroup] = fieldsOf(pid);
    return state !== "Z" && Number(ownGroup) === group;
  });
}

/** The fields of `/proc/[pid]/stat` from the state on; none when it has ended. */
function fieldsOf(pid: number): readonly string[] {
  const stat = procText(pid, "stat");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}
