import type { HostReader } from "../host/host-reader.ts";
import { ReadFailure } from "../host/read-failure.ts";
import { type NetDev, parseNetDev } from "../procfs/net-dev.ts";
import type { IssueLog } from "./issue-log.ts";
import type { OutwardInterfaces } from "./outward-interfaces.ts";
import type { TrackedProcess } from "./process-table.ts";
import type { NetworkSample } from "./sample.ts";

/** How many processes of a namespace are tried: one may end just now. */
const TRIES = 3;

/**
 * Reads the traffic of every network namespace that a process is in, once each.
 *
 * @param hostInode - The host's own, which counts only interfaces that lead out; `null` when it is not known.
 */
export function readNetworks(
  reader: HostReader,
  issues: IssueLog,
  outward: OutwardInterfaces,
  processes: readonly TrackedProcess[],
  hostInode: number | null,
): ReadonlyMap<number, NetworkSample> {
  const networks = new Map<number, NetworkSample>();
  for (const [inode, pids] of pidsByNetwork(processes)) {
    const interfaces = readNetDev(reader, issues, pids);
    if (interfaces === null) continue;
    networks.set(
      inode,
      traffic(inode === hostInode ? outward.of(interfaces) : interfaces.filter(isNotLoopback)),
    );
  }
  return networks;
}

/** A few processes of each network namespace. */
function pidsByNetwork(processes: readonly TrackedProcess[]): ReadonlyMap<number, readonly number[]> {
  const networks = new Map<number, number[]>();
  for (const { pid, stat, namespaces } of processes) {
    if (namespaces.net === null || stat.state === "Z") continue;
    const pids = networks.get(namespaces.net);
    if (pids === undefined) networks.set(namespaces.net, [pid]);
    else if (pids.length < TRIES) pids.push(pid);
  }
  return networks;
}

function readNetDev(reader: HostReader, issues: IssueLog, pids: readonly number[]): readonly NetDev[] | null {
  for (const pid of pids) {
    const path = `/proc/${pid}/net/dev`;
    try {
      return parseNetDev(reader.readText(path));
    } catch (error) {
      issues.addFailure(error, path, "The traffic of a network namespace is not known");
      if (!(error instanceof ReadFailure)) return null;
    }
  }
  return null;
}

function isNotLoopback({ name }: NetDev): boolean {
  return name !== "lo";
}

function traffic(interfaces: readonly NetDev[]): NetworkSample {
  return {
    receiveBytes: interfaces.reduce((sum, { receiveBytes }) => sum + receiveBytes, 0),
    transmitBytes: interfaces.reduce((sum, { transmitBytes }) => sum + transmitBytes, 0),
  };
}
