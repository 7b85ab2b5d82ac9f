import { execFileSync } from "node:child_process";
import {
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { childrenOf, isAlive, isSampler, residentBytes } from "../live/proc.ts";
import { becomes } from "./acting.ts";
import { ENGINE, RUNTIMES } from "./runtimes.ts";
import { PROMPT, Terminal } from "./terminal.ts";

/** Breaks a component, by what it calls, once the signal has come. */
const BREAK_A_COMPONENT = `
Error.stackTraceLimit = Infinity;
process.on("SIGUSR2", () => {
  const { map } = Array.prototype;
  Array.prototype.map = function (...parameters) {
    if (/at (Header|Footer|List) /.test(new Error().stack)) throw new Error("a component broke");
    return map.apply(this, parameters);
  };
});
`;

/** More than what garbage there is from one collection to the next, and less than a frame kept from each sample. */
const FLAT_BYTES = 24 * 1024 * 1024;

/** In which there are as many samples, ten a second, as in a minute of one a second. */
const MINUTE_OF_SAMPLES_MILLISECONDS = 6_000;

describe.each(RUNTIMES)("hostile terminal, on $runtime:", ({ program }) => {
  let terminal: Terminal;
  let ui: number;
  let sampler: number;

  beforeEach(() => {
    terminal = new Terminal();
  });
  afterEach(() => terminal.close());

  const start = async (command: string = program, args = "--delay 0.1") => {
    await terminal.see(PROMPT);
    terminal.type("before=$(stty -g)\r");
    terminal.type(`${command} ${ENGINE} ${args}\r`);
    await terminal.see(/NAME.*CPU%/);
    ui = terminal.foreground;
    sampler = samplersOf(ui)[0] ?? 0;
    expect(sampler).toBeGreaterThan(0);
  };

  /** Stops reading, and has more drawn than nstop keeps for the terminal. */
  const stall = async () => {
    terminal.stall();
    await fill(`/proc/${ui}/fd/0`);
    for (let pages = 0; pages < 20; pages += 1) {
      terminal.type(pages % 2 === 0 ? "?" : "\x1b");
      // An Esc that another key follows at once would be a key with Alt.
      await delay(40);
    }
  };

  const isRestored = async () => {
    await terminal.see((screen) => !screen.alternateScreen && screen.cursorVisible, "the main screen");
    // Until then it may still read what is typed.
    await becomes(() => isAlive(ui), false);
    terminal.type('\rcode=$?; test "$(stty -g)" = "$before" && echo same-"settings"\r');
    await terminal.see("same-settings");
  };

  test("the terminal stops reading (stalled SSH): memory is flat, keys work, and it is drawn anew when it reads again", async () => {
    await start();
    await stall();
    const memory = residentBytes(ui);
    // It is what comes in time that must not pile up.
    await delay(MINUTE_OF_SAMPLES_MILLISECONDS);
    expect(residentBytes(ui) - memory).toBeLessThan(FLAT_BYTES);
    const shown = terminal.output.length;
    terminal.type("e");
    await worksOn(sampler, 5);
    expect(terminal.output.length).toBe(shown);
    terminal.readAgain();
    await terminal.see("[4 Events]");
    terminal.type("\x1b");
    await terminal.see(/NAME.*CPU%/);
    await terminal.quit();
    await isRestored();
  });

  test.each([
    { signal: "SIGTERM", code: 143 },
    { signal: "SIGKILL", code: 137 },
  ] as const)(
    "the terminal stops reading (stalled SSH): $signal ends nstop, and the screen is restored when it reads again",
    async ({ signal, code }) => {
      await start();
      await stall();
      process.kill(ui, signal);
      await becomes(() => isAlive(ui), false);
      // It waits for the terminal to read again.
      expect(isAlive(sampler)).toBe(true);
      expect(terminal.alternateScreen).toBe(true);
      terminal.readAgain();
      await isRestored();
      terminal.type('echo ended-"with" $code.\r');
      await terminal.see(`ended-with ${code}.`);
      await becomes(() => isAlive(sampler), false);
    },
  );

  test("the terminal is closed: the UI and the sampler are gone", async () => {
    await start();
    terminal.hangUp();
    await becomes(() => isAlive(ui), false);
    await becomes(() => isAlive(sampler), false);
  });

  test("the terminal is closed after it has stopped reading: the UI and the sampler are gone", async () => {
    await start();
    await stall();
    terminal.hangUp();
    await becomes(() => isAlive(ui), false);
    await becomes(() => isAlive(sampler), false);
  });

  test("an exception in a component: the terminal is sane, the error stands after it, and the exit code is not 0", async () => {
    const folder = mkdtempSync(`${tmpdir()}/nstop-broken-`);
    const preload = `${folder}/break.mjs`;
    writeFileSync(preload, BREAK_A_COMPONENT);
    await start(program.replace(/ (run -A|(?=\S+dist))/, ` $1 --import ${preload} `));
    process.kill(ui, "SIGUSR2");
    await isRestored();
    expect(terminal.text).toContain("nstop: a component broke");
    terminal.type('echo ended-"with" $code.\r');
    await terminal.see("ended-with 1.");
    await becomes(() => isAlive(sampler), false);
    rmSync(folder, { recursive: true });
  });

  test("SIGTSTP and continue: the main screen meanwhile, then it is drawn anew, and ends as ever", async () => {
    await start();
    process.kill(ui, "SIGTSTP");
    await terminal.see(
      ({ alternateScreen, cursorVisible }) => !alternateScreen && cursorVisible,
      "the main screen",
    );
    await terminal.see(/Stopped/);
    terminal.type("fg\r");
    await terminal.see(({ alternateScreen }) => alternateScreen, "the other screen");
    await terminal.see(/NAME.*CPU%/);
    terminal.type("?");
    await terminal.see(/Key or column/);
    await terminal.quit();
    await isRestored();
  });

  test("SIGKILL of the sampler: it is said and another takes its place", async () => {
    await start();
    process.kill(sampler, "SIGKILL");
    await terminal.see(/the sampler ended \(SIGKILL\) and was replaced/);
    await becomes(() => samplersOf(ui).length, 1);
    expect(samplersOf(ui)).not.toContain(sampler);
    await terminal.quit();
    await isRestored();
  });

  test("0×0, 1×1, 1000×300 and a storm of resizes are survived, with memory flat", async () => {
    await start();
    terminal.resize(1, 1);
    await terminal.see(({ text }) => text.trim() === "…", "one cell");
    terminal.resize(29, 5);
    await terminal.see("too small");
    terminal.resize(1000, 300);
    await terminal.see(({ lines }) => / q(uit)?\b/.test(lines.at(-1) ?? ""), "the last of 300 lines");
    // What some terminals say before they know.
    execFileSync("stty", ["-F", `/proc/${ui}/fd/0`, "cols", "0", "rows", "0"]);
    await worksOn(sampler, 3);
    const storm = async () => {
      for (let at = 0; at < 400; at += 1) {
        terminal.resize(1 + ((at * 37) % 400), 1 + ((at * 13) % 120));
        if (at % 10 === 0) await delay(1);
      }
      await worksOn(sampler, 5);
      return residentBytes(ui);
    };
    const memory = await storm();
    expect((await storm()) - memory).toBeLessThan(FLAT_BYTES);
    terminal.resize(100, 30);
    await terminal.see(({ lines }) => lines.some((line) => /NAME.*CPU%/.test(line)), "the list");
    await terminal.quit();
    await isRestored();
  });

  test("rights: to a user without any, isolation is unknown on the screen, and it is said what is not seen", async () => {
    await terminal.see(PROMPT);
    const nobody = "setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all env HOME=/nonexistent";
    // As one who logs in has it.
    terminal.type("chown 65534 $(tty)\r");
    terminal.type(`${nobody} DENO_DIR=/tmp/nstop-nobody-${process.pid} ${program} --no-engine\r`);
    await terminal.see(/ host .*\?{8}/);
    await terminal.see(/not seen \(\d/);
    await terminal.quit();
    rmSync(`/tmp/nstop-nobody-${process.pid}`, { recursive: true, force: true });
  });

  test("TERM=dumb is refused with one line", async () => {
    await terminal.see(PROMPT);
    terminal.type(`TERM=dumb ${program}; echo ended-"with" $?.\r`);
    await terminal.see("ended-with 1.");
    expect(terminal.text).toMatch(/^nstop: .*nstop list.*$/m);
    expect(terminal.output).not.toContain("\x1b[?1049h");
  });

  test.each(["list", "stream", "namespaces"])("nstop %s | head -1 is quiet", async (command) => {
    await terminal.see(PROMPT);
    terminal.type(`clear; (${program} ${command} ${ENGINE}; echo code $? >&2) | head -1 >/dev/null\r`);
    await terminal.see(/^code \d+$/m);
    // The command itself may still stand on the first lines.
    const { lines } = terminal;
    expect(lines.filter((line) => line.startsWith("nstop:"))).toEqual([]);
    expect(lines.find((line) => /^code \d+$/.test(line))).toBe("code 0");
  });
});

/** Fills what the kernel keeps for a terminal that does not read, with what shows nothing. */
async function fill(path: string): Promise<void> {
  const { O_WRONLY, O_NOCTTY, O_NONBLOCK } = constants;
  const descriptor = openSync(path, O_WRONLY | O_NOCTTY | O_NONBLOCK);
  for (let fullTimes = 0; fullTimes < 3; fullTimes += 1) {
    try {
      for (;;) {
        writeSync(descriptor, "\0".repeat(64));
        fullTimes = 0;
      }
    } catch (error) {
      expect(error).toMatchObject({ code: "EAGAIN" });
    }
    // The other end may have been reading just then.
    await delay(50);
  }
  closeSync(descriptor);
}

function samplersOf(pid: number): readonly number[] {
  return childrenOf(pid).filter(isSampler);
}

function writes(pid: number): number {
  return Number(/^syscw: (\d+)/m.exec(readFileSync(`/proc/${pid}/io`, "utf8"))?.[1]);
}

/** Waits until the sampler is seen to work on: it has written so often, be it a line or a word between its threads. */
async function worksOn(sampler: number, count: number): Promise<void> {
  const end = writes(sampler) + count;
  await becomes(() => writes(sampler) >= end, true);
}
