import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { shellQuote } from "../../src/actions/shell-quote.ts";

/** What a shell makes of a command line. */
function argumentsOf(line: string): string[] {
  const { stdout } = spawnSync("/bin/sh", ["-c", `printf '%s\\0' ${line}`], { encoding: "utf8" });
  return stdout.split("\0").slice(0, -1);
}

describe("a command line for a shell", () => {
  test.each([
    [["ip", "-j", "addr"]],
    [["", " ", "a b"]],
    [["it's", "'", "''", "\\'", "'\\''"]],
    [["$(reboot)", "`reboot`", "$HOME", "!!", "*", "~", ";", "|", "&", "#"]],
    [["a\nb", "\t", '"', "\\", "漢字", "\x1b[31m"]],
    [["-n", "--", "{a,b}"]],
  ])("is read as %j", (args) => {
    expect(argumentsOf(shellQuote(args))).toEqual(args);
  });

  test("is read as whatever was written", () => {
    const word = fc.string({ unit: "binary" }).filter((text) => !text.includes("\0") && text.isWellFormed());
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), (args) => {
        expect(argumentsOf(shellQuote(args))).toEqual(args);
      }),
      { numRuns: 50 },
    );
  });

  test("cannot hold a NUL", () => {
    expect(() => shellQuote(["a\0b"])).toThrow(RangeError);
  });
});
