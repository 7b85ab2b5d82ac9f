import type { Answer } from "./answer.ts";
import { containerLabels, SANDBOX_NAME } from "./container-labels.ts";
import type { EngineContainer } from "./engine.ts";

/** What a bundle tells of its container. */
export interface BundleFacts extends Pick<EngineContainer, "image" | "pod" | "compose"> {
  /** `null` for one that was given no name. */
  readonly name: string | null;
}

/** Under what containerd's CRI, CRI-O and nerdctl write the same thing. */
const ANNOTATIONS = {
  type: ["io.kubernetes.cri.container-type", "io.kubernetes.cri-o.ContainerType"],
  name: ["io.kubernetes.cri.container-name", "io.kubernetes.container.name", "nerdctl/name"],
  image: [
    "io.kubernetes.cri.image-name",
    "io.kubernetes.cri.podsandbox.image-name",
    "io.kubernetes.cri-o.ImageName",
  ],
  pod: ["io.kubernetes.cri.sandbox-name", "io.kubernetes.pod.name", "io.kubernetes.cri-o.KubeName"],
  namespace: [
    "io.kubernetes.cri.sandbox-namespace",
    "io.kubernetes.pod.namespace",
    "io.kubernetes.cri-o.Namespace",
  ],
} as const;

/** What Docker makes for each container, beside what it remembers of it, and mounts into it. */
const DOCKERS_FILE =
  /^(?<directory>\/.*\/containers\/(?<id>[0-9a-f]{64}))\/(?:hostname|hosts|resolv\.conf)$/s;

/**
 * The directory in which Docker keeps what it remembers of a container, from what its bundle mounts.
 *
 * @returns `null` for a container of another engine.
 * @throws {SyntaxError} If it has another shape.
 */
export function dockerDirectory(config: Answer, containerId: string): string | null {
  const sources = config
    .field("mounts")
    .itemsOrNone()
    .map((mount) => DOCKERS_FILE.exec(mount.field("source").textOrNull() ?? "")?.groups);
  return sources.find((found) => found?.["id"] === containerId)?.["directory"] ?? null;
}

/**
 * Reads the annotations of an OCI bundle's `config.json`.
 *
 * @throws {SyntaxError} If it has another shape.
 * @see https://github.com/containerd/containerd/blob/main/internal/cri/annotations/annotations.go
 * @see https://github.com/cri-o/cri-o/blob/main/pkg/annotations/internal.go
 */
export function bundleFacts(config: Answer): BundleFacts {
  const annotations = config.field("annotations");
  const first = (names: readonly string[]) =>
    names.map((name) => annotations.field(name).textOrNull()).find((text) => text !== null) ?? null;
  const [namespace, pod] = [first(ANNOTATIONS.namespace), first(ANNOTATIONS.pod)];
  return {
    name: first(ANNOTATIONS.type) === "sandbox" ? SANDBOX_NAME : first(ANNOTATIONS.name),
    image: first(ANNOTATIONS.image),
    pod: namespace !== null && pod !== null ? { namespace, name: pod } : null,
    compose: containerLabels(annotations).compose,
  };
}
