/**
 * `npm run bench [-- B1 B8 …]`: what nstop costs beside its peers, as one table. See `docs/benchmarks.md`.
 *
 *   --seconds N         measuring window, 20
 *   --warm N            seconds that nstop runs before it, 30
 *   --rounds N          how often nstop and its peer take turns, 2
 *   --churn-minutes N   how long B6 watches memory grow, 5
 *   --write             adds the run to docs/benchmarks.md
 *
 * Ends with 1 when anything is over its budget or could not be measured, with 2 when it was asked wrongly.
 */
import { type BenchArguments, benchArguments } from "./bench/arguments.ts";
import { BenchLab } from "./bench/bench-lab.ts";
import { say } from "./bench/progress.ts";
import { inOrder, isInside } from "./bench/result.ts";
import { resultsTable } from "./bench/results-table.ts";
import { recordRun } from "./bench/run-record.ts";
import { runStages } from "./bench/run-stages.ts";
import { STAGES } from "./bench/stages.ts";

const args = readArguments();
if (process.getuid?.() !== 0) {
  say("namespaces and cgroups need root: sudo npm run bench");
  process.exit(1);
}
const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stop.abort());
const lab = new BenchLab();
lab.clear();
process.on("exit", () => lab.clear());
try {
  const results = await runStages(STAGES, ({ figure }) => args.figures.includes(figure), {
    ...args,
    lab,
    signal: stop.signal,
  });
  const table = resultsTable(inOrder(results));
  console.log(table);
  if (args.write) recordRun(process.argv.slice(2), table);
  process.exitCode = results.every(isInside) ? 0 : 1;
} catch (error) {
  if (!stop.signal.aborted) throw error;
  say("interrupted");
  process.exitCode = 130;
}

function readArguments(): BenchArguments {
  try {
    return benchArguments(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    say(error.message);
    process.exit(2);
  }
}
