import type { ContainerMount, ContainerSettings, EngineReport } from "../engines/engine.ts";

/** Sockets of engines where nobody has moved them. */
const WELL_KNOWN_SOCKETS = [
  "/run/docker.sock",
  "/run/containerd/containerd.sock",
  "/run/docker/containerd/containerd.sock",
  "/run/podman/podman.sock",
  "/run/crio/crio.sock",
];

/** Directories of the host with which its root can be become. */
const SYSTEM_DIRECTORIES = new Set([
  "/bin",
  "/boot",
  "/dev",
  "/etc",
  "/lib",
  "/lib64",
  "/proc",
  "/root",
  "/run",
  "/sbin",
  "/sys",
  "/usr",
  "/var",
  "/var/lib",
  "/var/lib/docker",
  "/var/lib/kubelet",
]);

/** Mounts of a container that give it more of the host than it seems. */
export interface ExposedMounts {
  /** The socket of an engine: a read-only mount does not keep anybody from connecting to it. */
  readonly engineSocket: ContainerMount | null;
  /** All of the host's files, writable. */
  readonly hostRoot: ContainerMount | null;
  /** Writable directories that the host's system lives in. */
  readonly systemDirectories: readonly ContainerMount[];
}

/** What a container was created with is the same object for as long as its engine says the same of it. */
const KNOWN = new WeakMap<
  ContainerSettings,
  { readonly engines: readonly EngineReport[]; readonly exposed: ExposedMounts }
>();

/** Finds them among what a container was created with. Asked in every sample, it looks once. */
export function exposedMounts(settings: ContainerSettings, engines: readonly EngineReport[]): ExposedMounts {
  const known = KNOWN.get(settings);
  if (known?.engines === engines) return known.exposed;
  const exposed = findExposed(settings, engines);
  KNOWN.set(settings, { engines, exposed });
  return exposed;
}

function findExposed({ mounts }: ContainerSettings, engines: readonly EngineReport[]): ExposedMounts {
  const sockets = engineSockets(engines);
  const writable = mounts.filter((mount) => mount.writable && mount.source !== null);
  return {
    engineSocket: mounts.find(({ source }) => source !== null && holdsEngineSocket(source, sockets)) ?? null,
    hostRoot: writable.find(({ source }) => source === "/") ?? null,
    systemDirectories: writable.filter(({ source }) => SYSTEM_DIRECTORIES.has(plain(source ?? ""))),
  };
}

/** Paths of the sockets that engines listen at, those that are asked and those that are usual. */
export function engineSockets(engines: readonly EngineReport[]): readonly string[] {
  const asked = engines.map(({ endpoint }) => plain(endpoint.replace(/^unix:\/\//, "")));
  return [...new Set([...asked, ...WELL_KNOWN_SOCKETS])];
}

/**
 * Whether a file of the host is an engine's socket, or the directory of one. The host's root is neither: it is told
 * by itself, and is mounted read-only into ordinary monitors.
 */
export function holdsEngineSocket(source: string, sockets: readonly string[]): boolean {
  const path = plain(source);
  return path !== "/" && sockets.some((socket) => socket === path || socket.startsWith(`${path}/`));
}

/** `/var/run` is a link to `/run`; a slash at the end means nothing. */
function plain(path: string): string {
  return path.replace(/^\/var\/run(?=\/|$)/, "/run").replace(/(?<=.)\/+$/, "");
}
