import type {
  CgroupRoot,
  HostMountFacts,
  InspectionFacts,
  InterfaceFacts,
  IpcFacts,
  MountFacts,
  ProcessPageFacts,
  RouteFacts,
  SocketFacts,
  UserFacts,
} from "../collector/detail-sample.ts";
import type { NamespacePin } from "../collector/namespace-survey.ts";
import type { MapInterfaceFacts } from "../collector/network-map-sample.ts";
import type { Issue } from "../collector/sample.ts";
import type { NamespaceType } from "../procfs/namespace-link.ts";
import type { SysvipcMsg } from "../procfs/sysvipc-msg.ts";
import type { SysvipcShm } from "../procfs/sysvipc-shm.ts";
import type { TimensOffsets } from "../procfs/timens-offsets.ts";
import type { CgroupView } from "./cgroup-view.ts";
import type { Finding, Group, SCHEMA_VERSION, Target } from "./snapshot.ts";

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
  readonly uts?: UtsView | null;
  readonly interfaces?: readonly InterfaceRow[] | null;
  readonly routes?: readonly RouteFacts[] | null;
  readonly sockets?: readonly SocketRow[] | null;
  readonly users?: UserFacts | null;
  readonly process?: ProcessPage | null;
  readonly environment?: readonly string[] | null;
  readonly ipc?: IpcView | null;
  readonly clocks?: TimensOffsets | null;
  readonly cgroupRoots?: readonly CgroupRoot[] | null;
  readonly security?: SecurityView | null;
  readonly cgroup?: CgroupView | null;
  readonly namespaces?: NamespaceView | null;
  readonly networkMap?: NetworkMap | null;
  /** `null` for what is no container. */
  readonly inspection?: InspectionFacts | null;
  /** The same with all values. */
  readonly inspectionSecrets?: InspectionFacts | null;
  /** Of its group. */
  readonly findings: readonly Finding[];
  readonly issues: readonly Issue[];
}

/** One process of a drill-down, in tree order: a parent comes before its children. */
export interface ProcessRow {
  readonly pid: number;
  /** Its pid in each pid namespace, host's first; the last is what it sees itself. */
  readonly namespacePids: readonly number[];
  readonly parentPid: number;
  /** Clock ticks after boot at which it started: with the pid, who it is. */
  readonly startTicks: number;
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
  /** The network namespace that its process is in, where that is another one than the socket's. */
  readonly ownerNetns: number | null;
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
  readonly uts: UtsView | null;
  readonly interfaces: readonly InterfaceRow[] | null;
  readonly routes: readonly RouteFacts[] | null;
  readonly sockets: readonly SocketRow[] | null;
  readonly ipc: IpcView | null;
  readonly users: UserFacts | null;
  /** By how much its clocks differ from the host's. */
  readonly clocks: TimensOffsets | null;
  readonly cgroupRoots: readonly CgroupRoot[] | null;
  readonly cgroup: CgroupView | null;
  readonly security: SecurityView | null;
  /** What a person should look at in it. */
  readonly findings: readonly Finding[];
  readonly issues: readonly Issue[];
}

/** The names of a uts namespace. */
export interface UtsView {
  readonly hostname: string;
  /** Empty when none is set. */
  readonly domainname: string;
  /** What the engine was told to set; `null` when it sets none, or has not been asked. */
  readonly engine: { readonly hostname: string; readonly domainname: string } | null;
}

/** What lives in an ipc namespace; a list that is not known is `null`. */
export interface IpcView extends Omit<IpcFacts, "sharedMemory" | "messageQueues"> {
  readonly sharedMemory: readonly SharedMemoryRow[] | null;
  readonly messageQueues: readonly MessageQueueRow[] | null;
}

export interface SharedMemoryRow extends Omit<SysvipcShm, "creatorPid"> {
  /** Host pid; `null` when it has ended, or was never a process that nstop could know. */
  readonly creatorPid: number | null;
  readonly creatorComm: string | null;
}

export interface MessageQueueRow extends Omit<SysvipcMsg, "lastSenderPid"> {
  /** As {@link SharedMemoryRow.creatorPid}. */
  readonly lastSenderPid: number | null;
  readonly lastSenderComm: string | null;
}

/** How isolated a group really is: what the engine was told beside what the kernel does. */
export interface SecurityView {
  /** The engine's word, else whether the leader has every capability and no seccomp; `null` when neither is known. */
  readonly privileged: boolean | null;
  readonly capabilities: {
    readonly effective: readonly string[];
    readonly bounding: readonly string[];
  } | null;
  readonly seccomp: "off" | "strict" | "filter" | null;
  readonly noNewPrivileges: boolean | null;
  readonly lsm: string | null;
  /** Whether root inside is another user outside. */
  readonly userNamespaced: boolean | null;
  /** Files and directories of the host that are mounted into it, those that its engine keeps for it left out. */
  readonly hostMounts: readonly HostMountFacts[] | null;
  readonly engineSocketMounted: boolean | null;
  /** One for each thing that confines: configured beside actual. */
  readonly comparison: readonly SecurityComparison[];
}

/** What the engine was told of one thing, and what the kernel does. */
export interface SecurityComparison {
  readonly what: string;
  /** `null` where the engine says nothing of it. */
  readonly configured: string | null;
  /** `null` where it could not be read. */
  readonly actual: string | null;
  /** Both are known, and cannot both be true. */
  readonly differs: boolean;
}

/** What `nstop namespaces --json` prints of one namespace. */
export interface NamespaceRecord {
  readonly type: NamespaceType;
  readonly inode: number;
  readonly parentInode: number | null;
  readonly ownerInode: number | null;
  /** Host pid of the topmost process in it; `null` when nobody lives in it. */
  readonly leaderPid: number | null;
  readonly leaderComm: string | null;
  /** RFC 3339. With type and inode, which namespace it is: inode numbers are used again. */
  readonly leaderStartedAt: string | null;
  readonly processes: number;
  readonly netnsId: number | null;
  /** What keeps it alive, its leader first; bounded. */
  readonly pinnedBy: readonly NamespacePin[];
  readonly morePins: number;
  /** Groups with a process in it. */
  readonly groupIds: readonly string[];
  readonly isHosts: boolean;
}

export interface NamespaceView {
  readonly namespaces: readonly NamespaceRecord[];
  /** From 0 to 1, of the deep look. */
  readonly progress: number;
}

/** `nstop namespaces --json`. */
export interface Namespaces {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly namespaces: readonly NamespaceRecord[];
  readonly issues: readonly Issue[];
}

/** An interface of the network map, with its rates. */
export interface MapInterface extends MapInterfaceFacts {
  /** Inode of the network namespace it is in. */
  readonly netns: number;
  readonly receiveBytesPerSecond: number | null;
  readonly transmitBytesPerSecond: number | null;
}

/** An interface by itself, or a cable with both its ends. */
export interface NetworkLink {
  /** Unique on the map. */
  readonly key: string;
  /** Of what it hangs on: the bridge that it is a port of, or the interface it is a macvlan, ipvlan or vlan of. */
  readonly parentKey: string | null;
  /** The interface; of a cable (`veth`) the end that is a port of a bridge, or else on the host. */
  readonly end: MapInterface;
  /** The other end of a cable; `null` when it is none, and when its namespace has not been looked at. */
  readonly otherEnd: MapInterface | null;
  /** The network namespace it leads to: that of the other end; `null` when that could not be told. */
  readonly netns: number | null;
  /** A process in that namespace; `null` when there is none. */
  readonly pid: number | null;
  /** The group that the traffic of that namespace is shown with, `host` for the host's; `null` when there is none. */
  readonly groupId: string | null;
  readonly groupName: string | null;
}

/** A container, or a group with a network namespace of its own, that no link of the map leads to by its own name. */
export interface UnlinkedGroup {
  readonly groupId: string;
  readonly groupName: string;
  /** It uses the host's network itself, it joined that of another group, or it has none but its loopback. */
  readonly network: "host" | "joined" | "none";
  /** Id of the group whose network it joined. */
  readonly joinedId: string | null;
}

/** How network namespaces are connected. */
export interface NetworkMap {
  /** Those of the host first; bridges before what hangs on none. Loopback is left out. */
  readonly links: readonly NetworkLink[];
  readonly unlinked: readonly UnlinkedGroup[];
  /** How many network namespaces have not been asked yet: where there are many, they take turns. */
  readonly unread: number;
}
