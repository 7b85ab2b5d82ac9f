import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ActorState, answered, limitsOrder, rowOf } from "./act.ts";
import { describeLive, Inhabitants, type Inspected, inspect } from "./lab.ts";
import { cgroupDirectory, cgroupText, isV2 } from "./lab-cgroups.ts";

const MEBIBYTE = 1024 * 1024;

const inhabitants = new Inhabitants("act-limits");
const state = new ActorState();
const actor = state.newActor();
afterAll(async () => {
  await inhabitants.removeAll();
  state.remove();
});

describeLive("limits", () => {
  function cpuLimit({ State }: Inspected): string {
    const directory = cgroupDirectory(State.Pid, "cpu");
    return isV2
      ? cgroupText(directory, "cpu.max")
      : `${cgroupText(directory, "cpu.cfs_quota_us")} ${cgroupText(directory, "cpu.cfs_period_us")}`;
  }
  function memoryLimit({ State }: Inspected): number {
    const file = isV2 ? "memory.max" : "memory.limit_in_bytes";
    return Number(cgroupText(cgroupDirectory(State.Pid, "memory"), file));
  }

  const MADE: readonly { readonly name: string; readonly options: readonly string[] }[] = [
    { name: "unlimited", options: [] },
    { name: "by-cpus", options: ["--cpus", "0.8", "--memory", "64m"] },
    { name: "by-quota", options: ["--cpu-quota", "40000", "--memory", "64m", "--memory-swap", "-1"] },
  ];

  describe.each(MADE)("of a container that was made $name", ({ name, options }) => {
    let container: Inspected;
    beforeAll(() => {
      container = inhabitants.container(`limits-${name}`, options);
    });

    test("bind, as the kernel and the engine say", async () => {
      const limits = { cpuPercent: 50, memoryBytes: 128 * MEBIBYTE };
      const { outcomes } = await answered(actor, limitsOrder(limits, rowOf(container.Id)));
      expect(outcomes).toMatchObject([
        { done: true, message: expect.stringContaining(" are now: CPU 50 %, memory 128 MiB, swap ") },
      ]);
      expect(cpuLimit(container)).toBe("50000 100000");
      expect(memoryLimit(container)).toBe(128 * MEBIBYTE);
      expect(inspect(container.Id).HostConfig.Memory).toBe(128 * MEBIBYTE);
    });

    test("go away as far as the engine lets them, and what is left is said", async () => {
      const limits = { cpuPercent: "max", memoryBytes: "max" } as const;
      const { outcomes } = await answered(actor, limitsOrder(limits, rowOf(container.Id)));
      expect(outcomes).toMatchObject([{ done: true }]);
      const message = outcomes[0]?.message ?? "";
      expect(message).toContain("all of the host's, since its engine cannot take this limit away");
      expect(memoryLimit(container)).toBeGreaterThan(1024 * MEBIBYTE);
      if (name === "by-quota") {
        expect(message).toContain("CPU without a limit");
        expect(cpuLimit(container)).toBe(isV2 ? "max 100000" : "-1 100000");
      }
    });
  });
});
