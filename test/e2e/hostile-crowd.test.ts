import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { describeLive, list } from "../live/lab.ts";
import { RUNTIMES } from "./runtimes.ts";
import { PROMPT, Terminal } from "./terminal.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Each set has a namespace of its own of four types and more. */
const SETS = 250;
const PROCESSES = 3_000;

/** In the lab that is up, and so gone with it when a run is cut short. */
function crowd(...args: readonly string[]): void {
  const directory = `${process.env["NSTOP_LAB_DIR"]}/crowd-test-${process.pid}`;
  const env = { ...process.env, NSTOP_LAB_DIR: directory };
  execFileSync(`${root}scripts/lab`, args, { env, stdio: ["ignore", "ignore", "inherit"] });
}

describeLive("3,000 processes in 1,000 namespaces", () => {
  beforeAll(() => crowd("crowd", String(PROCESSES), String(SETS)));
  afterAll(() => crowd("down"));

  test("are all listed, each in its group, and counted", () => {
    const { groups, host, namespaceCounts } = list();
    const sets = groups.filter(({ kind, name }) => kind === "namespace" && name.startsWith("busybox "));
    expect(sets.length).toBeGreaterThanOrEqual(SETS);
    expect(sets.reduce((sum, { processes }) => sum + processes, 0)).toBeGreaterThanOrEqual(PROCESSES);
    expect(host.processes).toBeGreaterThan(PROCESSES);
    const { mnt, uts, ipc, net, pid } = namespaceCounts;
    for (const count of [mnt, uts, ipc, net, pid]) expect(count).toBeGreaterThanOrEqual(SETS);
    expect(mnt + uts + ipc + net + pid).toBeGreaterThan(1_000);
  });

  describe.each(RUNTIMES)("on $runtime", ({ program }) => {
    test("every key moves the cursor, and the last row is reached", async () => {
      const terminal = new Terminal(120, 40);
      try {
        await terminal.see(PROMPT);
        terminal.type(`${program} --no-engine -s name -f busybox\r`);
        await terminal.see(new RegExp(`filter busybox: (${SETS}|\\d{4}) of`));
        for (let row = 0; row < 20; row += 1) {
          const before = terminal.selected;
          terminal.type("j");
          await terminal.see(({ selected }) => selected !== before, "the next row, selected");
        }
        terminal.type("G");
        await terminal.see(
          ({ selected }) => selected?.includes("busybox") === true,
          "the last row, selected",
        );
        terminal.type("\r1");
        await terminal.see(/COMMAND/);
        await terminal.see("busybox sleep 2147483647");
        await terminal.quit();
      } finally {
        terminal.close();
      }
    });
  });
});
