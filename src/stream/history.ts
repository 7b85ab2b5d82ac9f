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
  return new Map(line.groups.map(({ id, cpu }) => [id, withValue(past.get(id) ?? [], cpu.percent)]));
}

/** The values with another one behind them; the same list where all are the same: most groups sleep. */
function withValue(values: readonly (number | null)[], value: number | null): readonly (number | null)[] {
  const isStill = values.length === MAX_SNAPSHOTS && values.every((each) => each === value);
  return isStill ? values : [...values, value].slice(-MAX_SNAPSHOTS);
}
