import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { PROMPT, Terminal } from "../e2e/terminal.ts";
import { end, hasEnded, replace, sleeper, statOf } from "./act.ts";
import {
  describeLive,
  docker,
  eventually,
  Inhabitants,
  type Inspected,
  inspect,
  labSocket,
  NSTOP,
  show,
} from "./lab.ts";

const ENGINE = ["--engine", `unix://${labSocket}`];

describeLive("actions from the command line", () => {
  const inhabitants = new Inhabitants("order");
  const sleepers: number[] = [];
  let state: string;
  let web: Inspected;
  const name = () => web.Name.slice(1);

  beforeAll(() => {
    state = mkdtempSync(join(tmpdir(), "nstop-state-"));
    // A shell that ends of SIGTERM and counts the others, which the first process of a pid namespace must ask for.
    web = inhabitants.container(
      "web",
      [],
      ["sh", "-c", "trap 'echo hup' HUP; trap 'exit 3' TERM; echo up; while :; do sleep 1; done"],
    );
  });
  afterEach(async () => {
    for (const pid of sleepers.splice(0)) await end(pid);
  });
  afterAll(async () => {
    rmSync(state, { recursive: true });
    await inhabitants.removeAll();
  });

  /** What nstop does without a terminal. */
  const act = (...args: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [NSTOP, ...args, ...ENGINE], {
      encoding: "utf8",
      env: { ...process.env, XDG_STATE_HOME: state },
    });
    return { status, stdout, stderr };
  };
  const asleep = () => {
    const pid = sleeper();
    sleepers.push(pid);
    return pid;
  };
  /** What the cgroup's own file says. */
  const frozen = () => {
    const { cgroupPath } = show(name()).group;
    const v1 = `/sys/fs/cgroup/freezer${cgroupPath}/freezer.state`;
    if (existsSync(v1)) return readFileSync(v1, "utf8").trim() === "FROZEN";
    return readFileSync(`/sys/fs/cgroup${cgroupPath}/cgroup.freeze`, "utf8").trim() === "1";
  };

  describe("signal", () => {
    test("ends a process", async () => {
      const pid = asleep();
      expect(act("signal", `${pid}`, "term", "--yes")).toMatchObject({ status: 0, stderr: "" });
      await eventually(() => expect(hasEnded(pid)).toBe(true), 1000);
    });

    test("reaches the first process of a container", async () => {
      const { status, stdout } = act("signal", name(), "HUP", "-y");
      expect(status).toBe(0);
      expect(stdout).toMatch(new RegExp(`^sh \\(pid ${web.State.Pid}\\) got SIGHUP.*\n$`));
      await eventually(() => expect(docker("logs", web.Id)).toContain("hup"), 1000);
    });

    test("refuses pid 1, and for its own ancestors wants more than --yes", () => {
      expect(act("signal", "1", "CONT", "--yes")).toMatchObject({
        status: 1,
        stdout: "",
        stderr: expect.stringMatching(/^nstop: pid 1 .*\n$/),
      });
      expect(act("signal", `${process.pid}`, "CONT", "--yes")).toMatchObject({
        status: 1,
        stderr: expect.stringMatching(/^nstop: .*--yes does not do\n$/),
      });
    });

    test("says what is wrong with what was typed", () => {
      expect(act("signal", name(), "TREM")).toMatchObject({
        status: 2,
        stderr: expect.stringMatching(/did you mean TERM\?/),
      });
      expect(act("signal", "nobody-is-called-this", "TERM", "--yes").status).toBe(1);
    });
  });

  describe("freeze and thaw", () => {
    test("hold for the whole container, and its engine's word stays as it is", () => {
      expect(act("freeze", name(), "--yes")).toMatchObject({
        status: 0,
        stdout: `${name()} (${web.Id.slice(0, 12)}) is frozen\n`,
      });
      expect(frozen()).toBe(true);
      expect(inspect(web.Id).State.Status).toBe("running");
      expect(act("thaw", name(), "--yes").status).toBe(0);
      expect(frozen()).toBe(false);
    });

    test("are for groups", () => {
      const { status, stderr } = act("freeze", `${asleep()}`, "--yes");
      expect(status).toBe(1);
      expect(stderr).toMatch(/^nstop: \d+ is one process, and it is groups that are frozen/);
      expect(act("freeze", "host", "--yes").status).toBe(1);
    });
  });

  test.each([["signal", "TERM"], ["freeze"], ["thaw"], ["enter"]] as const)(
    "%s does nothing without a terminal to ask on, and nothing with --read-only",
    (command, ...more) => {
      const before = statOf(web.State.Pid).startTicks;
      const { status, stdout, stderr } = act(command, name(), ...more);
      expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
      expect(stderr).toMatch(/^nstop: there is no terminal to ask on: .*\? If so, say --yes\n$/);
      expect(act(command, name(), ...more, "--yes", "--read-only")).toMatchObject({
        status: 2,
        stdout: "",
        stderr: expect.stringMatching(/^nstop: --read-only refuses .*\n$/),
      });
      expect(statOf(web.State.Pid).startTicks).toBe(before);
      expect(frozen()).toBe(false);
    },
  );

  describe("asked at a terminal", () => {
    let terminal: Terminal;
    beforeEach(async () => {
      terminal = new Terminal(200, 40);
      await terminal.see(PROMPT);
    });
    afterEach(() => terminal.close());

    const ask = async (...args: readonly string[]) => {
      const command = [process.execPath, NSTOP, ...args, ...ENGINE].join(" ");
      terminal.type(`XDG_STATE_HOME=${state} ${command}; echo code=$?\r`);
      await terminal.see(/\? (\[y\/N\]|Type \S+ if so:) /);
    };

    test("name the process and the group it is in, and send on a yes", async () => {
      const pid = asleep();
      await ask("signal", `${pid}`, "KILL");
      expect(terminal.text).toMatch(new RegExp(`^Send SIGKILL to sleep \\(pid ${pid}\\) of .*\\?`, "m"));
      expect(hasEnded(pid)).toBe(false);
      terminal.type("y\r");
      await terminal.see("code=0");
      expect(hasEnded(pid)).toBe(true);
    });

    test("send nothing on any other answer, or Ctrl-C", async () => {
      const pid = asleep();
      await ask("signal", `${pid}`, "KILL");
      terminal.type("yellow\r");
      await terminal.see("code=1");
      expect(terminal.text).toContain("nstop: nothing was done");
      terminal.type("clear\r");
      await terminal.seeNoMore("code=1");
      await ask("signal", `${pid}`, "KILL");
      terminal.type("\x03");
      await terminal.see(({ lines }) => lines.findLast((line) => line !== "") === PROMPT, "the prompt");
      expect(hasEnded(pid)).toBe(false);
    });

    test("send nothing to another process that got the pid between question and answer", async () => {
      const pid = asleep();
      await ask("signal", `${pid}`, "KILL");
      await replace(pid);
      terminal.type("y\r");
      await terminal.see("code=1");
      expect(terminal.text).toMatch(new RegExp(`nstop: .*pid ${pid} .*another process`));
      expect(hasEnded(pid)).toBe(false);
    });

    test("enter nothing of another process that got the pid", async () => {
      const pid = asleep();
      await ask("enter", `${pid}`, "--all");
      await replace(pid);
      terminal.type("y\r");
      await terminal.see("code=1");
      expect(terminal.text).toMatch(new RegExp(`pid ${pid} is another process by now`));
    });

    test("want the word for what can take the terminal away, also with --yes", async () => {
      await ask("signal", `${terminal.shellPid}`, "CONT", "--yes");
      expect(terminal.text).toMatch(/^Warning: /m);
      terminal.type("yes\r");
      await terminal.see("code=1");
      terminal.type("clear\r");
      await terminal.seeNoMore("code=1");
      await ask("signal", `${terminal.shellPid}`, "CONT");
      const word = /Type (\S+) if so:/.exec(terminal.text)?.[1] ?? "";
      terminal.type(`${word}\r`);
      await terminal.see("code=0");
    });
  });
});
