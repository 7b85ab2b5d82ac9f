import { posix } from "node:path";
import type { Answer } from "./answer.ts";
import type { FoundContainer } from "./bare-container.ts";
import { containerOfDisk } from "./container-answers.ts";
import { type BundleFacts, bundleFacts, dockerDirectory } from "./container-bundle.ts";
import type { EngineName, SeenContainer } from "./engine.ts";
import type { Minder } from "./parse-minder.ts";
import { unlessDamaged } from "./read-json.ts";
import type { SearchRound } from "./search-round.ts";
import { storedContainer } from "./storage-containers.ts";

/** Looks for a container of the system where its engine keeps what it has to remember. */
type Place = (
  seen: SeenContainer,
  minder: Minder | null,
  round: SearchRound,
) => Promise<FoundContainer | null>;

/** Where Podman lists its containers unless it is told otherwise, with each of its drivers. */
const PODMAN_LISTS = ["overlay", "vfs", "btrfs"].map(
  (driver) => `/var/lib/containers/storage/${driver}-containers/containers.json`,
);

/** Where CRI-O keeps bundles unless it is told otherwise. */
const CRIO_BUNDLES = "/run/containers/storage/overlay-containers";

/** Those of Kubernetes, and of nobody in particular. */
const CONTAINERD_NAMESPACES = ["k8s.io", "default"] as const;

/** Where containerd keeps bundles unless it is told otherwise. */
const CONTAINERD_BUNDLES = CONTAINERD_NAMESPACES.map(
  (namespace) => `/run/containerd/io.containerd.runtime.v2.task/${namespace}`,
);

/** Containerd's namespace in which Docker's containers are, with no name. */
const DOCKER_NAMESPACE = "moby";

/** A name that leads to no other directory. */
const PLAIN_NAME = /^[A-Za-z0-9][\w.-]*$/;

/** Where to look, by engine. LXC and nspawn call their control groups as their containers: there is nothing to look for. */
export const CONTAINER_PLACES: Readonly<Partial<Record<EngineName, Place>>> = {
  docker: shimmed,
  podman,
  containerd: shimmed,
  crio,
};

/** Which engine's container it is where its cgroup does not tell, but what minds it does. */
export function minderEngine(minder: Minder | null): EngineName | null {
  // Podman always puts its name in the cgroup's.
  if (minder?.kind === "conmon") return "crio";
  if (minder?.kind === "shim") return minder.namespace === DOCKER_NAMESPACE ? "docker" : "containerd";
  return null;
}

/** The name is among the arguments of what minds it; the image in a list that lies beside the bundle named there. */
async function podman(
  seen: SeenContainer,
  minder: Minder | null,
  round: SearchRound,
): Promise<FoundContainer | null> {
  const conmon = minder?.kind === "conmon" ? minder : null;
  const storage = conmon?.bundle == null ? null : posix.dirname(posix.dirname(conmon.bundle));
  for (const path of storage === null ? PODMAN_LISTS : [`${storage}/containers.json`]) {
    const containers = await round.list(path);
    const stored = containers && unlessDamaged(() => storedContainer(containers, seen.id));
    if (stored !== null) return { ...stored, name: stored.name ?? conmon?.name ?? null };
  }
  return conmon && { name: conmon.name };
}

/** A container that containerd runs, be it for Docker: Docker mounts files of its own into each, which tell where it keeps them. */
async function shimmed(
  seen: SeenContainer,
  minder: Minder | null,
  round: SearchRound,
): Promise<FoundContainer | null> {
  const beside = minder?.kind === "shim" ? await round.bundles(seen) : null;
  for (const bundles of beside === null ? CONTAINERD_BUNDLES : [beside]) {
    const config = await bundleConfig(`${bundles}/${seen.id}`, seen, round);
    const dockers = config && unlessDamaged(() => dockerDirectory(config, seen.id));
    if (dockers !== null) return dockerContainer(dockers, round);
    const facts = config && unlessDamaged(() => bundleFacts(config));
    if (facts !== null) return isContainerds(facts, seen, minder) ? facts : null;
  }
  return null;
}

async function dockerContainer(directory: string, round: SearchRound): Promise<FoundContainer> {
  const config = await round.json(`${directory}/config.v2.json`);
  const hostConfig = await round.json(`${directory}/hostconfig.json`);
  const container = config && unlessDamaged(() => containerOfDisk(config, hostConfig));
  return container ?? { engine: "docker" };
}

/** In a namespace with a name of its own may be anybody's container: its bundle has to tell. */
function isContainerds({ name }: BundleFacts, { engine }: SeenContainer, minder: Minder | null): boolean {
  if (engine !== null || name !== null || minder?.kind !== "shim") return true;
  return CONTAINERD_NAMESPACES.some((namespace) => namespace === minder.namespace);
}

async function crio(
  seen: SeenContainer,
  minder: Minder | null,
  round: SearchRound,
): Promise<FoundContainer | null> {
  const named = minder?.kind === "conmon" ? minder.bundle : null;
  const config = await bundleConfig(named ?? `${CRIO_BUNDLES}/${seen.id}/userdata`, seen, round);
  return config && unlessDamaged(() => bundleFacts(config));
}

async function bundleConfig(
  directory: string,
  { id }: SeenContainer,
  round: SearchRound,
): Promise<Answer | null> {
  return PLAIN_NAME.test(id) ? round.json(`${directory}/config.json`) : null;
}
