import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { completionScript } from "../src/completion.ts";
import { GROUP_BY } from "../src/report/group-by.ts";
import { SORT_COLUMNS } from "../src/report/select-groups.ts";
import { COMMANDS, OPTIONS, SHELLS } from "../src/usage.ts";

const SHOWN = Object.entries(OPTIONS).filter(([, option]) => !("hidden" in option));
const HIDDEN = Object.entries(OPTIONS).filter(([, option]) => "hidden" in option);

/** What bash offers for a line, at whose end the cursor is; `=` is a word of its own to bash. */
function offered(line: string): readonly string[] {
  const words = line
    .split(" ")
    .flatMap((word) => word.split(/(=)/).filter((part, at) => part !== "" || at === 0));
  const script = `${completionScript("bash")}
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _nstop
    ((\${#COMPREPLY[@]} == 0)) || printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync("bash", ["-c", script, "bash", ...words], { encoding: "utf8" });
  expect(stderr).toBe("");
  return stdout.split("\n").filter((word) => word !== "");
}

describe("in bash", () => {
  test.each([
    ["nstop na", ["namespaces"]],
    ["nstop --re", ["--reverse", "--read-only"]],
    ["nstop list --c", ["--csv"]],
    ["nstop list -s mem", ["memory", "memory-limit"]],
    ["nstop list --sort=mem", ["memory", "memory-limit"]],
    ["nstop -g p", ["project", "pod", "pid"]],
    ["nstop --delay 2 show --j", ["--json"]],
    ["nstop --group=pod list --cs", ["--csv"]],
    ["nstop namespaces --type n", ["net"]],
    ["nstop completion ", [...SHELLS, "--engine", "--no-engine", "--help", "--version"]],
    ["nstop list --filter l", []],
    ["nstop web --cs", []],
    ["nstop -f list --cs", []],
    ["nstop doctor --j", ["--json"]],
    ["nstop signal web TE", ["TERM"]],
    ["nstop enter web --a", ["--all"]],
    ["nstop freeze web --y", ["--yes"]],
  ])("%j is completed", (line, words) => {
    expect(offered(line)).toEqual(words);
  });

  test("every value of an option is one that nstop takes", () => {
    expect(offered("nstop list --group ")).toEqual([...GROUP_BY]);
    expect(offered("nstop list --sort ")).toEqual(Object.keys(SORT_COLUMNS));
  });
});

describe.each(SHELLS)("the script for %s", (shell) => {
  const script = completionScript(shell);

  test("has every command and every option that is for people, and no other", () => {
    const words = [...Object.keys(COMMANDS).filter((name) => name !== "ui"), ...SHOWN.map(([name]) => name)];
    expect(words.filter((word) => !script.includes(word))).toEqual([]);
    expect(HIDDEN.filter(([name]) => script.includes(`--${name}`) || script.includes(`-l ${name} `))).toEqual(
      [],
    );
  });
});
