/**
 * Makes `docs/screen.svg`, the picture in the README, from a real run: `npm run screenshot`.
 *
 * Starts the lab's demo (`scripts/lab demo`), runs the built nstop on it in a pseudo-terminal, and draws the screen.
 */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { PROMPT, Terminal } from "../test/e2e/terminal.ts";
import { screenSvg } from "./screen-svg.ts";

const COLUMNS = 150;
const ROWS = 18;

/** How much of its history the busiest container has to show before the picture is taken. */
const HISTORY_CELLS = 5;

const root = fileURLToPath(new URL("..", import.meta.url));
const { status } = spawnSync("scripts/lab", ["demo"], { cwd: root, stdio: "inherit" });
if (status !== 0) throw new Error("the lab's demo did not start");
const socket = /NSTOP_LAB_SOCKET=(.*)/.exec(
  spawnSync("scripts/lab", ["env"], { cwd: root, encoding: "utf8" }).stdout,
)?.[1];

const terminal = new Terminal(COLUMNS, ROWS);
await terminal.see(PROMPT);
terminal.type(`clear; ${process.execPath} ${root}dist/nstop.js --engine unix://${socket}\r`);
await terminal.see(/\bcheckout\b.*K\/s/);
await terminal.see(new RegExp(`\\bapi\\b.*[▁▂▃▄▅▆▇█]{${HISTORY_CELLS}}`));
while (!/\bapi\b/.test(terminal.selected ?? "")) {
  const before = terminal.selected;
  terminal.type("j");
  await terminal.see(({ selected }) => selected !== before, "the next row, selected");
}
writeFileSync(`${root}docs/screen.svg`, screenSvg(terminal.buffer, COLUMNS, ROWS));
await terminal.quit();
terminal.close();
