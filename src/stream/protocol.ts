import type { DetailPart } from "../collector/detail-sample.ts";
import type { LogRequest } from "../engines/log-request.ts";
import type { Detail } from "../model/detail.ts";
import type { HostEvent } from "../model/host-event.ts";
import type { Snapshot, Target } from "../model/snapshot.ts";
import type { LogBundle } from "./log-bundle.ts";
import type { LogState } from "./log-ring.ts";

/** What is on screen: only that is read. A later one replaces an earlier one, but for what it leaves out. */
export interface Wants {
  readonly detail: { readonly target: Target; readonly parts: readonly DetailPart[] } | null;
  /**
   * Ids of the groups whose figures are seen: those of the others, but for their CPU time, are read less often.
   * `null` or never said: all.
   */
  readonly onScreen?: readonly string[] | null;
  /** The log that is followed; `null`: none. Absent: unchanged. */
  readonly logs?: LogRequest | null;
  /** Seconds between samples; absent: unchanged. */
  readonly delaySeconds?: number;
  /** Take a sample at once rather than at the next tick. */
  readonly now?: boolean;
}

/** How the terminal was before the user interface took it: what the sampler restores when that dies. */
export interface SavedTerminal {
  /** The terminal's own name, such as `/dev/pts/3`: `/dev/tty` means nothing in another session. */
  readonly path: string;
  /** What `stty -g` printed. */
  readonly settings: string;
}

/** A line on the sampler's standard input. */
export type SamplerOrder =
  | Wants
  | { readonly terminal: SavedTerminal }
  /** A line was lost: the next one stands for itself. */
  | { readonly anew: true }
  /** The user interface ends by itself, and restores the terminal itself. */
  | { readonly closing: true };

/** A line of the sampler's output: a snapshot, with the wanted detail beside it … */
export interface SnapshotLine extends Snapshot {
  /** Absent while nothing is wanted; `null` when the target is gone. */
  readonly detail?: Detail | null;
  /** Counts up: the same number is the same reading, which a snapshot has again while the next takes its time. */
  readonly detailReading?: number;
}

/** The path of an issue that says why there is no detail. */
export const DETAIL_ISSUE = "detail";

/** … or a sign of life between two of them (only with `stream --wants`). */
export interface HeartbeatLine {
  /** Counts up. */
  readonly heartbeat: number;
}

/** Something that happened (only with `--events` or `--wants`): right before the snapshot that shows it. */
export interface EventLine {
  readonly event: HostEvent;
}

/** What has come of the log that is wanted (only with `--wants`). */
export interface LogBundleLine {
  readonly log: LogBundle;
}

export type StreamLine = SnapshotLine | HeartbeatLine | EventLine | LogBundleLine;

/** How the stream itself is doing. */
export interface StreamStatus {
  /** `starting` until the first snapshot; `stale` when signs of life stop; `ended` when a source has no more. */
  readonly state: "starting" | "live" | "stale" | "ended";
  /** One sentence for the status line, such as which file hung; `null` when all is well. */
  readonly message: string | null;
}

/** What the view draws; a new object for every change. */
export interface StreamState {
  readonly snapshot: SnapshotLine | null;
  /** Earlier snapshots, oldest first, the newest included; bounded. */
  readonly history: readonly SnapshotLine[];
  /** CPU percent of each group over the last samples (at most 60), oldest first; `null` where unknown. */
  readonly cpuHistory: ReadonlyMap<string, readonly (number | null)[]>;
  /** What happened, newest last; at most `MAX_EVENTS`. */
  readonly events: readonly HostEvent[];
  /** The end of the log that was wanted last; `null` until something has come of one. */
  readonly log: LogState | null;
  readonly status: StreamStatus;
}

/** The one thing the view subscribes to: a source of snapshots, live or replayed. */
export interface SnapshotStore {
  readonly subscribe: (listener: () => void) => () => void;
  readonly getSnapshot: () => StreamState;
  /** Tells the source what is on screen. */
  readonly want: (wants: Wants) => void;
  /** Ends the source; resolves when its processes are gone. */
  readonly close: () => Promise<void>;
}
