import { type MountInfo, parseMountinfo } from "../procfs/mountinfo.ts";
import type { DetailContext } from "./detail-context.ts";
import type { MountFacts } from "./detail-sample.ts";
import { readHostMounts } from "./host-mounts.ts";

/** What an engine has mounted on the host for one container has its id, or that of a layer, in its path. */
const OF_A_CONTAINER = /\/[0-9a-f]{64}(\/|$)/;

/** Reads what a process has mounted where. @returns `null` when it may not be read. */
export function readMounts(context: DetailContext): readonly MountFacts[] | null {
  const { reader, issues, pid } = context;
  const path = `/proc/${pid}/mountinfo`;
  const mounts = issues.attempt(path, "The mounts are not known", () =>
    parseMountinfo(reader.readText(path)),
  );
  if (mounts === null) return null;
  const devices = hostDevices(context);
  const containerId = containerIdOf(context);
  return mounts.map((mount) => {
    const { device, ...facts } = mount;
    const isFromHost = devices?.has(device) === true && !isOwnPart(mount, containerId);
    return { ...facts, fromHost: devices === null ? null : isFromHost };
  });
}

/** The file systems that the host has mounted for itself; to the host's own processes nothing comes from elsewhere. */
function hostDevices(context: DetailContext): ReadonlySet<string> | null {
  const { namespaces, hostNamespaces } = context;
  if (namespaces.mnt !== null && namespaces.mnt === hostNamespaces.mnt) return new Set();
  const ofHost = readHostMounts(context)?.filter(({ mountPoint }) => !OF_A_CONTAINER.test(mountPoint));
  return ofHost === undefined ? null : new Set(ofHost.map(({ device }) => device));
}

function containerIdOf({ processes, pid }: DetailContext): string | null {
  const owner = processes.find((process) => process.pid === pid)?.cgroup?.membership.owner;
  return owner?.kind === "container" ? owner.id : null;
}

/**
 * What an engine keeps for this container alone, such as its `resolv.conf`; and its part of the control groups, which are
 * one file system for all.
 */
function isOwnPart({ fsType, root }: MountInfo, containerId: string | null): boolean {
  if (containerId !== null && root.includes(`/${containerId}/`)) return true;
  return fsType.startsWith("cgroup") && root !== "/";
}
