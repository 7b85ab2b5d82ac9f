import type { ContainerSettings } from "../../src/engines/engine.ts";

/** What Docker says of a container that was created with nothing special. */
export function settings(changes: Partial<ContainerSettings> = {}): ContainerSettings {
  return {
    privileged: false,
    pidMode: null,
    ipcMode: "private",
    utsMode: null,
    networkMode: "default",
    usernsMode: null,
    cgroupnsMode: "private",
    capAdd: [],
    capDrop: [],
    securityOpt: [],
    lsmProfile: null,
    readonlyRootfs: false,
    mounts: [],
    hostname: null,
    domainname: null,
    ...changes,
  };
}
