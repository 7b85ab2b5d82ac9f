import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { shellEnvironment } from "../../src/actions/shell-environment.ts";

describe("the environment of a shell", () => {
  test("has terminal and language of the caller's, and nothing else of it", () => {
    const caller = {
      TERM: "xterm-256color",
      LANG: "C.UTF-8",
      LC_TIME: "de_DE@euro",
      LD_PRELOAD: "/tmp/evil.so",
      PATH: "/tmp",
      HOME: "/tmp",
      ENV: "/tmp/rc",
      AWS_SECRET_ACCESS_KEY: "hush",
      PROMPT_COMMAND: "reboot",
    };
    expect(shellEnvironment(caller, "/root", "net of web")).toEqual({
      TERM: "xterm-256color",
      LANG: "C.UTF-8",
      LC_TIME: "de_DE@euro",
      PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
      HOME: "/root",
      PS1: expect.stringMatching(/^\[net of web\] [#$] $/),
    });
  });

  test.each(["../../../tmp/terminfo", "a b", "\x1b[31m", "", "x".repeat(100)])(
    "takes no terminal called %j",
    (TERM) => {
      expect(shellEnvironment({ TERM }, "/", "x")).not.toHaveProperty("TERM");
    },
  );

  test.each([
    ["sh", ["-i"]],
    ["bash", ["--noprofile", "--norc", "-i"]],
  ] as const)("has a prompt of which %s runs nothing", (shell, args) => {
    const place = "in $(touch /tmp/x)`id`\\w$HOME!\x1b[2Ja\nb";
    const { PS1 = "" } = shellEnvironment({}, "/", place);
    const { stderr } = spawnSync(shell, [...args], { encoding: "utf8", env: { PS1 }, input: "exit\n" });
    expect(PS1).not.toMatch(/[$`\\!\x1b\n](?!.?$)/);
    expect(stderr).toContain(PS1);
  });

  test("has a prompt that leaves room to type", () => {
    expect(shellEnvironment({}, "/", "n".repeat(500))["PS1"]?.length).toBeLessThan(80);
  });
});
