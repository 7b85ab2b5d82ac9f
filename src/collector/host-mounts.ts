import { type MountInfo, parseMountinfo } from "../procfs/mountinfo.ts";
import type { DetailContext } from "./detail-context.ts";

/**
 * Reads what the host has mounted; nstop's own mounts, where it is in the host's mount namespace, which it may
 * always read.
 *
 * @returns `null` when that may not be read.
 */
export function readHostMounts(context: DetailContext): readonly MountInfo[] | null {
  const { reader, issues, ownNamespaces, hostNamespaces } = context;
  const isOwn = hostNamespaces.mnt !== null && ownNamespaces.mnt === hostNamespaces.mnt;
  const path = isOwn ? "/proc/self/mountinfo" : "/proc/1/mountinfo";
  return issues.attempt(path, "Which mounts come from the host is not known", () =>
    parseMountinfo(reader.readText(path)),
  );
}
