import { type TextColumn, textTable } from "../../src/report/text-table.ts";
import { amount } from "./amount.ts";
import { isInside, type Measured, type Result } from "./result.ts";

const COLUMNS: readonly TextColumn<Result>[] = [
  { title: "#", text: ({ budget }) => budget.figure },
  { title: "WHAT", text: ({ budget }) => budget.what },
  { title: "NSTOP", text: measured(({ nstop }) => nstop) },
  { title: "PEER", text: measured(({ peer }) => (peer === "" ? "-" : peer)) },
  {
    title: "RATIO",
    align: "right",
    text: measured(({ budget, value }) => (budget.unit === "×" ? ratio(value) : "-")),
  },
  { title: "AT MOST", align: "right", text: ({ budget }) => limit(budget.atMost, budget.unit) },
  {
    title: "AIM",
    align: "right",
    text: ({ budget }) => (budget.aim === null ? "-" : limit(budget.aim, budget.unit)),
  },
  {
    title: "× FLOOR",
    align: "right",
    text: measured(({ timesFloor }) => (timesFloor === null ? "-" : ratio(timesFloor))),
  },
  { title: "VERDICT", text: (result) => (isInside(result) ? "inside" : "over") },
];

/** Lays results out in a table, and says below it why something could not be measured. */
export function resultsTable(results: readonly Result[]): string {
  const table = textTable(COLUMNS, results, { color: false, ascii: false, columns: null });
  const problems = results.flatMap((result) =>
    "problem" in result ? [`${result.budget.figure}, ${result.budget.what}: ${result.problem}`] : [],
  );
  return [...table, ...(problems.length > 0 ? ["", ...problems] : [])].join("\n");
}

function measured(text: (result: Measured) => string): (result: Result) => string {
  return (result) => ("problem" in result ? "-" : text(result));
}

function ratio(value: number): string {
  return amount(value, "×");
}

function limit(value: number, unit: string): string {
  return `${value} ${unit}`;
}
