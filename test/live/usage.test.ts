import { afterAll, beforeAll, expect, test } from "vitest";
import type { Snapshot } from "../../src/model/snapshot.ts";
import {
  describeLive,
  docker,
  eventually,
  groupOf,
  Inhabitants,
  type Inspected,
  labSocket,
  list,
  median,
  nstop,
} from "./lab.ts";

describeLive("use of", () => {
  const inhabitants = new Inhabitants("usage");
  let burner: Inspected;
  let holder: Inspected;
  let paused: Inspected;

  beforeAll(() => {
    burner = inhabitants.container("burner", ["--cpus", "0.5"], ["sh", "-c", "while :; do :; done"]);
    // Anonymous memory, and file pages that do not count into the working set.
    const hold =
      "head -c 8000000 /dev/zero >/file; { head -c 24000000 /dev/zero; exec sleep 2147483647; } | tail -c 24000000";
    holder = inhabitants.container("holder", ["--memory", "64m"], ["sh", "-c", hold]);
    paused = inhabitants.container("paused");
    docker("pause", paused.Id);
  });
  afterAll(() => inhabitants.removeAll());

  test("CPU by a container that burns under a limit of half a core is 50, as docker stats says", async () => {
    await eventually(() => {
      const shown = median(
        snapshots(7).map((snapshot) => groupOf(snapshot, burner.Id).cpu.percent ?? Number.NaN),
      );
      const told = Number.parseFloat(stats(burner.Id).CPUPerc);
      expect(Math.abs(shown - 50), `nstop ${shown}, docker stats ${told}`).toBeLessThanOrEqual(5);
      expect(Math.abs(shown - told), `nstop ${shown}, docker stats ${told}`).toBeLessThanOrEqual(5);
    });
  });

  test("CPU that is held back says so", async () => {
    await eventually(() => {
      const { cpu, verdict } = groupOf(list(), burner.Id);
      expect(cpu.limitPercent).toBe(50);
      expect(cpu.throttledPercent).toBeGreaterThan(50);
      expect(verdict?.code).toBe("cpu-throttled");
    });
  });

  test("memory is what docker stats says, within 2 %", async () => {
    await eventually(() => {
      const shown = groupOf(list("--delay", "0.1"), holder.Id).memory;
      const told = bytesOf(stats(holder.Id).MemUsage);
      expect(shown.limitBytes).toBe(64 * 2 ** 20);
      expect(told).toBeGreaterThan(24_000_000);
      expect(
        Math.abs((shown.workingSetBytes ?? 0) / told - 1),
        `nstop ${shown.workingSetBytes}, docker ${told}`,
      ).toBeLessThanOrEqual(0.02);
    });
  });

  test("nothing by a paused container is 0, and it is frozen", async () => {
    await eventually(() => {
      expect(groupOf(list(), paused.Id)).toMatchObject({
        state: "paused",
        frozen: true,
        cpu: { percent: 0 },
      });
    });
  });
});

/** Snapshots with rates, one after the other. */
function snapshots(count: number): Snapshot[] {
  const { stdout } = nstop(
    "stream",
    "--delay",
    "0.5",
    "--count",
    String(count + 1),
    "--engine",
    `unix://${labSocket}`,
  );
  const lines = stdout.trim().split("\n");
  return lines
    .map((line): Snapshot => JSON.parse(line))
    .filter(({ intervalSeconds }) => intervalSeconds !== null);
}

function stats(id: string): { readonly CPUPerc: string; readonly MemUsage: string } {
  return JSON.parse(docker("stats", "--no-stream", "--format", "{{json .}}", id));
}

/** Bytes of the first amount in a text such as `24.5MiB / 64MiB`. */
function bytesOf(text: string): number {
  const [, amount, unit = ""] = /^([\d.]+)([KMG]?i?B)/.exec(text) ?? [];
  return Number(amount) * ({ B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 }[unit] ?? Number.NaN);
}
