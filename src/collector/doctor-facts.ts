import type { EngineName, EngineReport } from "../engines/engine.ts";
import type { ReadFailureKind } from "../host/read-failure.ts";
import type { IdRange } from "../procfs/id-map.ts";
import type { KernelVersion } from "../procfs/kernel-release.ts";
import type { PerNamespace } from "../procfs/namespace-link.ts";
import type { HostSample } from "./sample.ts";

/**
 * What `nstop doctor` found, part by part, without judgement. `null` is what could not be found out. A part is found
 * by itself: one that hangs takes no other with it.
 */
export interface DoctorFacts {
  readonly kernel: KernelFacts;
  readonly controlGroups: ControlGroupFacts;
  readonly place: PlaceFacts;
  readonly programs: readonly ProgramFacts[];
  readonly engines: EngineFacts;
  readonly runtime: RuntimeFacts;
  readonly rights: RightsFacts;
}

/** A part; or why it could not be found out, as a piece of a sentence. */
export type Found<Facts> = { readonly facts: Facts } | { readonly failure: string };

/** Every part, as far as each was found out. */
export type DoctorFindings = { readonly [Part in keyof DoctorFacts]: Found<DoctorFacts[Part]> };

/** What came of a try to read something. */
export type Outcome = "read" | ReadFailureKind;

/** What this kernel counts and has. */
export interface KernelFacts {
  readonly release: string | null;
  readonly version: KernelVersion | null;
  /** `/proc/pressure/cpu`. */
  readonly pressure: Outcome;
  /** Why there is none: built without, off on its command line, off unless asked for there; or that this `/proc` has only processes. */
  readonly pressureIsOff: "not-built" | "by-argument" | "by-default" | "hidden" | null;
  /** `/proc/self/ns/time`. */
  readonly timeNamespaces: Outcome;
  /** `/proc/self/io`. */
  readonly ioAccounting: Outcome;
  /** `/proc/self/schedstat`. */
  readonly runTimes: Outcome;
}

/** Where the controllers that nstop reads live. */
export interface ControlGroupFacts {
  /** `null`: nothing is mounted. */
  readonly version: HostSample["cgroupVersion"] | null;
  readonly controllers: readonly ControllerFacts[];
  /** Whether what is mounted begins at the top of the host's tree; `false`: at some container's cgroup. */
  readonly isWholeTree: boolean | null;
  /** Which cgroup it begins at, as far as nstop is told. */
  readonly mountedRoot: string | null;
}

/** One controller; `io` is called `blkio` in v1. */
export interface ControllerFacts {
  readonly name: "cpu" | "cpuacct" | "cpuset" | "memory" | "pids" | "io" | "freezer";
  /** Where its files are; `null`: in no hierarchy that is mounted. */
  readonly home: { readonly version: "v1" | "v2"; readonly mountPoint: string } | null;
  /** v2 has it, but does not hand it down to the cgroups below. */
  readonly isWithheld: boolean;
  /** Whether the kernel has it at all; `disabled` on its command line. */
  readonly inKernel: "enabled" | "disabled" | "absent" | null;
}

/** Where nstop itself runs. */
export interface PlaceFacts {
  /** For each type whether nstop's own namespace is the host's. */
  readonly isHosts: PerNamespace<boolean | null>;
  /** Container that its cgroup names, such as `docker 75da4671e44a`; `null` for none. */
  readonly container: string | null;
}

/** A program of the host that nstop runs. */
export interface ProgramFacts {
  readonly name: ProgramName;
  /** Absolute. */
  readonly path: string | null;
  /** The line with which it names its version; `null`: it does not. */
  readonly version: string | null;
  /** Whether it can do what nstop asks of it: one of another sort may have its name. */
  readonly isWhole: boolean | null;
}

export type ProgramName = "nsenter" | "lsns" | "ip" | "stty" | "cat";

/** What container engines say, and who else has containers here. */
export interface EngineFacts {
  /** `false`: `--no-engine`. */
  readonly asked: boolean;
  readonly reports: readonly EngineReport[];
  /** Containers that engines, or what they keep on disk, know by name. */
  readonly known: Readonly<Partial<Record<EngineName, number>>>;
  /** Containers whose processes run here, by the engine that their cgroups name. */
  readonly running: Readonly<Partial<Record<EngineName, number>>>;
  /** `DOCKER_HOST`, which nstop does not follow; `null` when it is not set, or `--engine` says whom to ask. */
  readonly dockerHost: string | null;
  /** Where Docker keeps its containers' names, and whether that can be listed. */
  readonly dockerFiles: { readonly path: string; readonly outcome: Outcome };
}

/** What runs nstop, and on how much. */
export interface RuntimeFacts {
  /** What the runtime says that it is, such as `v26.10.0` or `deno 2.9.5 (stable, …)`. */
  readonly runtime: string;
  /** Absolute. */
  readonly path: string;
  /** Version of Node that it is, or claims to be like. */
  readonly nodeVersion: string;
  readonly openFiles: { readonly soft: string; readonly hard: string } | null;
  /** How many of them are kept open between samples, at most. */
  readonly keptFiles: number;
  /** Processes that nstop sees. */
  readonly processes: number | null;
  readonly availableBytes: number | null;
}

/** What nstop may, by what it is and by trying. */
export interface RightsFacts {
  /** Effective. */
  readonly uid: number | null;
  readonly userName: string | null;
  readonly uidMap: readonly IdRange[] | null;
  readonly effective: readonly string[] | null;
  readonly seccomp: number | null;
  /** Of its security module, such as `docker-default (enforce)`; `null` where there is none. */
  readonly label: string | null;
  /** `kernel.yama.ptrace_scope`; `null` without Yama. */
  readonly yamaScope: number | null;
  readonly proc: ProcMountFacts;
  /** `/dev/kmsg`. */
  readonly kernelLog: Outcome;
  /** Whether the namespaces of pid 1, or of the kernel's threads, can be told. */
  readonly hostNamespaces: Outcome;
  /** Of other users' processes; for root, of all others. */
  readonly others: OthersFacts;
  /** Whether a program could be run in a namespace; `null`: there is no `nsenter`. */
  readonly enters: { readonly did: boolean; readonly message: string | null } | null;
}

/** How `/proc` is mounted. */
export interface ProcMountFacts {
  /** As the mount option says: `0`, `1`, `2`, `off`, `noaccess`, `invisible`, `ptraceable`. */
  readonly hidePid: string | null;
  /** Who may see all the same. */
  readonly hidePidGroup: number | null;
  readonly isSubset: boolean;
  /** Whether pid 1 can be seen: where others' processes are hidden it cannot. */
  readonly init: Outcome;
}

/** What could be read of some processes. */
export interface OthersFacts {
  /** How many were tried. */
  readonly tried: number;
  /** Of how many of them each could be read. */
  readonly namespaces: number;
  readonly io: number;
  readonly files: number;
}

/** What nstop was started on. */
export interface TerminalFacts {
  readonly isTerminal: boolean;
  /** `TERM`. */
  readonly term: string;
  /** In cells; `null` where there is no terminal, or it does not say. */
  readonly size: { readonly columns: number; readonly rows: number } | null;
  /** Neither `NO_COLOR` nor `--no-color`. */
  readonly color: boolean;
  /** `--ascii`. */
  readonly ascii: boolean;
  /** What the environment says that characters are: the first of `LC_ALL`, `LC_CTYPE` and `LANG` that is set; "" for none. */
  readonly locale: string;
}
