import type { Bench, Load, Measurement, Stage } from "./bench.ts";
import type { Budget } from "./budgets.ts";
import { missingPrograms, type Program } from "./programs.ts";
import { say } from "./progress.ts";
import type { NotMeasured, Result } from "./result.ts";

/**
 * Makes each load that the wanted figures need, measures under it, and takes it away.
 *
 * What goes wrong with one measurement is its result; the others go on.
 *
 * @returns Results of the wanted figures, in the order in which they were measured.
 */
export async function runStages(
  stages: readonly Stage[],
  isWanted: (budget: Budget) => boolean,
  bench: Bench,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const { load, measurements } of stages) {
    const wanted = measurements.filter(({ budgets }) => budgets.some(isWanted));
    if (wanted.length > 0) results.push(...(await runStage({ load, measurements: wanted }, bench)));
  }
  return results.filter(({ budget }) => isWanted(budget));
}

async function runStage({ load, measurements }: Stage, bench: Bench): Promise<readonly Result[]> {
  const problem = load === null ? null : await make(load, bench);
  const results: Result[] = [];
  for (const measurement of measurements) {
    results.push(...(problem === null ? await measure(measurement, bench) : failed(measurement, problem)));
  }
  bench.lab.clear();
  return results;
}

/** @returns Why there is no such load. */
async function make(load: Load, bench: Bench): Promise<string | null> {
  say(`making ${load.what}`);
  const made = await unlessItFails(load.needs, bench, async () => load.make(bench.lab));
  return "problem" in made ? made.problem : null;
}

async function measure(measurement: Measurement, bench: Bench): Promise<readonly Result[]> {
  say(measurement.budgets.map(({ figure, what }) => `${figure}: ${what}`).join("; "));
  const measured = await unlessItFails(measurement.needs, bench, () => measurement.measure(bench));
  return "problem" in measured ? failed(measurement, measured.problem) : measured.result;
}

/** Does something that needs programs. A failure is told; Ctrl-C ends all. */
async function unlessItFails<Done>(
  needs: readonly Program[],
  { signal }: Bench,
  act: () => Promise<Done>,
): Promise<{ readonly result: Done } | { readonly problem: string }> {
  signal.throwIfAborted();
  const problem = missingPrograms(needs);
  if (problem !== null) return { problem };
  try {
    return { result: await act() };
  } catch (error) {
    if (signal.aborted || !(error instanceof Error)) throw error;
    say(error.message);
    return { problem: error.message.split("\n")[0] ?? error.name };
  }
}

function failed({ budgets }: Measurement, problem: string): readonly NotMeasured[] {
  return budgets.map((budget) => ({ budget, problem }));
}
