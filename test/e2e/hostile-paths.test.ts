import { execFileSync } from "node:child_process";
import { chownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { describeLive } from "../live/lab.ts";
import { RUNTIMES } from "./runtimes.ts";
import { PROMPT, Terminal } from "./terminal.ts";

const NOBODY = 65_534;

/** A command that must not be offered, and what would harm the terminal if it was shown. */
const HOSTILE = JSON.stringify({
  commands: [
    { name: "planted\u001b]0;owned\u0007", on: ["process", "group", "container"], argv: ["touch", "/owned"] },
  ],
  "\u001b[2J": 1,
});

/** What may lie where a file of nstop's is. */
const PLANTED: readonly { readonly row: string; readonly plant: (file: string) => void }[] = [
  { row: "a named pipe", plant: (file) => execFileSync("mkfifo", [file]) },
  { row: "a directory", plant: (file) => mkdirSync(file) },
  { row: "a link to a device without end", plant: (file) => symlinkSync("/dev/zero", file) },
  {
    row: "50 GB",
    plant: (file) => {
      writeFileSync(file, "", { mode: 0o600 });
      truncateSync(file, 50 * 2 ** 30);
    },
  },
  {
    row: "another user's",
    plant: (file) => {
      writeFileSync(file, HOSTILE, { mode: 0o600 });
      chownSync(file, NOBODY, NOBODY);
    },
  },
  {
    row: "JSON thirty thousand levels deep",
    plant: (file) => writeFileSync(file, "[".repeat(30_000) + "]".repeat(30_000), { mode: 0o600 }),
  },
];

describeLive.each(RUNTIMES)("where nstop keeps its files, on $runtime,", ({ program }) => {
  let directory: string;
  let terminal: Terminal;

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), "nstop-planted-"));
    mkdirSync(join(directory, "config/nstop"), { recursive: true });
    mkdirSync(join(directory, "state/nstop"), { recursive: true, mode: 0o700 });
    terminal = new Terminal();
    await terminal.see(PROMPT);
  });
  afterEach(() => {
    terminal.close();
    rmSync(directory, { recursive: true });
  });

  const start = async (
    variables = `XDG_CONFIG_HOME=${directory}/config XDG_STATE_HOME=${directory}/state`,
  ) => {
    terminal.type(`cd ${directory}/config; ${variables} ${program} --no-engine\r`);
    await terminal.see(({ alternateScreen, selected }) => alternateScreen && selected !== null, "a list");
  };

  /** Keys are taken, and the command that was planted is not offered. */
  const isSound = async () => {
    terminal.type(":planted");
    await terminal.see(/nothing|no .*planted|0 of/i);
    terminal.type("\x1b");
    await terminal.quit();
    expect(terminal.output).not.toContain("\x1b]0;owned");
  };

  describe.each(PLANTED)("$row", ({ plant }) => {
    test("is not taken for the configuration file, and that is said", async () => {
      plant(join(directory, "config/nstop/config.json"));
      await start();
      await terminal.see(/config\.json(?: is not used: |: the file: want an object)/);
      await isSound();
    });

    test("is not believed to be what an earlier nstop froze, and that is said", async () => {
      plant(join(directory, "state/nstop/frozen-v1-77.json"));
      await start();
      await terminal.see(/frozen-v1-77\.json is not as nstop writes it/);
      await isSound();
    });
  });

  test("a configuration file below the working directory is not read, however XDG names it", async () => {
    writeFileSync(join(directory, "config/nstop/config.json"), HOSTILE, { mode: 0o600 });
    await start(`XDG_CONFIG_HOME=. XDG_STATE_HOME=. HOME=${directory}/nowhere`);
    await isSound();
  });

  test("a hostile name in the configuration file is shown, and does nothing", async () => {
    writeFileSync(join(directory, "config/nstop/config.json"), HOSTILE, { mode: 0o600 });
    await start();
    await terminal.see("\\e[2J: nothing of that name is known here");
    terminal.type(":planted");
    await terminal.see("planted\\e]0;owned");
    terminal.type("\x1b");
    await terminal.quit();
    expect(terminal.output).not.toContain("\x1b]0;owned");
  });
});
