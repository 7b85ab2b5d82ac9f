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
  return mounts.map((mount) => {
    const { device, ...facts } = mount;
    return { ...facts, fromHost: devices === null ? null : devices.has(device) && !isOwnPart(mount) };
  });
}

/** The file systems that the host has mounted for itself; to the host's own processes nothing comes from elsewhere. */
function hostDevices(context: DetailContext): ReadonlySet<string> | null {
  const { namespaces, hostNamespaces } = context;
  if (namespaces.mnt !== null && namespaces.mnt === hostNamespaces.mnt) return new Set();
  const ofHost = readHostMounts(context)?.filter(({ mountPoint }) => !OF_A_CONTAINER.test(mountPoint));
  return ofHost === undefined ? null : new Set(ofHost.map(({ device }) => device));
}

/** Control groups are one file system for all; engines give a container the part that is its own. */
function isOwnPart({ fsType, root }: MountInfo): boolean {
  return fsType.startsWith("cgroup") && root !== "/";
}
