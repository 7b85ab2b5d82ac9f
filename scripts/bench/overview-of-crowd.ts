import { amount } from "./amount.ts";
import type { Measurement } from "./bench.ts";
import { BUDGETS } from "./budgets.ts";
import { withHtop, withNstop } from "./contestants.ts";
import { costOf, meanCost } from "./cost.ts";
import { counterFloor } from "./floor.ts";
import { takeTurns } from "./take-turns.ts";

/** B1 and B7: what the overview of bare namespace sets costs, and writes to the terminal, against htop. */
export const overviewOfCrowd: Measurement = {
  budgets: [BUDGETS.crowdCpu, BUDGETS.bytes],
  needs: ["htop"],
  async measure(bench) {
    const { ours, theirs } = await takeTurns(
      bench.rounds,
      () => withNstop([], bench, (program) => costOf(program, bench)),
      () => withHtop(bench, (program) => costOf(program, bench)),
    );
    const nstop = meanCost(ours);
    const htop = meanCost(theirs);
    return [
      {
        budget: BUDGETS.crowdCpu,
        nstop: amount(nstop.cpu, "ms/s"),
        peer: `htop ${amount(htop.cpu, "ms/s")}`,
        value: nstop.cpu / htop.cpu,
        timesFloor: nstop.cpu / counterFloor([]),
      },
      {
        budget: BUDGETS.bytes,
        nstop: amount(nstop.bytes, "B/s"),
        peer: `htop ${amount(htop.bytes, "B/s")}`,
        value: nstop.bytes / htop.bytes,
        timesFloor: null,
      },
    ];
  },
};
