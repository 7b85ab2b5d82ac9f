import type { EngineContainer } from "./engine.ts";
import { type DiskReader, unlessUnreadable } from "./read-json.ts";

/** Here the kubelet keeps a link for each container, whatever runtime made it. */
const CONTAINER_LOGS = "/var/log/containers";

/** `POD_NAMESPACE_CONTAINER-ID.log`: none of the three names may hold a `_`. */
const CONTAINER_LOG = /^(?<pod>[^_]+)_(?<namespace>[^_]+)_(?<name>[^_]+)-(?<id>[0-9a-f]{64})\.log$/;

/** Here a directory for each pod. */
const POD_LOGS = "/var/log/pods";

/** `NAMESPACE_POD_UID`. */
const POD_LOG = /^(?<namespace>[^_]+)_(?<pod>[^_]+)_(?<uid>[0-9a-f-]+)$/;

/** `/var/log/pods/NAMESPACE_POD_UID/CONTAINER/N.log`: the container was restarted N times. */
const RESTARTS = /\/(?<count>\d{1,9})\.log$/;

/** What Kubernetes calls a container. */
export interface PodContainer extends Pick<EngineContainer, "restartCount"> {
  /** `null` where only the pod is known. */
  readonly name: string | null;
  readonly pod: NonNullable<EngineContainer["pod"]>;
}

/** The names of the kubelet's log files, read once: they say which container of which pod each is. */
export class PodLogs {
  readonly #reader: DiskReader;
  #containers: readonly string[] | null = null;
  #pods: readonly string[] | null = null;

  constructor(reader: DiskReader) {
    this.#reader = reader;
  }

  /**
   * @param podUid - As its cgroup names it.
   * @returns `null` when no log is of it.
   */
  async find(containerId: string, podUid: string): Promise<PodContainer | null> {
    return (await this.#byContainer(containerId)) ?? (await this.#byPod(podUid));
  }

  async #byContainer(id: string): Promise<PodContainer | null> {
    this.#containers ??= await this.#list(CONTAINER_LOGS);
    const file = this.#containers.find((name) => name.endsWith(`-${id}.log`));
    const { pod, namespace, name } = CONTAINER_LOG.exec(file ?? "")?.groups ?? {};
    if (pod === undefined || namespace === undefined || name === undefined) return null;
    const target = await unlessUnreadable(() => this.#reader.readLink(`${CONTAINER_LOGS}/${file}`));
    const count = RESTARTS.exec(target ?? "")?.groups?.["count"];
    return { name, pod: { namespace, name: pod }, restartCount: count === undefined ? null : Number(count) };
  }

  async #byPod(uid: string): Promise<PodContainer | null> {
    this.#pods ??= await this.#list(POD_LOGS);
    const directory = this.#pods.find((name) => name.endsWith(`_${uid}`));
    const { namespace, pod } = POD_LOG.exec(directory ?? "")?.groups ?? {};
    if (pod === undefined || namespace === undefined) return null;
    return { name: null, pod: { namespace, name: pod }, restartCount: null };
  }

  async #list(directory: string): Promise<readonly string[]> {
    return (await unlessUnreadable(() => this.#reader.list(directory))) ?? [];
  }
}

/** The log file of a container that the kubelet had made, by the link that it keeps; `null` where it keeps none. */
export async function podLogPath(containerId: string, reader: DiskReader): Promise<string | null> {
  const names = await unlessUnreadable(() => reader.list(CONTAINER_LOGS));
  const file = names?.find((name) => name.endsWith(`-${containerId}.log`) && CONTAINER_LOG.test(name));
  return file === undefined ? null : `${CONTAINER_LOGS}/${file}`;
}
