import type { MountInfo } from "../procfs/mountinfo.ts";
import type { HostMountFacts } from "./detail-sample.ts";

/** File systems of the kernel's own, which engines mount into every container in these places. */
const KERNEL_FILE_SYSTEMS = new Set(["proc", "sysfs", "cgroup", "cgroup2", "devpts", "mqueue", "nsfs"]);
const KERNEL_PLACES = /^\/(proc|sys|dev)(\/|$)/;

/**
 * Which files of the host a mount namespace shows, and where on the host they are: the host has the same file system
 * mounted, with the same directory in it.
 *
 * @param mounts - Of the mount namespace.
 * @param ofHost - Of the host's.
 * @returns Without those that only came along below another one, and can do no more.
 */
export function exposedHostFiles(
  mounts: readonly MountInfo[],
  ofHost: readonly MountInfo[],
): readonly HostMountFacts[] {
  const byDevice = Map.groupBy(ofHost, ({ device }) => device);
  const found = new Map<number, HostMountFacts>();
  for (const mount of mounts) {
    if (isKernels(mount)) continue;
    const source = placeOnHost(mount, byDevice.get(mount.device) ?? []);
    if (source === null) continue;
    const { mountPoint, mountId } = mount;
    found.set(mountId, { source, mountPoint, writable: isWritable(mount) });
  }
  return mounts.flatMap(({ mountId, parentId }) => {
    const exposed = found.get(mountId);
    const around = parentId === mountId ? undefined : found.get(parentId);
    return exposed === undefined || (around !== undefined && cameAlong(exposed, around)) ? [] : [exposed];
  });
}

/** Writable is what neither the mount nor its file system forbids. */
export function isWritable({ options, superOptions }: Pick<MountInfo, "options" | "superOptions">): boolean {
  return !options.includes("ro") && !superOptions.includes("ro");
}

function isKernels({ fsType, mountPoint }: MountInfo): boolean {
  return fsType === "nsfs" || (KERNEL_FILE_SYSTEMS.has(fsType) && KERNEL_PLACES.test(mountPoint));
}

/** The host's mount that has the longest way to it in common shows where it is. */
function placeOnHost({ root }: MountInfo, sameDevice: readonly MountInfo[]): string | null {
  const around = sameDevice.filter((mount) => below(root, mount.root) !== null);
  const nearest = around.reduce<MountInfo | null>(
    (best, mount) => (best === null || mount.root.length > best.root.length ? mount : best),
    null,
  );
  return nearest && joined(nearest.mountPoint, below(root, nearest.root) ?? "");
}

function cameAlong(exposed: HostMountFacts, around: HostMountFacts): boolean {
  const rest = below(exposed.mountPoint, around.mountPoint);
  return (
    rest !== null && exposed.source === joined(around.source, rest) && (around.writable || !exposed.writable)
  );
}

/** What follows `directory` in `path`, with its slash; `null` when it is not below it. */
function below(path: string, directory: string): string | null {
  if (directory === "/") return path === "/" ? "" : path;
  if (path === directory) return "";
  return path.startsWith(`${directory}/`) ? path.slice(directory.length) : null;
}

function joined(directory: string, rest: string): string {
  return directory === "/" ? rest || "/" : directory + rest;
}
