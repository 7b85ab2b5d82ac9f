import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { describeLive } from "../live/lab.ts";
import { eachInTerminal } from "./each-in-terminal.ts";
import { ENGINE } from "./runtimes.ts";
import type { Terminal } from "./terminal.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** What `docs/security.md` names for the UI. */
const NODE_FLAGS = [
  "--no-warnings",
  "--permission",
  ...["/proc", "/sys", "/run", `${root}dist`, "/usr", "/bin", "/sbin", "/dev"].map(
    (path) => `--allow-fs-read=${path}`,
  ),
  "--allow-child-process",
  "--allow-net",
];

const DENO_FLAGS = ["read", "write", "net", "env", "run", "sys", "ffi", "import"].map(
  (name) => `--allow-${name}`,
);

describeLive("with the least permissions that docs/security.md names", () => {
  let terminal: Terminal;
  eachInTerminal((opened) => {
    terminal = opened;
  });

  test.each([
    ["Node", `${process.execPath} ${NODE_FLAGS.join(" ")} ${root}dist/nstop.js`],
    ["Deno", `${root}node_modules/.bin/deno run --no-prompt ${DENO_FLAGS.join(" ")} ${root}src/cli.tsx`],
  ])("the UI runs on %s, and gives the terminal back", async (_runtime, program) => {
    terminal.type(`${program} --read-only ${ENGINE}\r`);
    await terminal.see(({ selected }) => selected !== null, "a list");
    await terminal.see(/docker \S+ ●/);
    await terminal.quit();
    terminal.type("stty -a\r");
    await terminal.see(/icanon iexten echo /);
    expect(terminal.cursorVisible).toBe(true);
  });
});
