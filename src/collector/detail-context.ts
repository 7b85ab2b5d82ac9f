import type { HostPrograms } from "../host/host-programs.ts";
import type { HostReader } from "../host/host-reader.ts";
import type { PerNamespace } from "../procfs/namespace-link.ts";
import type { IssueLog } from "./issue-log.ts";
import type { TrackedProcess } from "./tracked-process.ts";

/** With what, and knowing what, the parts of one drill-down are read. */
export interface DetailContext {
  readonly reader: HostReader;
  readonly programs: HostPrograms;
  /** Of this drill-down alone. */
  readonly issues: IssueLog;
  /** When it was begun to be read. */
  readonly nowSeconds: number;
  /** For counters, whose rates want the moment at which they were read. */
  readonly monotonicSeconds: () => number;
  /** The process whose namespaces, mounts and so on are meant. */
  readonly pid: number;
  /** Its namespaces. */
  readonly namespaces: PerNamespace<number | null>;
  /** Those nstop itself is in. */
  readonly ownNamespaces: PerNamespace<number | null>;
  readonly hostNamespaces: PerNamespace<number | null>;
  /** All that are alive, in the order of their pids. */
  readonly processes: readonly TrackedProcess[];
}
