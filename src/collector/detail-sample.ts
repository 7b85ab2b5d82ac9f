import type { PerNamespace } from "../procfs/namespace-link.ts";
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
] as const;
export type DetailPart = (typeof DETAIL_PARTS)[number];

/** What to read in detail. */
export interface DetailRequest {
  /** Host pids of the processes to list. */
  readonly pids: readonly number[];
  /** The process whose namespaces, mounts and so on are meant: the leader, or the one a person named. */
  readonly referencePid: number;
  readonly parts: readonly DetailPart[];
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
  readonly issues: readonly Issue[];
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
  readonly uidMap: readonly IdRange[];
  readonly gidMap: readonly IdRange[];
  readonly setgroups: string | null;
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
