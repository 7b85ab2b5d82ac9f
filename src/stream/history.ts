import type { SnapshotLine, StreamState } from "./protocol.ts";

/** How many snapshots can be stepped back through, and values a sparkline has. */
const MAX_SNAPSHOTS = 60;

/** Rows in all of them together: what bounds the memory on a host of a thousand groups. */
const MAX_ROWS = 20_000;

type History = Pick<StreamState, "history" | "cpuHistory">;

export const EMPTY_HISTORY: History = { history: [], cpuHistory: new Map() };

/** Adds a snapshot; a second line of the same sample (with a detail that was slow) replaces the first. */
export function remember(past: History, line: SnapshotLine): History {
  const again = past.history.at(-1)?.takenAt === line.takenAt;
  return {
    history: boundHistory([...(again ? past.history.slice(0, -1) : past.history), line]),
    cpuHistory: again ? past.cpuHistory : rememberCpu(past.cpuHistory, line),
  };
}

/** Keeps the newest, whatever its size, and what fits of those before it. */
function boundHistory(history: readonly SnapshotLine[]): readonly SnapshotLine[] {
  let kept = 1;
  let rows = rowsOf(history.at(-1));
  while (kept < Math.min(history.length, MAX_SNAPSHOTS)) {
    rows += rowsOf(history.at(-kept - 1));
    if (rows > MAX_ROWS) break;
    kept += 1;
  }
  return history.slice(-kept);
}

function rowsOf(line: SnapshotLine | undefined): number {
  const { processes, mounts, sockets, inspection, inspectionSecrets } = line?.detail ?? {};
  const records = [inspection?.nodes, inspectionSecrets?.nodes];
  return [line?.groups, processes, mounts, sockets, ...records].reduce(
    (rows, list) => rows + (list?.length ?? 0),
    0,
  );
}

/** Groups that live no more are forgotten with their values. */
function rememberCpu(past: History["cpuHistory"], line: SnapshotLine): History["cpuHistory"] {
  if (line.intervalSeconds === null) return past;
  const next = new Map<string, readonly (number | null)[]>();
  for (const { id, cpu } of line.groups) next.set(id, withValue(past.get(id) ?? [], cpu.percent));
  return next;
}

/** Lists that are known to be full of one value: most groups sleep, and nobody looks through theirs in every sample. */
const STILL = new WeakSet<readonly (number | null)[]>();

/** The values with another one behind them; the same list where all are the same. */
function withValue(values: readonly (number | null)[], value: number | null): readonly (number | null)[] {
  if (STILL.has(values) && values[0] === value) return values;
  if (values.length < MAX_SNAPSHOTS || values.some((each) => each !== value)) {
    return [...values.slice(1 - MAX_SNAPSHOTS), value];
  }
  STILL.add(values);
  return values;
}
