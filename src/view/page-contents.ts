import type { Detail } from "../model/detail.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { SnapshotLine } from "../stream/protocol.ts";
import type { ShownEvent } from "./action-report.ts";
import type { LogsOnScreen } from "./logs-section.ts";

/** What the sections of a page are made from. */
export interface PageContents {
  readonly detail: Detail;
  /** The sample that is shown, which is not the newest while a person steps back through them. */
  readonly snapshot: Snapshot;
  /** What had happened by then, newest last. */
  readonly events: readonly ShownEvent[];
  /** The last samples up to that one and with it, oldest first. */
  readonly history: readonly SnapshotLine[];
  /** Of the group, where that is what the page shows. */
  readonly logs: LogsOnScreen;
}
