/** Engines that a cgroup's path can name. */
export type CgroupEngine = "docker" | "podman" | "containerd" | "crio" | "lxc" | "nspawn";

/** What a cgroup path names. */
export interface CgroupOwner {
  readonly kind: "container" | "service";
  /** `null` for a service, and where the path does not tell which engine made the container. */
  readonly engine: CgroupEngine | null;
  /** Container id or name, or the unit's name such as `nginx.service`, both as they stand in the path. */
  readonly id: string;
  /** Path of the cgroup that is wholly its own. */
  readonly path: string;
}

/** Whose processes a cgroup holds. */
export interface CgroupMembership {
  /** The path that was asked about. */
  readonly path: string;
  /** The innermost container that the path names, else the innermost service; `null` for neither. */
  readonly owner: CgroupOwner | null;
  /** Containers around the innermost one, outermost first. */
  readonly outerContainerIds: readonly string[];
}

/** One way in which an engine names a container's cgroup. */
interface ContainerShape {
  readonly engine: CgroupEngine | null;
  /** Matches one directory's name; its group `id` is the container's. */
  readonly name: RegExp;
  /** Matches the directory that it lies in, where that matters. */
  readonly parent?: RegExp;
  /** That directory lies directly below the root. */
  readonly atRoot?: boolean;
  /** A cgroup inside that holds the engine's helper on the host, and not the container. */
  readonly helper?: string;
}

const BARE_ID = /^(?<id>[0-9a-f]{64})$/;

/**
 * `docker-ID.scope` of the systemd driver, `libpod-ID` of the cgroupfs driver, and
 * `pod.slice:cri-containerd:ID`, which a cgroupfs driver makes of a parent meant for systemd.
 * Helpers such as `libpod-conmon-ID.scope` do not match.
 */
function prefixedId(prefixes: string): RegExp {
  return new RegExp(`^(?:(?:${prefixes})-|.*:(?:${prefixes}):)(?<id>[0-9a-f]{64})(?:\\.scope)?$`, "s");
}

/** The first that matches counts. */
const CONTAINER_SHAPES: readonly ContainerShape[] = [
  { engine: "docker", name: prefixedId("docker") },
  { engine: "podman", name: prefixedId("libpod|libpod-payload") },
  { engine: "containerd", name: prefixedId("cri-containerd|nerdctl") },
  { engine: "crio", name: prefixedId("crio") },
  { engine: "lxc", name: /^lxc\.payload\.(?<id>.+)$/s },
  { engine: "lxc", name: /^(?<id>.+)$/s, parent: /^lxc(?:\.payload)?$/ },
  { engine: "nspawn", name: /^systemd-nspawn@(?<id>.+)\.service$/s, helper: "supervisor" },
  // Virtual machines of libvirt are registered with systemd in the same way.
  { engine: "nspawn", name: /^machine-(?!qemu\\x2d|lxc\\x2d)(?<id>.+)\.scope$/s, helper: "supervisor" },
  { engine: "docker", name: BARE_ID, parent: /^docker$/ },
  { engine: "containerd", name: BARE_ID, parent: /^(?:default|k8s\.io)$/ },
  // What `ctr run IMAGE NAME` makes: such a name says little, so only where nothing else puts a cgroup.
  { engine: "containerd", name: /^(?<id>.+)$/s, parent: /^(?:default|k8s\.io)$/, atRoot: true },
  { engine: null, name: BARE_ID },
];

/**
 * Whether a cgroup holds what minds a container from outside, and not the container, though it lies in the container's. On a host
 * with cgroup v1 only some hierarchies tell them apart.
 */
export function isHelperCgroup(path: string): boolean {
  const [helper, name] = path.split("/").toReversed();
  return CONTAINER_SHAPES.some((shape) => shape.helper === helper && shape.name.test(name ?? ""));
}

/** systemd gives each user who is logged in a slice, below which everything is that user's own. */
const USER_SLICE = /^\/user\.slice\/user-(?<uid>\d{1,10})\.slice\//;

/** A pod's cgroup: its uid as Kubernetes writes it, with `_` in a slice's name, or the hash of a static pod. */
const POD =
  /\/(?:[^/]*[-:])?pod(?<uid>[0-9a-f]{8}(?:[-_][0-9a-f]{4}){3}[-_][0-9a-f]{12}|[0-9a-f]{32})(?:\.slice)?(?=[/:])/g;

/**
 * The user in whose hands a cgroup is: who may make others beside it, with any name.
 *
 * @returns A uid; `null` for a cgroup that is the system's.
 * @see https://systemd.io/CGROUP_DELEGATION/
 */
export function cgroupUser(path: string | null): number | null {
  const uid = USER_SLICE.exec(path ?? "")?.groups?.["uid"];
  return uid === undefined ? null : Number(uid);
}

/** Uid of the Kubernetes pod whose cgroup holds this one, as Kubernetes writes it; `null` where the path names none. */
export function podUid(path: string): string | null {
  const uid = [...path.matchAll(POD)].at(-1)?.groups?.["uid"];
  return uid?.replaceAll("_", "-") ?? null;
}

/**
 * Finds the container or systemd service that a cgroup belongs to from its path alone.
 * A container counts before a service, since services run in containers and containers in services.
 * Scopes such as `init.scope` and login sessions are nobody's.
 *
 * @param path As in `/proc/[pid]/cgroup`; one outside of the reader's cgroup namespace begins with `/..`.
 * @see https://systemd.io/CGROUP_DELEGATION/
 */
export function cgroupMembership(path: string): CgroupMembership {
  const names = path.replace(/ \(deleted\)$/, "").split("/");
  const containers: CgroupOwner[] = [];
  let service: CgroupOwner | null = null;
  let parent = "";
  for (const [index, name] of names.entries()) {
    const ownPath = names.slice(0, index + 1).join("/");
    const container = containerNamed(name, { name: parent, isAtRoot: index === 2 }, names[index + 1]);
    if (container !== null) containers.push({ kind: "container", ...container, path: ownPath });
    else if (/.\.service$/.test(name)) service = { kind: "service", engine: null, id: name, path: ownPath };
    // What lies in a container is not named after the container: one called "lxc" is no parent of others.
    parent = container === null ? name : "";
  }
  return {
    path,
    owner: containers.at(-1) ?? service,
    outerContainerIds: containers.slice(0, -1).map(({ id }) => id),
  };
}

function containerNamed(
  name: string,
  parent: { readonly name: string; readonly isAtRoot: boolean },
  child: string | undefined,
): Pick<CgroupOwner, "engine" | "id"> | null {
  for (const shape of CONTAINER_SHAPES) {
    const id = shape.name.exec(name)?.groups?.["id"];
    const parentFits = (shape.parent?.test(parent.name) ?? true) && (parent.isAtRoot || !shape.atRoot);
    if (id !== undefined && parentFits && (child === undefined || child !== shape.helper)) {
      return { engine: shape.engine, id };
    }
  }
  return null;
}
