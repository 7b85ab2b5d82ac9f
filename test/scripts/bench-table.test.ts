import { describe, expect, test } from "vitest";
import { amount } from "../../scripts/bench/amount.ts";
import { BUDGETS } from "../../scripts/bench/budgets.ts";
import { inOrder, isInside, type Measured } from "../../scripts/bench/result.ts";
import { resultsTable } from "../../scripts/bench/results-table.ts";
import { runRecord } from "../../scripts/bench/run-record.ts";

const crowd: Measured = {
  budget: BUDGETS.crowdCpu,
  nstop: "41.0 ms/s",
  peer: "htop 126 ms/s",
  value: 41 / 126,
  timesFloor: 4.5,
};
const memory: Measured = { budget: BUDGETS.memory, nstop: "141 MB", peer: "", value: 141, timesFloor: null };
const missing = { budget: BUDGETS.namespacesOfCrowd, problem: "nstop has no such command yet" };

describe("the table of the benchmark", () => {
  test("says a figure's amounts, ratio, budget, distance to the floor and verdict", () => {
    const [titles, ...rows] = resultsTable([crowd, memory]).split("\n");
    expect(titles).toMatch(/^# +WHAT +NSTOP +PEER +RATIO +AT MOST +AIM +× FLOOR +VERDICT$/);
    expect(rows[0]).toMatch(/^B1 .* 41\.0 ms\/s +htop 126 ms\/s +0\.33 × +0\.35 × +0\.2 × +4\.50 × +inside$/);
    expect(rows[1]).toMatch(/^B6 .* 141 MB +- +- +130 MB +100 MB +- +over$/);
  });

  test("says below why a figure could not be measured, which counts as over", () => {
    const lines = resultsTable([missing]).split("\n");
    expect(lines[1]).toMatch(/^B4 .*- +- +- +1 × +0\.5 × +- +over$/);
    expect(lines.at(-1)).toBe("B4, namespaces --json, 2,000 processes: nstop has no such command yet");
  });

  test("has the order of the budgets, whatever was measured first", () => {
    expect(inOrder([memory, crowd, missing])).toEqual([crowd, missing, memory]);
  });
});

test("exactly the budget is inside, a hair above it is over", () => {
  expect(isInside({ ...memory, value: 130 })).toBe(true);
  expect(isInside({ ...memory, value: 130.01 })).toBe(false);
});

test("amounts have three digits, or more before the point", () => {
  expect(["0.05 ×", "9.99 ×", "41.3 ×", "5078 ×", "-12.3 ×"]).toEqual(
    [0.051, 9.991, 41.34, 5078.4, -12.34].map((value) => amount(value, "×")),
  );
});

test("a run is written down with the date, the machine and the command", () => {
  const record = runRecord({
    date: new Date("2026-01-02T03:04:05Z"),
    kernel: "6.18.44",
    cpus: "2 × AMD EPYC",
    runtime: "node v26.10.0",
    args: ["B1", "--write"],
    table: "# WHAT",
  });
  expect(record).toBe(
    "\n### 2026-01-02 03:04 UTC\n\nLinux 6.18.44, 2 × AMD EPYC, node v26.10.0.\n\n```\n$ npm run bench -- B1 --write\n# WHAT\n```\n",
  );
});
