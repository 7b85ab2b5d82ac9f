import { amount } from "./amount.ts";
import type { Bench, Measurement } from "./bench.ts";
import { BUDGETS } from "./budgets.ts";
import { withNstop } from "./contestants.ts";
import { costOf } from "./cost.ts";
import { counterFloor } from "./floor.ts";

const GROUPS = 50;
const FEW = 1000;
const MANY = 10_000;

/** B9: how the cost grows with the processes while what is on screen stays the same. */
export const scale: Measurement = {
  budgets: [BUDGETS.scale],
  needs: ["busybox", "setsid"],
  async measure(bench) {
    const few = await overview(bench, FEW);
    const many = await overview(bench, MANY);
    return [
      {
        budget: BUDGETS.scale,
        nstop: amount(many.cpu, "ms/s"),
        peer: `1,000: ${amount(few.cpu, "ms/s")}`,
        value: many.cpu / few.cpu,
        timesFloor: many.cpu / many.floor,
      },
    ];
  },
};

async function overview(
  bench: Bench,
  processes: number,
): Promise<{ readonly cpu: number; readonly floor: number }> {
  bench.lab.cgroups(processes, GROUPS);
  const { cpu } = await withNstop(["--no-engine"], bench, (program) => costOf(program, bench));
  const floor = counterFloor(bench.lab.groupIds);
  bench.lab.removeCgroups();
  return { cpu, floor };
}
