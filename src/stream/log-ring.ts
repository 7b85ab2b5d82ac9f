import type { LogBundle, LogLine, LogStatus } from "./log-bundle.ts";

/** What is kept of a log, at most: the newest. */
const MAX_LINES = 5000;
const MAX_CHARACTERS = 4 * 1024 * 1024;

/** A line with a number of its own, which counts up as long as the log is looked at. */
export type KeptLine = LogLine & { readonly id: number };

/** The end of a log. */
export interface LogState extends LogStatus {
  readonly groupId: string;
  /** Oldest first. */
  readonly lines: readonly KeptLine[];
  readonly nextId: number;
}

/** The log with what has come of it; of another one, or of one that is read anew, only that. */
export function keepLog(log: LogState | null, bundle: LogBundle): LogState {
  const { groupId, isNew, lines, state, message } = bundle;
  const nextId = log?.nextId ?? 0;
  const before = isNew || log?.groupId !== groupId ? [] : log.lines;
  const added = lines.map((line, index) => ({ ...line, id: nextId + index }));
  const kept = added.length === 0 ? before : bounded([...before, ...added]);
  return { groupId, lines: kept, nextId: nextId + added.length, state, message };
}

function bounded(lines: readonly KeptLine[]): readonly KeptLine[] {
  let characters = 0;
  let start = lines.length;
  while (start > 0 && lines.length - start < MAX_LINES) {
    characters += sizeOf(lines[start - 1]);
    if (characters > MAX_CHARACTERS) break;
    start -= 1;
  }
  return start === 0 ? lines : lines.slice(start);
}

function sizeOf(line: KeptLine | undefined): number {
  return line === undefined || "skipped" in line ? 0 : line.text.length;
}
