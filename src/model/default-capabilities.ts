import type { ContainerSettings, EngineName } from "../engines/engine.ts";

/**
 * What Docker gives a container that was not told otherwise. Podman's defaults differ from version to version and
 * can be configured: what they are is not known.
 *
 * @see https://docs.docker.com/engine/containers/run/#runtime-privilege-and-linux-capabilities
 */
const DOCKER_DEFAULT: readonly string[] = [
  "CAP_CHOWN",
  "CAP_DAC_OVERRIDE",
  "CAP_FOWNER",
  "CAP_FSETID",
  "CAP_KILL",
  "CAP_SETGID",
  "CAP_SETUID",
  "CAP_SETPCAP",
  "CAP_NET_BIND_SERVICE",
  "CAP_NET_RAW",
  "CAP_SYS_CHROOT",
  "CAP_MKNOD",
  "CAP_AUDIT_WRITE",
  "CAP_SETFCAP",
];

/** Engines that are older than these do not know them, and give them to nobody. */
const YOUNG = new Set(["CAP_PERFMON", "CAP_BPF", "CAP_CHECKPOINT_RESTORE"]);

/** Which of the capabilities that a container should have it has not, though its engine must know them. */
export function missingCapabilities(wanted: readonly string[], actual: readonly string[]): readonly string[] {
  return wanted.filter((name) => !actual.includes(name) && !YOUNG.has(name));
}

/**
 * The capabilities that a container's bounding set should have.
 *
 * @param all Those that there are on this host.
 * @returns `null` where the engine's default is not known.
 */
export function configuredCapabilities(
  { privileged, capAdd, capDrop }: ContainerSettings,
  engine: EngineName,
  all: readonly string[],
): readonly string[] | null {
  if (privileged) return all;
  const fromAll = capAdd.includes("ALL");
  const fromNone = capDrop.includes("ALL");
  if (!fromAll && !fromNone && engine !== "docker") return null;
  const base = fromAll ? all : fromNone ? [] : DOCKER_DEFAULT;
  const dropped = new Set(capDrop);
  const wanted = new Set([...base.filter((name) => !dropped.has(name)), ...(fromAll ? [] : capAdd)]);
  return all.filter((name) => wanted.has(name));
}

/** As `default, with CAP_NET_ADMIN, without CAP_CHOWN`. */
export function capabilitySettingText({ privileged, capAdd, capDrop }: ContainerSettings): string {
  if (privileged) return "all";
  const base = capAdd.includes("ALL") ? "all" : capDrop.includes("ALL") ? "none" : "default";
  const named = (names: readonly string[]) => names.filter((name) => name !== "ALL").join(" ");
  const added = named(capAdd);
  const dropped = named(capDrop);
  return [base, added && `with ${added}`, dropped && `without ${dropped}`].filter(Boolean).join(", ");
}
