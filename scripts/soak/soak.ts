import { setTimeout as sleep } from "node:timers/promises";
import type { SoakArguments } from "./arguments.ts";
import { Churn } from "./churn.ts";
import { type Growth, growthOf } from "./growth.ts";
import { type Reading, type Watched, watchStream, watchUi } from "./watched.ts";

const LOOK_MILLISECONDS = 500;

const MEGABYTE = 1e6;
const TEN_THOUSAND = 10_000;

/** What is looked at, and in what it is told. */
const FIGURES = [
  { what: "memory", unit: "MB", of: ({ memory }: Reading) => memory / MEGABYTE },
  { what: "descriptors", unit: "descriptors", of: ({ descriptors }: Reading) => descriptors },
  { what: "children", unit: "children", of: ({ children }: Reading) => children },
] as const;

interface Look {
  /** How many processes had come and gone. */
  readonly processes: number;
  readonly reading: Reading;
}

/**
 * Watches what nstop takes while processes and containers come and go.
 *
 * @param tell - Hears of each look how far it is.
 */
export async function soak(
  { processes, containers }: SoakArguments,
  signal: AbortSignal,
  tell: (processes: number, containers: number) => void,
): Promise<readonly Growth[]> {
  const watched = [watchUi(), watchStream()];
  const churn = new Churn(processes, containers);
  const looks = new Map(watched.map((each): [Watched, Look[]] => [each, []]));
  try {
    while (!churn.isOver) {
      await sleep(LOOK_MILLISECONDS, undefined, { signal });
      for (const [each, seen] of looks) seen.push({ processes: churn.processes, reading: each.read() });
      tell(churn.processes, churn.containers);
    }
  } finally {
    await churn.end();
    for (const each of watched) await each.close();
  }
  return [...looks].flatMap(([{ name }, seen]) => growths(name, seen));
}

function growths(name: string, looks: readonly Look[]): readonly Growth[] {
  return FIGURES.map(({ what, unit, of }) =>
    growthOf(
      `${what} of ${name}`,
      unit,
      looks.map(({ processes, reading }) => ({ x: processes / TEN_THOUSAND, y: of(reading) })),
    ),
  );
}
