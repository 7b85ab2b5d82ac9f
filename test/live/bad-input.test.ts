import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nstop } from "./lab.ts";

describe("bad input ends with one line that says what and what to do", () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "nstop-bad-input-"));
    writeFileSync(join(folder, "not-a-socket"), "");
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each([
    [["--delai", "2"], 2, /--delai.*--delay/],
    [["list", "--delay", "0"], 2, /0\.1 to 60/],
    [["list", "--delay", "61"], 2, /0\.1 to 60/],
    [["list", "--delay", "fast"], 2, /"fast".*0\.1 to 60/],
    [["list", "--delay"], 2, /--delay SECONDS/],
    [["list", "--sort", "colour"], 2, /"colour".*name/],
    [["list", "--group", "planet"], 2, /"planet".*container/],
    [["list", "--engine", "tcp://192.0.2.1:2375"], 2, /unix:\/\/\/PATH/],
    [["list", "--json", "--csv"], 2, /--json and --csv/],
    [["show"], 2, /nstop show TARGET/],
    [["show", "nobody-is-called-this", "--no-engine"], 1, /"nobody-is-called-this".*nstop list/],
    [["show", "net:1", "--no-engine"], 1, /net:1.*nstop namespaces --type net/],
    [["show", "-j\x1b[31m"], 2, /unknown option/],
    [["stream", "--count", "0"], 2, /"0".*from 1/],
    [["one", "two"], 2, /one TARGET/],
    [[], 1, /nstop list.*nstop stream/],
  ])("nstop %s", (args, status, message) => {
    const ran = nstop(...args);
    expect(ran.stderr).toMatch(message);
    expect(ran.stderr.trim().split("\n")).toHaveLength(1);
    expect(ran.stderr.trimEnd()).not.toMatch(/[\x00-\x1f\x7f]/);
    expect(ran).toMatchObject({ status, stdout: "" });
  });

  test("an engine's socket that is none is said to be so, and all the rest is listed", () => {
    const endpoint = `unix://${join(folder, "not-a-socket")}`;
    const { status, stdout } = nstop("list", "--json", "--engine", endpoint, "--delay", "0.1");
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      engines: [{ endpoint, state: "unreachable", message: expect.stringMatching(/./) }],
      groups: expect.arrayContaining([expect.objectContaining({ id: "host" })]),
    });
  });
});
