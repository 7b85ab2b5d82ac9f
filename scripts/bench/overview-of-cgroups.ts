import { amount } from "./amount.ts";
import type { Measurement } from "./bench.ts";
import { BUDGETS } from "./budgets.ts";
import { withHtop, withNstop } from "./contestants.ts";
import { costOf, meanCost } from "./cost.ts";
import { counterFloor } from "./floor.ts";
import { takeTurns } from "./take-turns.ts";

/** B2: what the overview of many cgroups costs against htop. */
export const overviewOfCgroups: Measurement = {
  budgets: [BUDGETS.cgroupsCpu],
  needs: ["htop"],
  async measure(bench) {
    const { ours, theirs } = await takeTurns(
      bench.rounds,
      () => withNstop(["--no-engine"], bench, (program) => costOf(program, bench)),
      () => withHtop(bench, (program) => costOf(program, bench)),
    );
    const nstop = meanCost(ours);
    const htop = meanCost(theirs);
    return [
      {
        budget: BUDGETS.cgroupsCpu,
        nstop: amount(nstop.cpu, "ms/s"),
        peer: `htop ${amount(htop.cpu, "ms/s")}`,
        value: nstop.cpu / htop.cpu,
        timesFloor: nstop.cpu / counterFloor(bench.lab.groupIds),
      },
    ];
  },
};
