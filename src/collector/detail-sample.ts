import type { EngineName } from "../engines/engine.ts";
import type { InspectionNodes } from "../engines/inspection.ts";
import type { PerNamespace } from "../procfs/namespace-link.ts";
import type { SysvipcMsg } from "../procfs/sysvipc-msg.ts";
import type { SysvipcSem } from "../procfs/sysvipc-sem.ts";
import type { SysvipcShm } from "../procfs/sysvipc-shm.ts";
import type { TimensOffsets } from "../procfs/timens-offsets.ts";
import type { CgroupFacts } from "./cgroup-facts.ts";
import type { NamespaceSurvey } from "./namespace-survey.ts";
import type { NetworkMapSample } from "./network-map-sample.ts";
import type { Issue } from "./sample.ts";

/** The parts of a drill-down; only those that somebody looks at are read. */
export const DETAIL_PARTS = [
  "processes",
  "mounts",
  "uts",
  "interfaces",
  "routes",
  "sockets",
  "users",
  "process",
  "environment",
  "ipc",
  "clocks",
  "cgroupRoots",
  "security",
  "cgroup",
  "namespaces",
  "networkMap",
  "inspection",
  "inspectionSecrets",
] as const;
export type DetailPart = (typeof DETAIL_PARTS)[number];

/** What to read in detail. */
export interface DetailRequest {
  /** Host pids of the processes to list. */
  readonly pids: readonly number[];
  /** The process whose namespaces, mounts and so on are meant: the leader, or the one a person named. */
  readonly referencePid: number;
  readonly parts: readonly DetailPart[];
  /** The container whose record is wanted; absent where none is, and for what is no container. */
  readonly container?: {
    readonly id: string;
    readonly engine: EngineName | null;
    /** URL of the socket of the engine that knows it. */
    readonly endpoint: string | null;
    readonly cgroupPath: string;
  };
}

/** Raw facts of a drill-down. A part that was not asked for is absent; one that could not be read is `null`. */
export interface DetailSample {
  readonly monotonicSeconds: number;
  readonly processes?: readonly ProcessFacts[];
  readonly mounts?: readonly MountFacts[] | null;
  readonly uts?: { readonly hostname: string; readonly domainname: string } | null;
  readonly interfaces?: readonly InterfaceFacts[] | null;
  readonly routes?: readonly RouteFacts[] | null;
  readonly sockets?: readonly SocketFacts[] | null;
  readonly users?: UserFacts | null;
  readonly process?: ProcessPageFacts | null;
  readonly environment?: readonly string[] | null;
  readonly ipc?: IpcFacts | null;
  readonly clocks?: TimensOffsets | null;
  readonly cgroupRoots?: readonly CgroupRoot[] | null;
  readonly security?: SecurityFacts | null;
  readonly cgroup?: CgroupFacts | null;
  /** Of the host as a whole. */
  readonly namespaces?: NamespaceSurvey | null;
  readonly networkMap?: NetworkMapSample | null;
  /** `null` for what is no container. */
  readonly inspection?: InspectionFacts | null;
  /** The same with all values. */
  readonly inspectionSecrets?: InspectionFacts | null;
  readonly issues: readonly Issue[];
}

/** What its engine has on record of a container. */
export interface InspectionFacts extends InspectionNodes {
  /** Who said it, or the file that it is in; `null` where there is none. */
  readonly source: string | null;
  /** Why it is not the engine's own answer, and what to do; `null` when it is. */
  readonly message: string | null;
}

/** What the process list shows beyond {@link import("./sample.ts").ProcessSample}. */
export interface ProcessFacts {
  readonly pid: number;
  readonly startTicks: number;
  /** Its pid in each pid namespace, host's first: the last is the one it sees itself. */
  readonly namespacePids: readonly number[] | null;
  readonly uid: number | null;
  /** From the host's `/etc/passwd`; `null` when the uid has no name there. */
  readonly user: string | null;
  /** Arguments; `null` when not readable, empty for kernel threads and zombies. */
  readonly command: readonly string[] | null;
  /** Set when reading its command line would hang. */
  readonly commandHangs: boolean;
  readonly io: { readonly readBytes: number; readonly writeBytes: number } | null;
}

export interface MountFacts {
  readonly mountId: number;
  readonly parentId: number;
  readonly mountPoint: string;
  readonly root: string;
  readonly fsType: string;
  readonly source: string;
  readonly options: readonly string[];
  readonly superOptions: readonly string[];
  /** `private`, `shared:N`, `master:N`, `unbindable`, joined by commas. */
  readonly propagation: string;
  /**
   * The host has its file system mounted as well, so that what is written there is written on the host. Never so in
   * the host's own mount namespace; `null` when it is not known what the host has mounted.
   */
  readonly fromHost: boolean | null;
}

export interface InterfaceFacts {
  /** `null` where only the kernel's files could be asked, which do not tell it of every interface. */
  readonly index: number | null;
  readonly name: string;
  /** `veth`, `bridge`, `loopback`, `physical`, … */
  readonly kind: string;
  readonly mac: string | null;
  readonly mtu: number | null;
  /** `up`, `down`, `unknown`, as the kernel's operational state. */
  readonly state: string;
  readonly addresses: readonly {
    readonly address: string;
    readonly prefixLength: number;
    readonly family: "inet" | "inet6";
  }[];
  /** The other end of a `veth`. */
  readonly peer: {
    /** Inode of the network namespace it is in; `null` when it could not be told. */
    readonly netns: number | null;
    readonly index: number;
    readonly name: string | null;
    /** The bridge the other end hangs on. */
    readonly bridge: string | null;
  } | null;
  readonly receiveBytes: number;
  readonly transmitBytes: number;
  readonly receiveDropped: number;
  readonly transmitDropped: number;
  readonly receiveErrors: number;
  readonly transmitErrors: number;
}

export interface RouteFacts {
  /** `0.0.0.0/0` and `::/0` are the default routes. */
  readonly destination: string;
  readonly gateway: string | null;
  readonly interface: string;
  readonly metric: number;
}

export interface SocketFacts {
  readonly protocol: "tcp" | "tcp6" | "udp" | "udp6" | "unix";
  /** Path for `unix`. */
  readonly localAddress: string;
  readonly localPort: number | null;
  readonly remoteAddress: string | null;
  readonly remotePort: number | null;
  /** `LISTEN`, `ESTABLISHED`, …: the kernel's names. */
  readonly state: string;
  readonly inode: number;
  /** Host pid of a process that has it open; `null` when none is known. */
  readonly pid: number | null;
}

/** Lines of `uid_map`: ids from `inside` on are ids from `outside` on, `length` of them. */
export interface IdRange {
  readonly inside: number;
  readonly outside: number;
  readonly length: number;
}

export interface UserFacts {
  /** The user namespace that these are the maps of; `null` when it may not be told. */
  readonly inode: number | null;
  readonly uidMap: readonly IdRange[];
  readonly gidMap: readonly IdRange[];
  /** Whether groups may be dropped inside: `allow` or `deny`. */
  readonly setgroups: string | null;
  /** Who root inside is outside, with the name it has on the host; `null` when it is nobody there. */
  readonly root: { readonly uid: number; readonly user: string | null } | null;
  /** The user namespace that owns it, which is the one around it; `null` when that is not known. */
  readonly ownerInode: number | null;
}

/** The cgroup that a cgroup namespace takes for the root of a hierarchy. */
export interface CgroupRoot {
  /** Controllers of a v1 hierarchy, joined by commas; empty for cgroup v2. */
  readonly controllers: string;
  /** `null` when the process is outside of it, and it cannot be told. */
  readonly path: string | null;
}

/** The process page. */
export interface ProcessPageFacts {
  readonly pid: number;
  readonly namespaces: PerNamespace<number | null>;
  readonly namespacePids: readonly number[] | null;
  readonly uids: readonly number[] | null;
  readonly gids: readonly number[] | null;
  readonly groups: readonly number[] | null;
  /** Hexadecimal masks of `/proc/[pid]/status`, by name without `Cap`: `Inh`, `Prm`, `Eff`, `Bnd`, `Amb`. */
  readonly capabilityMasks: Readonly<Record<string, string>> | null;
  readonly seccomp: number | null;
  readonly noNewPrivileges: boolean | null;
  readonly lsm: string | null;
  readonly cgroups: readonly { readonly controllers: string; readonly path: string }[] | null;
  /** Open files: descriptor number and what its link says; `null` when not readable. */
  readonly files: readonly { readonly descriptor: number; readonly target: string }[] | null;
  readonly limits:
    | readonly {
        readonly name: string;
        readonly soft: string;
        readonly hard: string;
        readonly units: string;
      }[]
    | null;
  readonly oomScore: number | null;
  readonly workingDirectory: string | null;
  readonly executable: string | null;
}

/** What lives in an ipc namespace. A list that is not known is `null`; each is bounded. */
export interface IpcFacts {
  readonly sharedMemory: readonly SysvipcShm[] | null;
  readonly semaphores: readonly SysvipcSem[] | null;
  readonly messageQueues: readonly SysvipcMsg[] | null;
  /** As a `mqueue` file system of the namespace shows them; not known where none is mounted. */
  readonly posixMessageQueues: readonly PosixMessageQueueFacts[] | null;
  /** Files in `/dev/shm`, which belong to the mount namespace; not known where nothing is mounted there. */
  readonly posixSharedMemory: readonly PosixSharedMemoryFacts[] | null;
}

export interface PosixMessageQueueFacts {
  readonly name: string;
  /** Of the messages that wait in it; `null` when this user may not ask. */
  readonly bytes: number | null;
  readonly ownerUid: number;
}

export interface PosixSharedMemoryFacts {
  /** Begins with `sem.` when it is a semaphore. */
  readonly name: string;
  readonly bytes: number;
  readonly ownerUid: number;
}

/** What the kernel says of how a process is confined: raw, for a judgement of how isolated it is. */
export interface SecurityFacts {
  /** Hexadecimal masks, as in {@link ProcessPageFacts.capabilityMasks}. */
  readonly capabilityMasks: Readonly<Record<string, string>> | null;
  /** Bounding set of pid 1: nobody on this host can have more. */
  readonly hostBoundingMask: string | null;
  /** 0 off, 1 strict, 2 filter. */
  readonly seccomp: number | null;
  readonly noNewPrivileges: boolean | null;
  readonly lsm: string | null;
  readonly uidMap: readonly IdRange[] | null;
  readonly mounts: readonly { readonly mountPoint: string; readonly writable: boolean }[] | null;
  /** Files of the host that it sees; none in the host's own mount namespace. */
  readonly hostFiles: readonly HostMountFacts[] | null;
}

/** A file or directory of the host that is mounted into a mount namespace. */
export interface HostMountFacts {
  /** Path on the host. */
  readonly source: string;
  readonly mountPoint: string;
  readonly writable: boolean;
}
