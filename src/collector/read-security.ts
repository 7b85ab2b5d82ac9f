import { parseIdMap } from "../procfs/id-map.ts";
import { parseMountinfo } from "../procfs/mountinfo.ts";
import { parsePidStatus } from "../procfs/pid-status.ts";
import type { DetailContext } from "./detail-context.ts";
import type { SecurityFacts } from "./detail-sample.ts";
import { exposedHostFiles, isWritable } from "./exposed-host-files.ts";
import { readHostMounts } from "./host-mounts.ts";
import { readSecurityLabel } from "./read-security-label.ts";

const MISSING = "How the group is confined is not known";

/** Reads what confines a process. @returns `null` when it may not be read, or the process is gone. */
export function readSecurity(context: DetailContext): SecurityFacts | null {
  const { reader, issues, pid } = context;
  const read = <Value>(owner: number, file: string, parse: (text: string) => Value) => {
    const path = `/proc/${owner}/${file}`;
    return issues.attempt(path, MISSING, () => parse(reader.readText(path)));
  };
  const status = read(pid, "status", parsePidStatus);
  if (status === null) return null;
  return {
    capabilityMasks: status.capabilityMasks,
    hostBoundingMask: read(1, "status", parsePidStatus)?.capabilityMasks.Bnd ?? null,
    seccomp: status.seccomp,
    noNewPrivileges: status.noNewPrivileges,
    lsm: readSecurityLabel(context),
    uidMap: read(pid, "uid_map", parseIdMap),
    ...readExposure(context),
  };
}

/** The host's own mounts show nothing of it that is not its own. */
function readExposure(context: DetailContext): Pick<SecurityFacts, "mounts" | "hostFiles"> {
  const { reader, issues, pid, namespaces, hostNamespaces } = context;
  const path = `/proc/${pid}/mountinfo`;
  const mounts = issues.attempt(path, MISSING, () => parseMountinfo(reader.readText(path)));
  const points =
    mounts?.map((mount) => ({ mountPoint: mount.mountPoint, writable: isWritable(mount) })) ?? null;
  if (namespaces.mnt !== null && namespaces.mnt === hostNamespaces.mnt)
    return { mounts: points, hostFiles: [] };
  const ofHost = readHostMounts(context);
  return { mounts: points, hostFiles: mounts && ofHost && exposedHostFiles(mounts, ofHost) };
}
