import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { loadCommands } from "../../src/actions/custom-command-file.ts";

const COMMANDS = JSON.stringify({ commands: [{ name: "lsof", on: ["process"], argv: ["lsof"] }] });

describe("the configuration file", () => {
  let home: string;
  let file: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "nstop-config-"));
    mkdirSync(`${home}/nstop`);
    file = `${home}/nstop/config.json`;
  });
  afterEach(() => rmSync(home, { recursive: true }));

  const load = () => {
    const { commands, complaint } = loadCommands({ XDG_CONFIG_HOME: home });
    return { names: commands.map(({ name }) => name), complaint };
  };
  const BUILT_IN = ["strace", "tcpdump"];

  test("need not be there", () => {
    expect(load()).toEqual({ names: BUILT_IN, complaint: null });
  });

  test("adds to nstop's own commands", () => {
    writeFileSync(file, COMMANDS, { mode: 0o644 });
    expect(load()).toEqual({ names: [...BUILT_IN, "lsof"], complaint: null });
  });

  test("may be a link to one's own file", () => {
    writeFileSync(`${home}/dotfile`, COMMANDS, { mode: 0o600 });
    symlinkSync(`${home}/dotfile`, file);
    expect(load().names).toContain("lsof");
  });

  test("is looked for below the home directory where XDG names none, and never below the working directory", () => {
    mkdirSync(`${home}/.config/nstop`, { recursive: true });
    writeFileSync(`${home}/.config/nstop/config.json`, COMMANDS);
    const names = (environment: Record<string, string>) =>
      loadCommands(environment).commands.map(({ name }) => name);
    expect(names({ HOME: home })).toContain("lsof");
    expect(names({ HOME: home, XDG_CONFIG_HOME: "relative" })).toContain("lsof");
    expect(names({ HOME: home, XDG_CONFIG_HOME: `${home}/empty` })).toEqual(BUILT_IN);
  });

  test.each([
    ["others may write", () => chmodSync(file, 0o646), /others may write it/],
    ["a group may write", () => chmodSync(file, 0o664), /others may write it/],
    ["is too long", () => writeFileSync(file, " ".repeat(65 * 1024)), /longer than 65536 bytes/],
    ["has a mistake", () => writeFileSync(file, '{"commands": [1]}'), /commands\[0\]: want an object/],
    ["would turn text around", () => writeFileSync(file, '{"\u202e": 1}'), /<U\+202E>: nothing of that name/],
  ])("that %s is told of in one line, and what is sound is used", (_, spoil, complaint) => {
    writeFileSync(file, COMMANDS, { mode: 0o644 });
    spoil();
    const said = load();
    expect(said.names).toEqual(BUILT_IN);
    expect(said.complaint).toContain(file);
    expect(said.complaint).toMatch(complaint);
    expect(said.complaint).not.toMatch(/[\n\u202e]/);
  });

  test("that is a named pipe or a directory is not waited for", () => {
    execFileSync("mkfifo", [file]);
    expect(load().complaint).toMatch(/no regular file/);
    rmSync(file);
    mkdirSync(file);
    expect(load().complaint).toMatch(/no regular file/);
  });

  test.runIf(process.geteuid?.() === 0)("that is another user's is not used", () => {
    writeFileSync(file, COMMANDS, { mode: 0o644 });
    chownSync(file, 65534, 65534);
    expect(load()).toMatchObject({ names: BUILT_IN, complaint: expect.stringMatching(/user 65534's/) });
  });
});
