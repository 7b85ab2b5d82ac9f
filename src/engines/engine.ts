/** Container engines that nstop knows by name. */
export type EngineName = "docker" | "podman" | "containerd" | "crio" | "lxc" | "nspawn";

/**
 * Whether an engine answers: `denied` is a socket this user may not open; `absent` that there is none, though containers of
 * it run; `unreachable` is everything else.
 */
export type EngineState = "connected" | "unreachable" | "denied" | "absent";

/** What one engine's socket was found to be at the last look. */
export interface EngineReport {
  readonly name: EngineName;
  /** URL of its socket, such as `unix:///run/docker.sock`; of one that is absent, where it would be. */
  readonly endpoint: string;
  readonly state: EngineState;
  /** The engine's own version, or `null` while it has not said. */
  readonly version: string | null;
  /** Why it is not connected, and what to do about it; `null` when it is. */
  readonly message: string | null;
}

/** A port of the host that leads to a port of a container. */
export interface PublishedPort {
  readonly protocol: "tcp" | "udp" | "sctp";
  readonly hostAddress: string;
  readonly hostPort: number;
  readonly containerPort: number;
}

/** States a container can be in; Docker's words, which other engines' are mapped to. */
export type ContainerState = "created" | "running" | "paused" | "restarting" | "removing" | "exited" | "dead";

/** What an engine, or what it keeps on disk, says of one container. */
export interface EngineContainer {
  /** Full id: 64 hexadecimal digits for Docker and Podman, for LXC and nspawn a name. */
  readonly id: string;
  readonly engine: EngineName;
  /** URL of the socket of the engine that knows it; `null` where it is known without one. */
  readonly endpoint: string | null;
  /** The user whose own engine it is of; `null` for the host's. */
  readonly userId: number | null;
  readonly name: string;
  readonly image: string | null;
  /** `null` when only known from disk, where the state may be out of date. */
  readonly state: ContainerState | null;
  /** Result of the health check, where there is one. */
  readonly health: "starting" | "healthy" | "unhealthy" | null;
  /** The health check's command, as the engine names it when it runs it; `null` where there is none or it is not known. */
  readonly healthCheck: string | null;
  /** Host pid of its first process; `null` when it has none or it is not known. */
  readonly pid: number | null;
  /** RFC 3339, or `null`. */
  readonly startedAt: string | null;
  readonly restartCount: number | null;
  /** The engine saw it run out of memory. */
  readonly oomKilled: boolean | null;
  readonly compose: { readonly project: string; readonly service: string } | null;
  readonly pod: { readonly namespace: string; readonly name: string } | null;
  readonly ports: readonly PublishedPort[];
  /** Names of the engine networks it is attached to, `host` and `container:ID` as the engine says them. */
  readonly networkMode: string | null;
  /** What it was created with; `null` while it has only been listed. */
  readonly settings: ContainerSettings | null;
}

/** What a container was created with, in Docker's words; a mode that was left to the engine is `null`. */
export interface ContainerSettings {
  /** `null` where the engine gives none. */
  readonly hostname: string | null;
  readonly domainname: string | null;
  readonly privileged: boolean;
  /** `host`, `private`, `container:ID`, … */
  readonly pidMode: string | null;
  readonly ipcMode: string | null;
  readonly utsMode: string | null;
  readonly networkMode: string | null;
  readonly usernsMode: string | null;
  readonly cgroupnsMode: string | null;
  /** Beyond the engine's default: names such as `CAP_NET_ADMIN`, or `ALL`. */
  readonly capAdd: readonly string[];
  /** Taken from the engine's default. */
  readonly capDrop: readonly string[];
  /** Such as `no-new-privileges`, `seccomp=unconfined`, `apparmor=PROFILE`. */
  readonly securityOpt: readonly string[];
  /** AppArmor profile or SELinux label. */
  readonly lsmProfile: string | null;
  readonly readonlyRootfs: boolean;
  readonly mounts: readonly ContainerMount[];
}

/** Something that an engine mounts into a container because it was told to. */
export interface ContainerMount {
  /** `bind`, `volume`, `tmpfs`, … */
  readonly type: string | null;
  /** On the host; `null` where there is none. */
  readonly source: string | null;
  readonly destination: string;
  readonly writable: boolean;
}

/** A container that is known by its cgroup, whatever its engine says. */
export interface SeenContainer {
  readonly id: string;
  /** `null` where the cgroup does not tell. */
  readonly engine: EngineName | null;
  /** In whose slice the cgroup is; `null` for the system's. */
  readonly userId: number | null;
  readonly cgroupPath: string;
  /** Host pid of its topmost process. */
  readonly leaderPid: number;
  /** Of that process: what the engine left behind to mind the container. */
  readonly parentPid: number;
}

/**
 * Under which a container is found in {@link EngineView.containers}. What is in a user's hands never has the key of what is
 * the system's, or another user's, whatever ids it takes.
 */
export function containerKey({
  id,
  engine,
  userId,
}: Pick<SeenContainer, "id" | "engine" | "userId">): string {
  const name = engine === "lxc" || engine === "nspawn" ? `${engine}:${id}` : id;
  return userId === null ? name : `user ${userId}:${name}`;
}

/** A process that came into a container from outside, of which its engine is asked whether it started it. */
export interface ExecQuestion {
  readonly containerId: string;
  /** On the host. */
  readonly pid: number;
  /** With the pid, who it is. */
  readonly startTicks: number;
}

/** Something that happened to a container, as its engine told. */
export interface EngineEvent {
  readonly what: "started" | "stopped" | "oom" | "exec";
  /** RFC 3339, by the engine's clock. */
  readonly at: string;
  readonly containerId: string;
  /** The container's; `null` where the engine did not say. */
  readonly name: string | null;
  /** Of one that stopped. */
  readonly exitCode: number | null;
  /** Of `exec`: what runs. */
  readonly command: string | null;
  /** Of `exec`: host pid of what runs; `null` when it had ended before the engine was asked. */
  readonly pid: number | null;
}

/** What all engines together said last. Reading it never waits. */
export interface EngineView {
  readonly reports: readonly EngineReport[];
  /** Running, paused and restarting containers by {@link containerKey}, which for most is the full id. */
  readonly containers: ReadonlyMap<string, EngineContainer>;
  /** What happened of late, oldest first; bounded. An event stays the same object in later views. */
  readonly events: readonly EngineEvent[];
}

/** The engines nstop watches, kept up to date in the background. */
export interface EngineWatch {
  /** What is known now; never waits, never throws. */
  view(): EngineView;
  /**
   * Whether the container's engine started a process in it, as `docker exec` does. The first time that it is asked
   * it is not known, and the engine is asked in the background.
   *
   * @returns `null` while it is not known. Never waits, never throws.
   */
  isExec(question: ExecQuestion): boolean | null;
  /**
   * Tells which containers there are by their cgroups, nested ones left out. Those that no engine answers for are looked for
   * on disk, in the background. Called with every sample; the same list again costs nothing.
   */
  see(containers: readonly SeenContainer[]): void;
  /** Resolves once what {@link see} began to look for has been looked for, or takes too long; for commands that print once. */
  found(): Promise<void>;
  /** Resolves once every engine has answered or run out of time, for commands that print once. */
  settled(): Promise<void>;
  /** Closes the connections; the watch is of no use afterwards. */
  close(): void;
}
