import { describe, expect, test } from "vitest";
import { parseCustomCommands } from "../../src/actions/custom-command-parse.ts";

const GOOD = { name: "lsof", help: "Open files", on: ["process"], argv: ["lsof", "-p", "{pid}"] };

const parse = (value: unknown) => parseCustomCommands(JSON.stringify(value), ["strace"]);

describe("a configuration file", () => {
  test("gives commands as they stand", () => {
    expect(parse({ commands: [GOOD] })).toEqual({ commands: [GOOD], mistakes: [] });
    expect(parse({})).toEqual({ commands: [], mistakes: [] });
  });

  test("needs no help text", () => {
    const { help: _, ...bare } = GOOD;
    expect(parse({ commands: [bare] }).commands).toEqual([{ ...bare, help: "Run lsof -p {pid}" }]);
  });

  test("may hold braces that are no placeholder", () => {
    const argv = ["awk", "{print $1}", "{}", "{1}"];
    expect(parse({ commands: [{ ...GOOD, argv }] })).toMatchObject({ mistakes: [], commands: [{ argv }] });
  });

  test.each<[unknown, RegExp]>([
    [{ ...GOOD, argv: ["lsof", "{pdi}"] }, /^commands\[1\]\.argv: \{pdi\} is none of \{pid\}, /],
    [{ ...GOOD, argv: ["{name}"] }, /^commands\[1\]\.argv: the program cannot be a placeholder/],
    [{ ...GOOD, argv: ["./run"] }, /^commands\[1\]\.argv: .*absolute.*"\.\/run"/],
    [{ ...GOOD, argv: ["bin/run"] }, /^commands\[1\]\.argv: .*absolute/],
    [{ ...GOOD, argv: [] }, /^commands\[1\]\.argv: want a list/],
    [{ ...GOOD, argv: "lsof -p {pid}" }, /^commands\[1\]\.argv: want a list/],
    [{ ...GOOD, argv: ["lsof", 1] }, /^commands\[1\]\.argv: want a list/],
    [{ ...GOOD, argv: ["lsof", "a\0b"] }, /^commands\[1\]\.argv: .*NUL/],
    [{ ...GOOD, on: [] }, /^commands\[1\]\.on: want a list of some of process, group, container/],
    [{ ...GOOD, on: ["pod"] }, /^commands\[1\]\.on: /],
    [{ ...GOOD, on: "process" }, /^commands\[1\]\.on: /],
    [{ ...GOOD, name: "" }, /^commands\[1\]\.name: want a text of 1 to 40/],
    [{ ...GOOD, name: "n".repeat(41) }, /^commands\[1\]\.name: /],
    [{ ...GOOD, name: "strace" }, /^commands\[1\]\.name: "strace" is another command's/],
    [GOOD, /^commands\[1\]\.name: "lsof" is another command's/],
    [{ ...GOOD, help: 7 }, /^commands\[1\]\.help: want a text/],
    [{ ...GOOD, name: "x", shell: true }, /^commands\[1\]\.shell: nothing of that name/],
    ["lsof", /^commands\[1\]: want an object/],
    [null, /^commands\[1\]: want an object/],
  ])("names the mistake of %j and uses the rest", (entry, mistake) => {
    const other = { ...GOOD, name: "other" };
    const named =
      typeof entry === "object" &&
      entry !== null &&
      entry !== GOOD &&
      !("name" in entry && entry.name !== "lsof");
    const wrong = named ? { ...entry, name: "wrong" } : entry;
    const { commands, mistakes } = parse({ commands: [GOOD, wrong, other] });
    expect(commands).toEqual([GOOD, other]);
    expect(mistakes).toEqual([expect.stringMatching(mistake)]);
  });

  test.each<[string, RegExp]>([
    ["", /^not JSON/],
    ["{", /^not JSON/],
    ["[]", /^the file: want an object/],
    ['{"commands": {}}', /^commands: want a list/],
    ['{"command": []}', /^command: nothing of that name/],
    [JSON.stringify({ commands: Array.from({ length: 101 }, () => GOOD) }), /^commands: more than 100/],
  ])("%j is told to be wrong", (text, mistake) => {
    expect(parseCustomCommands(text, [])).toEqual({
      commands: [],
      mistakes: [expect.stringMatching(mistake)],
    });
  });
});
