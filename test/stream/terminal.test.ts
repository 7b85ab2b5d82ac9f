import { execFileSync } from "node:child_process";
import { spawn } from "@lydell/node-pty";
import { expect, test } from "vitest";
import { restoreTerminal } from "../../src/stream/terminal.ts";

/** A terminal in whose foreground a program waits that has set it like a full-screen program does. */
function openTerminal() {
  const program = spawn(
    "/bin/sh",
    ["-c", 'tty; echo "settings=$(stty -g)."; stty raw -echo; echo ready; exec cat'],
    {
      name: "xterm",
    },
  );
  let output = "";
  const watchers = new Set<() => void>();
  program.onData((data) => {
    output += data;
    for (const look of watchers) look();
  });
  return {
    close: () => program.kill("SIGKILL"),
    see: (pattern: RegExp) =>
      new Promise<string>((resolve) => {
        const look = () => {
          const found = pattern.exec(output);
          if (found !== null) resolve(found[1] ?? found[0]);
        };
        watchers.add(look);
        look();
      }),
  };
}

const settingsOf = (path: string) => execFileSync("stty", ["-F", path, "-g"], { encoding: "utf8" }).trim();

test("a terminal whose user interface died is as it was before", async () => {
  const terminal = openTerminal();
  const path = await terminal.see(/(\/dev\/pts\/\d+)/);
  const settings = await terminal.see(/settings=([0-9a-f:]+)\./);
  await terminal.see(/ready/);
  expect(settingsOf(path)).not.toBe(settings);
  await restoreTerminal({ path, settings });
  expect(settingsOf(path)).toBe(settings);
  expect(await terminal.see(/\x1b\[\?1049l\x1b\[\?25h/)).not.toBe("");
  terminal.close();
});

test.each([
  { path: "/etc/passwd", settings: "500:5" },
  { path: "/dev/sda", settings: "500:5" },
  { path: "/dev/pts/../sda", settings: "500:5" },
  { path: "/dev/null", settings: "500:5" },
])("what is no terminal is left alone: $path", async (saved) => {
  await expect(restoreTerminal(saved)).resolves.toBe(false);
});
