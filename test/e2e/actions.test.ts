import { readFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import {
  describeLive,
  docker,
  enginePid,
  groupOf,
  Inhabitants,
  type Inspected,
  inspect,
  list,
} from "../live/lab.ts";
import { ActingPerson, becomes } from "./acting.ts";
import { RUNTIMES } from "./runtimes.ts";
import { PROMPT, type Terminal } from "./terminal.ts";

/** Processes that are acted on together. */
const CROWD = 40;

describeLive.each(RUNTIMES)("a person acts on containers, on $runtime,", ({ program, runtime }) => {
  const inhabitants = new Inhabitants(`act${runtime.charAt(0)}`);
  let web: Inspected;
  let twins: readonly Inspected[];
  let person: ActingPerson;
  let terminal: Terminal;

  const name = ({ Name }: Inspected) => Name.slice(1);
  const start = (args: string) => person.start(program, args);
  const startAt = async (container: Inspected) => {
    await start(`--filter ${name(container)}`);
    await person.seeRow(name(container), / up /);
  };
  const status = (container: Inspected) => docker("inspect", "-f", "{{.State.Status}}", container.Id);

  beforeAll(() => {
    web = inhabitants.container(
      "web",
      ["--memory", "256m"],
      ["sh", "-c", "sleep 2147483646 & exec sleep 2147483645"],
    );
    twins = ["t1", "t2"].map((which) => inhabitants.container(which));
  });
  afterAll(() => inhabitants.removeAll());
  beforeEach(() => {
    person = new ActingPerson();
    terminal = person.terminal;
  });
  afterEach(() => person.close());

  test("pauses one, lets it go on, restarts it, changes its limits, stops and removes it: the engine says so", async () => {
    const doomed = inhabitants.container("doomed", ["--memory", "128m", "--stop-timeout", "1"]);
    await startAt(doomed);
    await person.choose("Pause");
    await person.agree(`${name(doomed)} (${doomed.Id.slice(0, 12)})`);
    await becomes(() => status(doomed), "paused");
    await person.seeRow(name(doomed), /paused/);

    await person.choose("Unpause");
    await person.agree("Unpause this container?");
    await becomes(() => status(doomed), "running");
    await person.seeRow(name(doomed), / up /);

    await person.choose("Change limits");
    await terminal.see("Change limits:");
    terminal.type("0.5\t64M\r");
    await person.agree("Set CPU 50 % and memory 64Mi");
    await becomes(() => inspect(doomed.Id).HostConfig.Memory, 64 * 2 ** 20);
    expect(docker("inspect", "-f", "{{.HostConfig.NanoCpus}} {{.HostConfig.CpuQuota}}", doomed.Id)).toMatch(
      /^(500000000 0|0 50000)$/,
    );

    const { StartedAt } = inspect(doomed.Id).State;
    await person.choose("Restart");
    await person.agree("Restart this container?");
    await becomes(() => inspect(doomed.Id).State.StartedAt !== StartedAt, true);

    await person.seeRow(name(doomed), / up /);
    await person.choose("Kill");
    await person.agree("Kill this container?");
    await becomes(() => status(doomed), "exited");
    await terminal.quit();
    docker("start", doomed.Id);

    await startAt(doomed);
    await person.choose("Stop");
    await person.agree("Stop this container?");
    await becomes(() => status(doomed), "exited");
    await terminal.quit();
    docker("start", doomed.Id);

    await startAt(doomed);
    await person.choose("Remove");
    await person.agree("Remove this container?");
    await becomes(() => docker("ps", "-aq", "--no-trunc").includes(doomed.Id), false);
    await terminal.quit();
  });

  test("goes on with her keys while an engine takes its time", async () => {
    await startAt(web);
    await person.choose("Pause");
    await person.seeQuestion("Pause this container?");
    process.kill(enginePid(), "SIGSTOP");
    try {
      terminal.type("y");
      await terminal.see(new RegExp(`paus.*${name(web)}`, "i"));
      terminal.type("?");
      await terminal.see("What it does");
      terminal.type("\x1b");
      await terminal.seeNoMore("What it does");
      terminal.type("\r");
      await terminal.see("[1 Processes]");
      expect(terminal.text).toMatch(/pausing|pause /i);
    } finally {
      process.kill(enginePid(), "SIGCONT");
    }
    await becomes(() => status(web), "paused");
    await terminal.see(new RegExp(`${name(web)}.* is paused`));
    await terminal.quit();
    docker("unpause", web.Id);
  });

  test("is told after she has quit what comes of what she began", async () => {
    const slow = inhabitants.container(
      "slow",
      ["--stop-timeout", "3"],
      ["sh", "-c", "trap : TERM; while :; do sleep 1; done"],
    );
    await startAt(slow);
    await person.choose("Stop");
    await person.agree("Stop this container?");
    await terminal.see(/stop/i);
    await terminal.quit();
    await terminal.see(/nstop: not done yet, Ctrl-C does not wait: .*stop/i);
    await terminal.see(/nstop: .*slow.*(stopped|ended|exited)/);
    expect(status(slow)).toBe("exited");
  });

  test("does nothing when the answer is no, Esc, or Enter alone", async () => {
    await startAt(web);
    for (const answer of ["n", "\x1b", "\r"]) {
      await person.choose("Kill");
      await person.seeQuestion("Kill this container?");
      terminal.type(answer);
      await terminal.seeNoMore("Kill this container?");
    }
    // What was typed before the question could be read is no answer.
    terminal.type("zyyyy");
    await person.seeQuestion("Freeze this container?");
    terminal.type("n");
    await terminal.seeNoMore("Freeze this container?");
    expect(status(web)).toBe("running");
    expect(groupOf(list(), web.Id).frozen).toBe(false);
    await terminal.quit();
  });

  test("signals a process of it", async () => {
    const target = inhabitants.container("sig", [], ["sh", "-c", "sleep 2147483644 & exec sleep 2147483643"]);
    await start(name(target));
    await terminal.see("sleep 2147483644");
    terminal.type("/2147483644\r");
    await terminal.see(({ selected }) => selected?.includes("2147483644") ?? false, "the process, selected");
    const pid = Number(/\d+/.exec(terminal.selected ?? "")?.[0]);
    expect(readFileSync(`/proc/${pid}/cmdline`, "utf8")).toContain("2147483644");
    terminal.type("x");
    await terminal.see("SIGTERM");
    terminal.type("stop");
    await terminal.see(
      () => person.panel.filter((line) => line.includes("SIG")).length === 1,
      "SIGSTOP alone",
    );
    terminal.type("\r");
    await person.agree(
      new RegExp(`Send SIGSTOP to this process[\\s\\S]*sleep \\(pid ${pid}\\) of ${name(target)}`),
    );
    await becomes(() => /\) T /.test(readFileSync(`/proc/${pid}/stat`, "utf8")), true);
    terminal.type("x");
    await terminal.see("SIGKILL");
    terminal.type("kill\r");
    await person.agree("Send SIGKILL to this process?");
    // Who was killed and has a parent that does not ask for it stays as a zombie, without a command line.
    await becomes(() => readFileSync(`/proc/${pid}/cmdline`, "utf8"), "");
    await terminal.quit();
  });

  test("tags several, and acts on them with one question that lists them", async () => {
    await start(`--filter ${inhabitants.name("t")}`);
    await terminal.see(({ text }) => twins.every((twin) => text.includes(name(twin))), "both");
    await terminal.see(
      ({ lines }) => lines.filter((line) => / up /.test(line) && /-t[12]/.test(line)).length === 2,
      "both up",
    );
    terminal.type("T ");
    await terminal.see("2 tagged");
    expect(terminal.lines.filter((line) => /^●.*-t[12]/.test(line))).toHaveLength(2);
    await person.choose("Pause");
    await person.seeQuestion("Pause these 2 containers?");
    for (const twin of twins)
      expect(person.panel.join("\n")).toContain(`${name(twin)} (${twin.Id.slice(0, 12)})`);
    terminal.type("y");
    for (const twin of twins) await becomes(() => status(twin), "paused");
    await terminal.see("2 done");
    await terminal.seeNoMore("2 tagged");
    terminal.type("e");
    await terminal.see(
      ({ lines }) => lines.filter((line) => /done +.*-t[12]/.test(line)).length === 2,
      "both events",
    );
    await terminal.quit();
    docker("unpause", ...twins.map(({ Id }) => Id));
  });

  test("freezes one, and is asked whether it stays so when nstop quits, and after a crash", async () => {
    const frozen = () => groupOf(list(), web.Id).frozen;
    await startAt(web);
    terminal.type("z");
    await person.agree("Freeze this container?");
    await becomes(frozen, true);
    await terminal.see(/is frozen/);
    terminal.type("q");
    await person.seeQuestion(/still frozen: thaw\?[\s\S]*y thaw and quit/);
    terminal.type("\x1b");
    await terminal.seeNoMore("y thaw and quit");
    process.kill(person.foreground, "SIGKILL");
    await terminal.see((screen) => !screen.alternateScreen && screen.cursorVisible, "the main screen");

    await start(`--filter ${name(web)}`);
    await person.seeQuestion(/still frozen: thaw\?/);
    expect(frozen()).toBe(true);
    terminal.type("n");
    await terminal.seeNoMore("still frozen");
    terminal.type("q");
    await person.seeQuestion("y thaw and quit");
    terminal.type("y");
    await terminal.see((screen) => !screen.alternateScreen && screen.cursorVisible, "the main screen");
    await becomes(frozen, false);

    await startAt(web);
    expect(terminal.text).not.toContain("still frozen");
    await terminal.quit();
  });

  test("wants a word before an engine is ended", async () => {
    await start(String(enginePid()));
    await terminal.see(({ selected }) => selected?.includes("dockerd") ?? false, "the engine, selected");
    terminal.type("x");
    await terminal.see("SIGTERM");
    terminal.type("\r");
    await person.seeQuestion(/type \S+ to do it/);
    terminal.type("y\r");
    await terminal.see(/that is not/);
    terminal.type("\x1b");
    await terminal.seeNoMore("to do it");
    process.kill(enginePid(), 0);
    await terminal.quit();
  });

  test("has no trace of any of it with --read-only", async () => {
    await start(`--filter ${name(web)} --read-only`);
    await person.seeRow(name(web), / up /);
    terminal.type("axzSHT");
    terminal.type(":freez");
    await terminal.see("nothing has such a name");
    terminal.type("\x15pause");
    await terminal.see(/Pause +p /);
    expect(person.panel.filter((line) => /Pause|engine/.test(line))).toHaveLength(1);
    terminal.type("\x1b");
    await terminal.seeNoMore("Palette");
    expect(terminal.lines.at(-1)).not.toMatch(/actions|signal|freeze/);
    terminal.type("?");
    await terminal.see("What it does");
    for (let page = 0; page < 4; page += 1) {
      expect(terminal.text).not.toMatch(/signal|freeze it|thaw|tag the row, to/i);
      terminal.type("\x1b[6~");
    }
    terminal.type("\x1b");
    await terminal.quit();
    expect(status(web)).toBe("running");
  });

  test.each([
    { columns: 80, rows: 24 },
    { columns: 60, rows: 14 },
  ])(
    "acts on more than fit on $columns × $rows, all of which the question lists",
    async ({ columns, rows }) => {
      const loop = `i=1; while [ $i -lt ${CROWD} ]; do sleep 2147483642 & i=$((i+1)); done; wait`;
      const crowd = inhabitants.container(`c${rows}`, [], ["sh", "-c", loop]);
      terminal.resize(columns, rows);
      await start(crowd.Id);
      await terminal.see("─ sleep");
      terminal.type("T".repeat(CROWD));
      await terminal.see(`${CROWD} tagged`);
      terminal.type("x");
      await terminal.see("SIGTERM");
      terminal.type("stop\r");
      await person.seeQuestion(`Send SIGSTOP to these ${CROWD} processes?`);
      const pids = new Set<string>();
      const read = () => {
        for (const [, pid = ""] of person.panel.join("\n").matchAll(/\(pid (\d+)\)/g)) pids.add(pid);
      };
      for (read(); !isAtEnd(); read()) {
        const top = person.panel[0];
        terminal.type("j");
        await terminal.see(() => person.panel[0] !== top, "the next of them");
      }
      expect(pids.size).toBe(CROWD);
      terminal.type("y");
      await terminal.see(`${CROWD} done`);
      for (const pid of pids) expect(readFileSync(`/proc/${pid}/stat`, "utf8")).toMatch(/\) T /);
      await terminal.quit();

      /** The title of what is cut says which of its lines are seen: `… to 42 of 42`. */
      function isAtEnd(): boolean {
        const [, last, all] = /to (\d+) of (\d+)/.exec(person.panel[0] ?? "") ?? [];
        return last === all;
      }
    },
  );

  test.each([
    { columns: 80, rows: 24 },
    { columns: 60, rows: 14 },
    { columns: 40, rows: 10 },
  ])("reads a whole question on $columns × $rows", async ({ columns, rows }) => {
    await start(`--filter ${inhabitants.name("t")}`);
    await terminal.see(({ text }) => twins.every((twin) => text.includes(name(twin))), "both");
    terminal.type("TT");
    await terminal.see("2 tagged");
    terminal.resize(columns, rows);
    await terminal.see(
      () => terminal.lines.length === rows && /2 tagged/.test(terminal.text),
      "the smaller screen",
    );
    terminal.type("z");
    await person.seeQuestion("Freeze these 2 containers?");
    const seen = new Set<string>();
    const which = /-t[12] /g;
    for (const [found] of person.panel.join("\n").matchAll(which)) seen.add(found);
    terminal.type("jjjjjjjj");
    await terminal.see(() => /-t2 /.test(person.panel.join("\n")), "the last of them");
    for (const [found] of person.panel.join("\n").matchAll(which)) seen.add(found);
    expect([...seen].toSorted()).toEqual(["-t1 ", "-t2 "]);
    terminal.type("n");
    await terminal.seeNoMore("Freeze these");
    terminal.type("\x1b");
    await terminal.seeNoMore("2 tagged");
    await terminal.quit();
    await terminal.see(PROMPT);
  });
});
