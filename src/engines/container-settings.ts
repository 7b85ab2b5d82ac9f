import type { Answer } from "./answer.ts";
import type { ContainerMount, ContainerSettings } from "./engine.ts";

/**
 * Reads what a container was created with. An inspection and Docker's files on disk call everything alike, but for
 * the mounts: a list of an inspection, `MountPoints` by destination on disk.
 *
 * @param hostConfig - `HostConfig` of an inspection, or all of `hostconfig.json`.
 * @throws {SyntaxError} If it has another shape.
 */
export function containerSettings(container: Answer, hostConfig: Answer): ContainerSettings {
  const text = (name: string) => hostConfig.field(name).textOrNull();
  const list = (name: string) => hostConfig.field(name).itemsOrNone();
  const config = container.field("Config");
  return {
    hostname: config.field("Hostname").textOrNull(),
    domainname: config.field("Domainname").textOrNull(),
    privileged: hostConfig.field("Privileged").flagOrNull() ?? false,
    pidMode: text("PidMode"),
    ipcMode: text("IpcMode"),
    utsMode: text("UTSMode"),
    networkMode: text("NetworkMode"),
    usernsMode: text("UsernsMode"),
    cgroupnsMode: text("CgroupnsMode"),
    capAdd: list("CapAdd").map(capabilityName),
    capDrop: list("CapDrop").map(capabilityName),
    securityOpt: list("SecurityOpt").map((option) => option.text()),
    lsmProfile:
      container.field("AppArmorProfile").textOrNull() ?? container.field("ProcessLabel").textOrNull(),
    readonlyRootfs: hostConfig.field("ReadonlyRootfs").flagOrNull() ?? false,
    mounts: containerMounts(container),
  };
}

/** Engines take a name in any case, with or without `CAP_`; `ALL` stands for every one. */
function capabilityName(name: Answer): string {
  const upper = name.text().toUpperCase();
  return upper === "ALL" || upper.startsWith("CAP_") ? upper : `CAP_${upper}`;
}

function containerMounts(container: Answer): readonly ContainerMount[] {
  const onDisk = container
    .field("MountPoints")
    .entries()
    .map(([, mount]) => mount);
  return [...container.field("Mounts").itemsOrNone(), ...onDisk].map((mount) => ({
    type: mount.field("Type").textOrNull(),
    source: mount.field("Source").textOrNull(),
    destination: mount.field("Destination").text(),
    writable: mount.field("RW").flagOrNull() ?? true,
  }));
}
