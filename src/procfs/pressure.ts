import { keyValueLines } from "./key-value-lines.ts";
import { malformed } from "./malformed.ts";
import { decimal } from "./number.ts";

const FILE = "/proc/pressure";

/** Pressure stall figures of one resource: percent of the last 10, 60 and 300 s in which tasks waited for it. */
export interface Pressure {
  /** Time in which at least one task waited. */
  readonly some10Percent: number;
  readonly some60Percent: number;
  readonly some300Percent: number;
  /** Time in which every task that was not idle waited; `null` where the kernel does not account it. */
  readonly full10Percent: number | null;
  readonly full60Percent: number | null;
  readonly full300Percent: number | null;
}

/**
 * Parses `/proc/pressure/cpu`, `memory` or `io`, and a cgroup's `cpu.pressure` and so on.
 *
 * @throws {SyntaxError} If there is no `some` line, or a line is malformed.
 * @see https://docs.kernel.org/accounting/psi.html
 */
export function parsePressure(text: string): Pressure {
  const rows = keyValueLines(text, " ", FILE);
  const [some10Percent, some60Percent, some300Percent] = averages(rows.get("some"));
  const full = rows.get("full");
  const [full10Percent, full60Percent, full300Percent] =
    full === undefined ? [null, null, null] : averages(full);
  return { some10Percent, some60Percent, some300Percent, full10Percent, full60Percent, full300Percent };
}

function averages(row: string | undefined): [number, number, number] {
  const match = /^avg10=(\S+) avg60=(\S+) avg300=(\S+) total=\d+$/.exec(row ?? "");
  if (match === null) throw malformed(FILE, row);
  return [decimal(match[1], FILE), decimal(match[2], FILE), decimal(match[3], FILE)];
}
