import type { Answer } from "./answer.ts";
import type { EngineContainer } from "./engine.ts";

/**
 * What a container's labels say of the Compose service or Kubernetes pod that it belongs to.
 *
 * @throws {SyntaxError} If one of the labels that are read is not text.
 */
export function containerLabels(labels: Answer): Pick<EngineContainer, "compose" | "pod"> {
  const label = (name: string) => labels.field(name).textOrNull();
  const project = label("com.docker.compose.project");
  const service = label("com.docker.compose.service");
  const namespace = label("io.kubernetes.pod.namespace");
  const name = label("io.kubernetes.pod.name");
  return {
    compose: project !== null && service !== null ? { project, service } : null,
    pod: namespace !== null && name !== null ? { namespace, name } : null,
  };
}

/** What a container is called that only holds a pod's namespaces: as its program is, since Kubernetes gives it no name. */
export const SANDBOX_NAME = "pause";

/** What Docker's shim of Kubernetes calls it. */
const DOCKER_SANDBOX = "POD";

/**
 * What Kubernetes calls a container of a pod, where Docker has a name like `k8s_web_shop-7f9c_default_UID_0`.
 *
 * @returns `null` for a container of no pod.
 * @throws {SyntaxError} If one of the labels that are read is not text.
 */
export function podContainerName(labels: Answer): string | null {
  if (containerLabels(labels).pod === null) return null;
  const name = labels.field("io.kubernetes.container.name").textOrNull();
  return name === DOCKER_SANDBOX ? SANDBOX_NAME : name;
}
