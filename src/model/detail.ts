import type {
  IdRange,
  InterfaceFacts,
  MountFacts,
  ProcessPageFacts,
  RouteFacts,
  SocketFacts,
  UserFacts,
} from "../collector/detail-sample.ts";
import type { Issue } from "../collector/sample.ts";
import type { Group, SCHEMA_VERSION, Target } from "./snapshot.ts";

/** The drill-down of one target: a part that was not asked for is absent, one that is not known is `null`. */
export interface Detail {
  readonly target: Target;
  /** The group the target is in; of a namespace, that of its topmost process. */
  readonly group: Group;
  /** Of a namespace target: ids of every group with a process in it. */
  readonly groupIds: readonly string[];
  /** The process whose namespaces, mounts and interfaces these are. */
  readonly referencePid: number | null;
  readonly processes?: readonly ProcessRow[];
  readonly mounts?: readonly MountFacts[] | null;
  readonly uts?: { readonly hostname: string; readonly domainname: string } | null;
  readonly interfaces?: readonly InterfaceRow[] | null;
  readonly routes?: readonly RouteFacts[] | null;
  readonly sockets?: readonly SocketRow[] | null;
  readonly users?: UserFacts | null;
  readonly process?: ProcessPage | null;
  readonly environment?: readonly string[] | null;
  readonly issues: readonly Issue[];
}

/** One process of a drill-down, in tree order: a parent comes before its children. */
export interface ProcessRow {
  readonly pid: number;
  /** Its pid in each pid namespace, host's first; the last is what it sees itself. */
  readonly namespacePids: readonly number[];
  readonly parentPid: number;
  /** How deep below the topmost process of the group: 0 for the topmost. */
  readonly depth: number;
  readonly uid: number | null;
  readonly user: string | null;
  readonly state: string;
  readonly cpuPercent: number | null;
  readonly residentBytes: number | null;
  readonly threads: number;
  /** RFC 3339. */
  readonly startedAt: string | null;
  readonly comm: string;
  readonly command: readonly string[] | null;
  readonly io: { readonly readBytesPerSecond: number | null; readonly writeBytesPerSecond: number | null };
  /** What could not be read of it, such as "command line hangs". */
  readonly issues: readonly string[];
}

export interface InterfaceRow extends Omit<InterfaceFacts, "peer"> {
  readonly receiveBytesPerSecond: number | null;
  readonly transmitBytesPerSecond: number | null;
  readonly peer:
    | (NonNullable<InterfaceFacts["peer"]> & {
        /** Name of the group the other end is in, when that is not the host. */
        readonly container: string | null;
      })
    | null;
}

export interface SocketRow extends SocketFacts {
  /** `ADDRESS:PORT` on the host that leads here. */
  readonly publishedAs: string | null;
}

export interface ProcessPage extends ProcessPageFacts {
  /** Names such as `CAP_NET_ADMIN`, by set: `inheritable`, `permitted`, `effective`, `bounding`, `ambient`. */
  readonly capabilities: Readonly<Record<string, readonly string[]>> | null;
  /** Ids of other groups in each of its namespaces, and whether it is the host's. */
  readonly sharing: Group["namespaces"];
}

/** What `nstop show TARGET --json` prints. */
export interface Show {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly group: Group;
  /** Every group with a process in it, when the target is a namespace. */
  readonly groupIds: readonly string[];
  readonly processes: readonly ProcessRow[];
  readonly mounts: readonly MountFacts[] | null;
  readonly uts: { readonly hostname: string; readonly domainname: string } | null;
  readonly interfaces: readonly InterfaceRow[] | null;
  readonly routes: readonly RouteFacts[] | null;
  readonly sockets: readonly SocketRow[] | null;
  /** Not read yet by this version. */
  readonly ipc: null;
  readonly users: {
    readonly uidMap: readonly IdRange[];
    readonly gidMap: readonly IdRange[];
    readonly setgroups: string | null;
  } | null;
  readonly cgroup: null;
  readonly security: null;
  readonly issues: readonly Issue[];
}
