import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { describeLive, docker, Inhabitants, type Inspected, run } from "../live/lab.ts";
import { ActingPerson, becomes } from "./acting.ts";
import { RUNTIMES } from "./runtimes.ts";
import { PROMPT, type Terminal } from "./terminal.ts";

describeLive.each(RUNTIMES)("a shell, on $runtime,", ({ program, runtime }) => {
  const inhabitants = new Inhabitants(`sh${runtime.charAt(0)}`);
  let web: Inspected;
  let person: ActingPerson;
  let terminal: Terminal;

  const name = ({ Name }: Inspected) => Name.slice(1);
  const startAt = async (container: Inspected) => {
    await person.start(program, `--filter ${name(container)}`);
    await person.seeRow(name(container), / up /);
  };
  /** Its process group is the one in the foreground of its terminal, which is not nstop's. */
  const isInForeground = (commandLine: string) =>
    run("ps", "-eo", "pgid=,tpgid=,args=")
      .split("\n")
      .some((line) => {
        const [, group, foreground, args] = /^ *(\d+) +(-?\d+) (.*)$/.exec(line) ?? [];
        return args === commandLine && group === foreground;
      });
  const isShell = (screen: Terminal) => !screen.alternateScreen && screen.cursorVisible;
  /** Says yes, and waits for the shell's prompt. */
  const enter = async (key: string, prompt: RegExp) => {
    terminal.type(key);
    await person.agree(/shell/);
    await terminal.see(isShell, "the main screen");
    await terminal.see(prompt);
  };
  const isBack = async () => {
    await terminal.see(({ alternateScreen, selected }) => alternateScreen && selected !== null, "the list");
  };

  beforeAll(() => {
    web = inhabitants.container(
      "web",
      ["--hostname", "web-inside"],
      ["sh", "-c", "sleep 2147483646 & exec sleep 2147483645"],
    );
  });
  afterAll(() => inhabitants.removeAll());
  beforeEach(() => {
    person = new ActingPerson();
    terminal = person.terminal;
  });
  afterEach(() => person.close());

  test("inside a container has its files and its hostname, all that is typed, and leads back to the same row and tab", async () => {
    await startAt(web);
    terminal.type("\r");
    await terminal.see("sleep 2147483646");
    terminal.type("4");
    await terminal.see("web-inside");
    terminal.type("jjj");
    await terminal.see(
      ({ selected }) => /\buts\b/.test(selected ?? ""),
      "a row of the Namespaces tab, selected",
    );
    // Not the whole row: for a sample the shell is one who shares the namespace.
    const chosen = () => /\buts +\d+/.exec(terminal.selected ?? "")?.[0];
    const before = chosen();
    expect(before).toBeDefined();
    // Twice: the second time the terminal has been given before.
    for (const time of ["first", "second"]) {
      await enter("S", /\[in [^\]]*\] #/);
      terminal.type(`hostname; echo ${time}-"time"\r`);
      await terminal.see(`${time}-time`);
      expect(terminal.text).toContain("\nweb-inside");
      terminal.type("exit\r");
      await isBack();
      await terminal.see("[4 Namespaces]");
      expect(chosen()).toBe(before);
      await terminal.see("back from");
    }
    terminal.type("k");
    await terminal.see(() => chosen() !== before, "the row above");
    await terminal.quit();
  });

  test("of the host is in the container's network, with the host's files", async () => {
    await startAt(web);
    const address = docker(
      "inspect",
      "-f",
      "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}",
      web.Id,
    );
    await enter("H", /\[net of [^\]]*\] [#$]/);
    terminal.type('ip -4 -o addr show dev eth0; head -1 /etc/os-release; echo seen-"all"\r');
    await terminal.see("seen-all");
    expect(terminal.text).toContain(`inet ${address}/`);
    expect(terminal.text).toContain(run("head", "-1", "/etc/os-release").trim());
    terminal.type("exit\r");
    await isBack();
    await terminal.quit();
  });

  test("takes Ctrl-C and a new size for itself; nstop has the new size when it is back", async () => {
    await startAt(web);
    await enter("S", /\[in [^\]]*\] #/);
    terminal.type("sleep 2147483640\r");
    // Until the child is in the foreground, Ctrl-C is for the shell alone and leaves the child asleep.
    await becomes(() => isInForeground("sleep 2147483640"), true);
    terminal.type("\x03");
    terminal.type('echo still-"here"\r');
    await terminal.see("still-here");
    terminal.resize(100, 30);
    for (let look = 0; look < 20 && !/size-30 100/.test(terminal.text); look += 1) {
      terminal.type(`echo size-$(stty size) look-"${look}"\r`);
      await terminal.see(`look-${look}`);
    }
    expect(terminal.text).toContain("size-30 100");
    terminal.type("exit\r");
    await isBack();
    await terminal.see(
      ({ lines }) => lines.length === 30 && /quit/.test(lines.at(-1) ?? ""),
      "the footer in the last line",
    );
    await terminal.quit();
  });

  test("is not needed for a command of her own, whose output can be read before nstop covers it", async () => {
    person.configure({
      commands: [{ name: "whois", on: ["container"], argv: ["echo", "own=[{name}]", "{pid}"] }],
    });
    await startAt(web);
    await person.choose("whois");
    await person.agree("Run whois on this container?");
    await terminal.see(`own=[${name(web)}] ${web.State.Pid}`);
    await terminal.see("press Enter to go back");
    terminal.type("\r");
    await isBack();
    await terminal.see("exit code 0");
    await terminal.quit();
  });

  test.each(["SIGTERM", "SIGKILL"] as const)(
    "leaves the terminal as it was when nstop gets %s meanwhile",
    async (signal) => {
      await terminal.see(PROMPT);
      terminal.type("before=$(stty -g)\r");
      await startAt(web);
      // Not the container's: BusyBox asks the terminal where its cursor is, and the answer may come after the end.
      await enter("H", /\[net of [^\]]*\] [#$]/);
      const restored = () => terminal.output.split("\x1b[?1049l").length;
      const before = restored();
      process.kill(person.foreground, signal);
      // Only then are its lines as they were: the shell has the terminal a moment earlier.
      if (signal === "SIGKILL")
        await terminal.see(() => restored() > before, "that the terminal is restored");
      // What ran the shell may still say a last word, before its prompt or after it.
      await becomes(() => terminal.foreground, terminal.shellPid);
      terminal.type('test "$(stty -g)" = "$before" && echo same-"settings"\r');
      await terminal.see("same-settings");
      expect(isShell(terminal)).toBe(true);
    },
  );
});
