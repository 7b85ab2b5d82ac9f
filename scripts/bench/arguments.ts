import { parseArgs } from "node:util";
import { FIGURES } from "./budgets.ts";

/** How the benchmark was asked to run. */
export interface BenchArguments {
  readonly figures: readonly string[];
  readonly seconds: number;
  readonly warm: number;
  readonly rounds: number;
  readonly churnMinutes: number;
  /** The run is added to `docs/benchmarks.md`. */
  readonly write: boolean;
}

/**
 * Reads the command line; without a figure all are run.
 *
 * @throws RangeError, TypeError on what it does not understand.
 */
export function benchArguments(args: readonly string[]): BenchArguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      seconds: { type: "string", default: "20" },
      warm: { type: "string", default: "100" },
      rounds: { type: "string", default: "2" },
      "churn-minutes": { type: "string", default: "5" },
      write: { type: "boolean", default: false },
    },
  });
  const figures = positionals.map((name) => name.toUpperCase());
  const unknown = figures.find((name) => !FIGURES.includes(name));
  if (unknown !== undefined) throw new RangeError(`no figure ${unknown}: there are ${FIGURES.join(", ")}`);
  return {
    figures: figures.length > 0 ? figures : FIGURES,
    seconds: positive("seconds", values.seconds),
    warm: positive("warm", values.warm),
    rounds: Math.ceil(positive("rounds", values.rounds)),
    churnMinutes: positive("churn-minutes", values["churn-minutes"]),
    write: values.write,
  };
}

function positive(name: string, text: string): number {
  const number = Number(text);
  if (!(number > 0 && Number.isFinite(number))) throw new RangeError(`--${name} ${text}: not above 0`);
  return number;
}
