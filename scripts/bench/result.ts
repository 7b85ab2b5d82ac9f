import { BUDGETS, type Budget } from "./budgets.ts";

/** What was measured for one budget. */
export interface Measured {
  readonly budget: Budget;
  /** As it is printed, with its unit. */
  readonly nstop: string;
  /** As it is printed; "" where there is no peer. */
  readonly peer: string;
  /** What the budget limits, in its unit. */
  readonly value: number;
  /** How many times the bare reads that it takes at the least; `null` where reads are not what it costs. */
  readonly timesFloor: number | null;
}

/** Why there is nothing to hold against a budget. That counts as over it. */
export interface NotMeasured {
  readonly budget: Budget;
  readonly problem: string;
}

export type Result = Measured | NotMeasured;

/** Inside means at most what the budget says. */
export function isInside(result: Result): boolean {
  return "value" in result && result.value <= result.budget.atMost;
}

/** Puts results in the order of the budgets. */
export function inOrder(results: readonly Result[]): readonly Result[] {
  const order: readonly Budget[] = Object.values(BUDGETS);
  return results.toSorted((a, b) => order.indexOf(a.budget) - order.indexOf(b.budget));
}
