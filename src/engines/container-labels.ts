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
