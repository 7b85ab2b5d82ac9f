import type { LogEntry } from "../engines/log-entry.ts";

/** A line of a log, or a gap in it: so many lines that came faster than they could be read. */
export type LogLine = LogEntry | { readonly skipped: number; readonly isMore: boolean };

/** How the reading of a log is doing. */
export interface LogStatus {
  /** `ended`: there is nothing more to come, or never was anything. */
  readonly state: "opening" | "following" | "waiting" | "ended";
  /** Why it is not being followed, and what to do; `null` when all is well. */
  readonly message: string | null;
}

/** What has come of a log since the last one. */
export interface LogBundle extends LogStatus {
  readonly groupId: string;
  /** What came before is not of this reading. */
  readonly isNew: boolean;
  readonly lines: readonly LogLine[];
}
