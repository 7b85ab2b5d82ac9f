import { parseArgs } from "node:util";

/** How the soak was asked to run. */
export interface SoakArguments {
  /** How many processes come and go. */
  readonly processes: number;
  /** How many containers they are in. */
  readonly containers: number;
}

/**
 * Reads the command line.
 *
 * @throws RangeError, TypeError on what it does not understand.
 */
export function soakArguments(args: readonly string[]): SoakArguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      processes: { type: "string", default: "100000" },
      containers: { type: "string", default: "2000" },
    },
  });
  return {
    processes: positive("processes", values.processes),
    containers: positive("containers", values.containers),
  };
}

function positive(name: string, text: string): number {
  const number = Number(text);
  if (!(number > 0 && Number.isInteger(number))) {
    throw new RangeError(`--${name} ${text}: not a whole number above 0`);
  }
  return number;
}
