import { expect, test } from "vitest";
import { benchArguments } from "../../scripts/bench/arguments.ts";
import { FIGURES } from "../../scripts/bench/budgets.ts";

test("without a figure all are run, with what a full run takes", () => {
  expect(benchArguments([])).toEqual({
    figures: FIGURES,
    seconds: 20,
    warm: 100,
    rounds: 2,
    churnMinutes: 5,
    write: false,
  });
  expect(FIGURES).toEqual(["B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "B9"]);
});

test("named figures are run in a way of one's own", () => {
  expect(benchArguments(["b8", "B1", "--seconds", "5", "--churn-minutes", "0.5", "--write"])).toMatchObject({
    figures: ["B8", "B1"],
    seconds: 5,
    churnMinutes: 0.5,
    write: true,
  });
});

test.each([["B10"], ["--rounds", "0"], ["--seconds", "soon"], ["--faster"]])(
  "%s %s is refused",
  (...args) => {
    expect(() => benchArguments(args)).toThrow();
  },
);
