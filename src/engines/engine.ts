/** Container engines that nstop knows by name. */
export type EngineName = "docker" | "podman" | "containerd" | "crio" | "lxc" | "nspawn";

/** Whether an engine answers: `denied` is a socket this user may not open, `unreachable` is everything else. */
export type EngineState = "connected" | "unreachable" | "denied";

/** What one engine's socket was found to be at the last look. */
export interface EngineReport {
  readonly name: EngineName;
  /** URL of its socket, such as `unix:///run/docker.sock`. */
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
  /** Full id: 64 hexadecimal digits for Docker and Podman. */
  readonly id: string;
  readonly engine: EngineName;
  readonly name: string;
  readonly image: string | null;
  /** `null` when only known from disk, where the state may be out of date. */
  readonly state: ContainerState | null;
  /** Result of the health check, where there is one. */
  readonly health: "starting" | "healthy" | "unhealthy" | null;
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
  readonly privileged: boolean | null;
}

/** What all engines together said last. Reading it never waits. */
export interface EngineView {
  readonly reports: readonly EngineReport[];
  /** Running, paused and restarting containers by full id. */
  readonly containers: ReadonlyMap<string, EngineContainer>;
}

/** The engines nstop watches, kept up to date in the background. */
export interface EngineWatch {
  /** What is known now; never waits, never throws. */
  view(): EngineView;
  /** Resolves once every engine has answered or run out of time, for commands that print once. */
  settled(): Promise<void>;
  /** Closes the connections; the watch is of no use afterwards. */
  close(): void;
}
