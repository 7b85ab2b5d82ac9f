import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Environment, runProgram } from "./run-program.ts";

/** How many tests did what. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Something that is no test, and failed. */
export const FAILURE: Counts = { passed: 0, failed: 1, skipped: 0 };

/** What Vitest's JSON reporter writes, as far as it is counted here. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
}

/** Runs Vitest, and counts what it ran. */
export async function runVitest(
  args: readonly string[],
  environment: Environment,
  output: "inherit" | "keep" = "inherit",
): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), "nstop-test-"));
  const file = join(folder, "report.json");
  try {
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile=${file}`];
    const status = await runProgram("vitest", ["run", ...args, ...reporters], environment, output);
    const report = readReport(file);
    if (report === null) return FAILURE;
    const { numPassedTests: passed, numFailedTests: failed, numPendingTests, numTodoTests } = report;
    // A file that does not load, or an error outside of any test, fails without a test that did.
    return {
      passed,
      failed: status === 0 ? failed : Math.max(1, failed),
      skipped: numPendingTests + numTodoTests,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** `null` when Vitest did not come as far as to write one. */
function readReport(file: string): Report | null {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    console.error(`Vitest left no report: ${error instanceof Error ? error.message : error}`);
    return null;
  }
}
