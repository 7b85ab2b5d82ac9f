import { cgroupMembership } from "../cgroupfs/cgroup-owner.ts";
import type { HostReader } from "../host/host-reader.ts";
import { isAtLeast, type KernelVersion, parseKernelRelease } from "../procfs/kernel-release.ts";
import { type PerNamespace, perNamespace } from "../procfs/namespace-link.ts";
import { parsePidCgroup } from "../procfs/pid-cgroup.ts";
import { parsePidStat } from "../procfs/pid-stat.ts";
import { attemptParse } from "./attempt-read.ts";
import type { PlaceFacts } from "./doctor-facts.ts";
import { FIRST_NAMESPACES } from "./first-namespaces.ts";
import { IssueLog } from "./issue-log.ts";
import { readHostNamespaces } from "./read-host-namespaces.ts";
import { readNamespaces, UNKNOWN_NAMESPACES } from "./read-namespaces.ts";

/** Types whose first namespace bears the same inode everywhere only since {@link ALL_FIXED}. */
const LATELY_FIXED: ReadonlySet<string> = new Set(["net", "mnt"]);
const ALL_FIXED: KernelVersion = [6, 18];

/** As many digits of a container's id as engines print. */
const SHORT_ID = 12;

/** Finds whether nstop runs on the host itself, or in a container and with which of the host's namespaces. */
export async function probePlace(reader: HostReader): Promise<PlaceFacts> {
  const issues = new IssueLog();
  const own = readNamespaces(reader, issues, "self", UNKNOWN_NAMESPACES);
  const kernel = await attemptParse(reader, "/proc/sys/kernel/osrelease", parseKernelRelease);
  const areAllFixed = kernel !== null && isAtLeast(kernel, ALL_FIXED);
  // What this `/proc` numbers 1 is the host's init only in the host's pid namespace.
  const hosts = own.pid === FIRST_NAMESPACES.pid ? await hostsNamespaces(reader, issues) : UNKNOWN_NAMESPACES;
  return {
    isHosts: perNamespace((type) => {
      const inode = own[type];
      if (inode === null) return null;
      if (inode === FIRST_NAMESPACES[type]) return true;
      if (areAllFixed || !LATELY_FIXED.has(type)) return false;
      return hosts[type] === null ? null : hosts[type] === inode;
    }),
    container: await attemptParse(reader, "/proc/self/cgroup", containerNamed),
  };
}

async function hostsNamespaces(reader: HostReader, issues: IssueLog): Promise<PerNamespace<number | null>> {
  const stat = await attemptParse(reader, "/proc/2/stat", parsePidStat);
  const table = { get: () => (stat === null ? undefined : { stat }) };
  return readHostNamespaces(reader, issues, table, UNKNOWN_NAMESPACES);
}

function containerNamed(text: string): string | null {
  const owners = parsePidCgroup(text).map(({ path }) => cgroupMembership(path).owner);
  const owner = owners.find((candidate) => candidate?.kind === "container");
  if (owner === undefined || owner === null) return null;
  const id = /^[0-9a-f]{64}$/.test(owner.id) ? owner.id.slice(0, SHORT_ID) : owner.id;
  return `${owner.engine ?? "container"} ${id}`;
}
